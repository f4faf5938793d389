import { type PromptRegistryError } from './registry-errors';

/** What changed in memory. @example { revision: 42, names: ['greeting'] } */
export interface RegistryChange {
  readonly revision: number;
  /** Names of the prompts that may answer otherwise; null = any. */
  readonly names: readonly string[] | null;
}

type Callback<T> = (event: T) => unknown;

/**
 * Tells the owner what happens. Whatever a callback does, throw or reject, the SDK goes on: a failed callback must not stop a
 * timer (mixpanel-node 0.23 lost its poll for good that way).
 *
 * @example new Notifier({ onError: (error) => log.warn(error), onChange: undefined })
 */
export class Notifier {
  private readonly onError: Callback<PromptRegistryError>;
  private readonly onChange: Callback<RegistryChange> | undefined;
  private complained = false;

  constructor({
    onError,
    onChange,
  }: {
    onError: Callback<PromptRegistryError> | undefined;
    onChange: Callback<RegistryChange> | undefined;
  }) {
    this.onError = onError ?? warnOnce();
    this.onChange = onChange;
  }

  error(error: PromptRegistryError): void {
    this.call(this.onError, error);
  }

  change(change: RegistryChange): void {
    if (this.onChange) this.call(this.onChange, change);
  }

  private call<T>(callback: Callback<T>, event: T): void {
    try {
      const result = callback(event);
      // An async callback's rejection would end the process as an unhandled one.
      if (result instanceof Promise) result.catch((error: unknown) => this.complain(error));
    } catch (error) {
      this.complain(error);
    }
  }

  private complain(error: unknown): void {
    if (this.complained) return;
    this.complained = true;
    process.emitWarning(`A callback given to PromptRegistry failed: ${String(error)}`, {
      type: 'PromptRegistryWarning',
      code: 'CALLBACK_FAILED',
    });
  }
}

/** Without an onError nothing is silent: one warning for each kind of problem. */
function warnOnce(): Callback<PromptRegistryError> {
  const said = new Set<string>();
  return ({ code, message }) => {
    if (said.has(code)) return;
    said.add(code);
    process.emitWarning(`${message} (said once; pass onError to hear of every occurrence)`, {
      type: 'PromptRegistryWarning',
      code,
    });
  };
}
