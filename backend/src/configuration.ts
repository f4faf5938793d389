import { resolve } from 'node:path';
import { validateCronExpression } from 'cron';
import { readDemoClock, type DemoClock } from './demo-clock';
import { readMlflowConfiguration, type MlflowConfiguration } from './tracing/mlflow/mlflow-configuration';

/** Everything the server can be told from outside; parsed once, typed, units in names. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly promptsDir: string;
  /** The built console; set by the start command, not by people. */
  readonly consoleDir: string;
  /** `null`: the embedded database in {@link dataDir}. */
  readonly databaseUrl: string | null;
  readonly databasePoolSize: number;
  readonly admin: {
    readonly email: string;
    readonly password: string | null;
    readonly apiKey: string | null;
  };
  readonly publicUrl: string | null;
  readonly trustProxy: boolean;
  readonly sessionIdleMinutes: number;
  readonly sessionAbsoluteHours: number;
  readonly seedOnStart: boolean;
  readonly pinHours: number;
  /** Clients that may follow the snapshot at once; more are refused for the moment. */
  readonly maxEventStreams: number;
  /** What agents said and heard is kept with their traces only when this is on. */
  readonly tracePreviews: boolean;
  /** Traces and outcomes older than this are removed, but never what an experiment rests on; 0 = never. */
  readonly traceRetentionDays: number;
  /** When running experiments are looked at; five or six fields. */
  readonly evaluationCron: string;
  /** `null`: nothing is told to MLflow. */
  readonly mlflow: MlflowConfiguration | null;
  /** Invocations of one prompt version, variant, agent and day share a run in MLflow, or each has its own. */
  readonly mlflowRunPer: (typeof RUN_PER)[number];
  /** When assessments made in MLflow are read back; five or six fields. */
  readonly mlflowSyncCron: string;
  /** Assessments of traces that are older than this are not read back any more. */
  readonly mlflowSyncHours: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Of a demonstration, whose time is its own; `null`: this is none. */
  readonly demoClock: DemoClock | null;
}

const RUN_PER = ['day', 'invocation'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** A variable that cannot be used; the message names it, says what was given and what is expected. */
export class ConfigurationError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration from environment variables; the only reader of `process.env`.
 * @throws ConfigurationError naming the first variable that is wrong.
 */
export function readConfiguration(env: Environment): Configuration {
  return {
    host: text(env, 'HOST', '127.0.0.1'),
    port: wholeNumber(env, 'PORT', 3000, 0, 65_535),
    dataDir: resolve(text(env, 'DATA_DIR', '.data')),
    promptsDir: resolve(text(env, 'PROMPTS_DIR', 'prompts')),
    consoleDir: resolve(text(env, 'CONSOLE_DIR', 'dist/console/browser')),
    databaseUrl: postgresUrl(env),
    databasePoolSize: wholeNumber(env, 'DATABASE_POOL_SIZE', 10, 1, 500),
    admin: {
      email: email(env),
      password: env['ADMIN_PASSWORD'] || null,
      apiKey: adminApiKey(env),
    },
    publicUrl: httpUrl(env, 'PUBLIC_URL'),
    trustProxy: trueOrFalse(env, 'TRUST_PROXY', false),
    sessionIdleMinutes: wholeNumber(env, 'SESSION_IDLE_MINUTES', 120, 1, 100_000),
    sessionAbsoluteHours: wholeNumber(env, 'SESSION_ABSOLUTE_HOURS', 24, 1, 10_000),
    seedOnStart: trueOrFalse(env, 'SEED_ON_START', true),
    pinHours: wholeNumber(env, 'PIN_HOURS', 24, 0, 24 * 365),
    maxEventStreams: wholeNumber(env, 'MAX_EVENT_STREAMS', 2_000, 0, 100_000),
    tracePreviews: trueOrFalse(env, 'TRACE_PREVIEWS', false),
    traceRetentionDays: wholeNumber(env, 'TRACE_RETENTION_DAYS', 90, 0, 36_500),
    evaluationCron: cron(env, 'EVALUATION_CRON', '*/5 * * * *'),
    mlflow: mlflow(env),
    mlflowRunPer: oneOf(env, 'MLFLOW_RUN_PER', 'day', RUN_PER),
    mlflowSyncCron: cron(env, 'MLFLOW_SYNC_CRON', '*/5 * * * *'),
    mlflowSyncHours: wholeNumber(env, 'MLFLOW_SYNC_HOURS', 48, 1, 24 * 366),
    logLevel: oneOf(env, 'LOG_LEVEL', 'warn', LOG_LEVELS),
    demoClock: demoClock(env),
  };
}

/** What a demonstration must not be mixed up with: data that matter, and people who take its time for the real one. */
const NOT_IN_A_DEMO = ['DATABASE_URL', 'PUBLIC_URL', 'MLFLOW_TRACKING_URI'];
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

function demoClock(env: Environment): DemoClock | null {
  const given = env['DEMO_CLOCK']?.trim();
  if (!given) return null;
  const clock = readDemoClock(given);
  if (!clock)
    throw new ConfigurationError(
      `DEMO_CLOCK must be "<from>,<speed>", a moment in ISO 8601 and a number above 1, not "${given}"`,
    );
  const other = NOT_IN_A_DEMO.find((name) => env[name]?.trim());
  if (other) throw new ConfigurationError(`DEMO_CLOCK is for demonstrations and does not go with ${other}`);
  if (!LOOPBACK.includes(text(env, 'HOST', '127.0.0.1')))
    throw new ConfigurationError('DEMO_CLOCK is for demonstrations on this machine: HOST must be 127.0.0.1');
  return clock;
}

function text(env: Environment, name: string, fallback: string): string {
  return env[name]?.trim() || fallback;
}

function wholeNumber(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const given = env[name]?.trim();
  if (!given) return fallback;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < min || value > max)
    throw new ConfigurationError(`${name} must be a whole number from ${min} to ${max}, not "${given}"`);
  return value;
}

