/** What went wrong; stable, so that code can decide by it. @example if (error.code === 'UNKNOWN_PROMPT') useDefault(); */
export type RegistryErrorCode =
  // thrown to the caller
  | 'MISSING_VARIABLES'
  | 'INVALID_VALUES'
  | 'UNKNOWN_PROMPT'
  | 'ARCHIVED_PROMPT'
  | 'UNKNOWN_VERSION'
  | 'VERSION_NOT_LOADED'
  | 'UNKNOWN_LABEL'
  | 'NOTHING_SERVED'
  | 'PROMPT_UNUSABLE'
  | 'WRONG_PROMPT_TYPE'
  | 'CONFIGURATION'
  | 'CLOSED'
  // told to onError, and thrown by calls that ask the server
  | 'CONNECTION_FAILED'
  | 'TIMEOUT'
  | 'HTTP_STATUS'
  | 'NOT_AUTHORISED'
  | 'INVALID_ANSWER'
  // told to onError only
  | 'SNAPSHOT_REJECTED'
  | 'SNAPSHOT_FILE'
  | 'PROMPT_FILE'
  | 'ITEM_REJECTED'
  | 'ITEMS_DROPPED'
  | 'CALLBACK_FAILED';

/** Every error of the SDK. @example try { registry.loadPrompt('x') } catch (error) { if (error instanceof PromptRegistryError) log(error.code) } */
export class PromptRegistryError extends Error {
  // By hand: classes are renamed in the published file.
  override readonly name: string = 'PromptRegistryError';

  constructor(
    readonly code: RegistryErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The prompt needs values that were not given. @example catch (error) { if (error instanceof MissingVariablesError) ask(error.missing) } */
export class MissingVariablesError extends PromptRegistryError {
  override readonly name = 'MissingVariablesError';

  constructor(
    readonly promptName: string,
    /** Names of variables and placeholders, in the order of their first use. */
    readonly missing: readonly string[],
  ) {
    super('MISSING_VARIABLES', `The prompt "${promptName}" needs values for: ${missing.join(', ')}`);
  }
}

/** A value cannot be put into the prompt, or the result would be too long. @example error.invalid[0]?.name */
export class InvalidValuesError extends PromptRegistryError {
  override readonly name = 'InvalidValuesError';

  constructor(
    readonly promptName: string,
    readonly invalid: ReadonlyArray<{ readonly name: string; readonly message: string }>,
  ) {
    const what =
      invalid.map(({ name, message }) => `${name} ${message}`).join('; ') || 'the result would be too long';
    super('INVALID_VALUES', `The prompt "${promptName}" cannot be filled in: ${what}`);
  }
}

/** No snapshot and no prompt file has the prompt. @example error.promptName */
export class UnknownPromptError extends PromptRegistryError {
  override readonly name = 'UnknownPromptError';

  constructor(
    readonly promptName: string,
    detail: string,
  ) {
    super('UNKNOWN_PROMPT', `There is no prompt ${JSON.stringify(promptName)}: ${detail}`);
  }
}

/** The prompt is archived: nobody is meant to use it, so no file stands in for it. @example error.promptName */
export class ArchivedPromptError extends PromptRegistryError {
  override readonly name = 'ArchivedPromptError';

  constructor(readonly promptName: string) {
    super('ARCHIVED_PROMPT', `The prompt "${promptName}" is archived; restore it to serve it again`);
  }
}

/** The version does not exist (UNKNOWN_VERSION), or is not in memory yet (VERSION_NOT_LOADED: use `preload`). @example error.version */
export class UnknownVersionError extends PromptRegistryError {
  override readonly name = 'UnknownVersionError';

  constructor(
    readonly promptName: string,
    readonly version: number,
    code: 'UNKNOWN_VERSION' | 'VERSION_NOT_LOADED',
  ) {
    const missing =
      code === 'UNKNOWN_VERSION'
        ? 'does not exist'
        : 'is not in memory; await preload() or loadPromptAsync()';
    super(code, `Version ${version} of "${promptName}" ${missing}`);
  }
}

/** The prompt has no such label. @example error.label */
export class UnknownLabelError extends PromptRegistryError {
  override readonly name = 'UnknownLabelError';

  constructor(
    readonly promptName: string,
    readonly label: string,
  ) {
    super('UNKNOWN_LABEL', `The prompt "${promptName}" has no label ${JSON.stringify(label)}`);
  }
}

/** The server could not be asked, or answered something unusable. @example if (error.status === 503) … */
export class ServerError extends PromptRegistryError {
  override readonly name = 'ServerError';

  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** How long the server asks to wait, in ms; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(
    code: 'CONNECTION_FAILED' | 'TIMEOUT' | 'HTTP_STATUS' | 'NOT_AUTHORISED' | 'INVALID_ANSWER',
    message: string,
    {
      status = null,
      retryAfterMs = null,
      cause,
    }: { status?: number | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(code, message, { cause });
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
