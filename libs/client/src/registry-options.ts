import type { GetActiveSpan } from './active-span';
import type { Clock } from './clock';
import { systemClock } from './clock';
import type { RegistryChange } from './notifier';
import { PROMPT_NAME } from './prompt-name';
import { PromptRegistryError } from './registry-errors';

/** How an agent wants its registry. Times in ms. @example { url: 'https://prompts.example', apiKey, promptsDir: 'prompts', snapshotFile: 'prompts.snapshot' } */
export interface RegistryOptions {
  /** The server; absent = only files (and what the snapshot file holds is not read, because nobody knows whose it is). */
  readonly url?: string | undefined;
  /** With the scopes `resolve` and `record`; needed with `url`. */
  readonly apiKey?: string | undefined;
  /** Folder of prompt files, the last fallback. */
  readonly promptsDir?: string | undefined;
  /** Where the last good snapshot is kept for the next start; one file for each service. */
  readonly snapshotFile?: string | undefined;
  /** Who this is, for the list of live consumers. Default `unnamed`. */
  readonly service?: string;
  /** Only these prompts; default all. */
  readonly names?: readonly string[];
  /**
   * The longest that `start` waits for the server when a snapshot file or prompt files exist; a refusal ends it at once. Default 50, in
   * which a first start without a snapshot often gets no further than the prompt files: 3,000 makes it wait for the registry.
   */
  readonly startDeadlineMs?: number;
  /** The longest that `start` waits for the server when there is nothing else. Default 2,000. */
  readonly firstStartTimeoutMs?: number;
  /** Between polls while the stream is down. Default 30,000. */
  readonly pollIntervalMs?: number;
  /** Between polls while the stream is up. Default 300,000. */
  readonly safetyPollMs?: number;
  /** After so long without a word from the server answers say `stale`. Default 60,000. */
  readonly staleAfterMs?: number;
  /** For one request, from beginning to end. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** A stream without a byte for so long is taken for dead; the server sends one every 15 s. Default 40,000. */
  readonly stallMs?: number;
  /** Shortest and longest ceiling of the jittered waits between attempts. Default 1,000 and 30,000. */
  readonly backoffBaseMs?: number;
  readonly backoffCapMs?: number;
  /** Largest snapshot accepted, in bytes. Default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Most traces, and most outcomes, that wait to be sent. Default 10,000. */
  readonly queueCapacity?: number;
  /** From the first record until a batch is sent. Default 1,000. */
  readonly sendEveryMs?: number;
  /** Between reports of what is served and how often variants were answered. Default 30,000. */
  readonly reportEveryMs?: number;
  /** The longest that `close` tries to send what is left. Default 2,000. */
  readonly closeDeadlineMs?: number;
  /** Told of everything that goes wrong in the background; default one process warning for each kind. */
  readonly onError?: (error: PromptRegistryError) => unknown;
  /** Told of every change taken into memory. */
  readonly onChange?: (change: RegistryChange) => unknown;
  /** OpenTelemetry's `trace.getActiveSpan`: a load, and a trace that begins, then write their provenance to the span. */
  readonly getActiveSpan?: GetActiveSpan;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests; uniform in [0, 1). */
  readonly random?: () => number;
}

const DEFAULTS = {
  service: 'unnamed',
  startDeadlineMs: 50,
  firstStartTimeoutMs: 2_000,
  pollIntervalMs: 30_000,
  safetyPollMs: 300_000,
  staleAfterMs: 60_000,
  requestTimeoutMs: 30_000,
  stallMs: 40_000,
  backoffBaseMs: 1_000,
  backoffCapMs: 30_000,
  maxBodyBytes: 67_108_864,
  queueCapacity: 10_000,
  sendEveryMs: 1_000,
  reportEveryMs: 30_000,
  closeDeadlineMs: 2_000,
  clock: systemClock,
  random: Math.random,
};

type Optional =
  'url' | 'apiKey' | 'promptsDir' | 'snapshotFile' | 'names' | 'onError' | 'onChange' | 'getActiveSpan';

/** Options with every default filled in and checked. */
export type Settings = Required<Omit<RegistryOptions, Optional | 'url' | 'names'>> &
  Pick<RegistryOptions, 'promptsDir' | 'snapshotFile' | 'onError' | 'onChange' | 'getActiveSpan'> & {
    /** Null = no server. */
    readonly server: { readonly url: URL; readonly apiKey: string } | null;
    /** Null = all; sorted. */
    readonly names: readonly string[] | null;
  };

/**
 * Fills in the defaults.
 * @throws PromptRegistryError CONFIGURATION naming the option: a mistake of the programmer shows at once, not in an outage.
 * @example readOptions({ promptsDir: 'prompts' }).startDeadlineMs // 50
 */
export function readOptions(options: RegistryOptions): Settings {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as RegistryOptions;
  const settings = { ...DEFAULTS, ...given };
  for (const [key, value] of Object.entries(settings))
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0))
      throw mistake(key, 'must be a number, at least 0');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,200}$/u.test(settings.service))
    throw mistake('service', 'must have 1 to 200 characters, without control characters');
  const { url, apiKey, names } = given;
  return {
    ...settings,
    server: url === undefined ? null : readServer(url, apiKey),
    names: names === undefined ? null : readNames(names),
  };
}

function readServer(text: string, apiKey: string | undefined): { url: URL; apiKey: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw mistake('url', 'must be the address of the registry, such as https://prompts.example');
  if (url.username || url.password || url.search || url.hash)
    throw mistake('url', 'must not have a user, a query or a fragment');
  // What a header cannot carry must not reach it.
  if (apiKey === undefined || !/^[\x21-\x7e]+$/.test(apiKey))
    throw mistake('apiKey', 'must be given with url, as it was shown when the key was made');
  return { url, apiKey };
}

function readNames(names: readonly string[]): string[] {
  const wrong = names.find((name) => !PROMPT_NAME.test(name));
  if (wrong !== undefined) throw mistake('names', `has ${JSON.stringify(wrong)}, which is no prompt's name`);
  if (names.length === 0) throw mistake('names', 'must name at least one prompt, or be left out');
  return [...new Set(names)].sort();
}

function mistake(option: string, what: string): PromptRegistryError {
  return new PromptRegistryError('CONFIGURATION', `The option ${option} ${what}`);
}