function trueOrFalse(env: Environment, name: string, fallback: boolean): boolean {
  return oneOf(env, name, String(fallback), ['true', 'false'] as const) === 'true';
}

function oneOf<T extends string>(env: Environment, name: string, fallback: string, allowed: readonly T[]): T {
  const given = env[name]?.trim() || fallback;
  const found = allowed.find((value) => value === given);
  if (!found) throw new ConfigurationError(`${name} must be one of ${allowed.join(', ')}, not "${given}"`);
  return found;
}

/** Checked by the library that will run it. */
function cron(env: Environment, name: string, fallback: string): string {
  const given = text(env, name, fallback);
  if (!validateCronExpression(given).valid)
    throw new ConfigurationError(`${name} must be a cron expression such as "${fallback}", not "${given}"`);
  return given;
}

function mlflow(env: Environment): MlflowConfiguration | null {
  try {
    return readMlflowConfiguration(env);
  } catch (error) {
    throw new ConfigurationError((error as Error).message);
  }
}

function email(env: Environment): string {
  const given = text(env, 'ADMIN_EMAIL', 'admin@example.com').toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(given))
    throw new ConfigurationError(`ADMIN_EMAIL must be an e-mail address, not "${given}"`);
  return given;
}

function adminApiKey(env: Environment): string | null {
  const given = env['ADMIN_API_KEY']?.trim();
  if (!given) return null;
  // The value itself is a secret: the message must not repeat it.
  if (!/^[\x21-\x7e]{8,200}$/.test(given))
    throw new ConfigurationError('ADMIN_API_KEY must be 8 to 200 printable ASCII characters without spaces');
  return given;
}

/** Says nothing of the value but its scheme: a database URL carries a password. */
function postgresUrl(env: Environment): string | null {
  const given = env['DATABASE_URL']?.trim();
  if (!given) return null;
  if (!URL.canParse(given))
    throw new ConfigurationError(
      'DATABASE_URL is not a URL; expected postgres://user:password@host:5432/database',
    );
  const { protocol } = new URL(given);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:')
    throw new ConfigurationError(
      `DATABASE_URL must start with postgres:// or postgresql://, not "${protocol}//"`,
    );
  return given;
}

function httpUrl(env: Environment, name: string): string | null {
  const given = env[name]?.trim();
  if (!given) return null;
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new ConfigurationError(`${name} must be an http:// or https:// URL, not "${given}"`);
  return given.replace(/\/+$/, '');
}

/** Injection token of the {@link Configuration}. */
export const CONFIGURATION = Symbol('configuration');
