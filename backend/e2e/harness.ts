import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SchedulerRegistry } from '@nestjs/schedule';
import { createApp } from '../src/app';
import { readConfiguration } from '../src/configuration';
import { DatabaseService } from '../src/database/database.service';
import { EvaluationJobService } from '../src/evaluation/evaluation-job.service';
import type { Role, Scope } from '../src/identity/principal';
import { StartUpService } from '../src/start-up.service';
import { createDatabase } from './test-database';

export { DATABASE } from './test-database';

export const ADMIN = {
  email: 'admin@example.com',
  password: 'correct horse battery staple',
  apiKey: 'test-admin-key-0123456789',
};

export interface Answer<T = never> {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body; `null` when there is none. */
  readonly body: T;
}

interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Buffer;
}

/** Sends requests with one credential. Absolute paths; `body` becomes JSON. */
export class Caller {
  constructor(
    private readonly url: string,
    private readonly credential: Readonly<Record<string, string>>,
  ) {}

  get = <T = Json>(path: string, options: RequestOptions = {}) => this.send<T>('GET', path, options);
  post = <T = Json>(path: string, body?: unknown, options: RequestOptions = {}) =>
    this.send<T>('POST', path, { body, ...options });
  put = <T = Json>(path: string, body?: unknown, options: RequestOptions = {}) =>
    this.send<T>('PUT', path, { body, ...options });
  patch = <T = Json>(path: string, body?: unknown, options: RequestOptions = {}) =>
    this.send<T>('PATCH', path, { body, ...options });
  delete = <T = Json>(path: string, options: RequestOptions = {}) => this.send<T>('DELETE', path, options);

  /** The answer with its body unread, such as a stream. */
  open = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(this.url + path, { headers: { ...this.credential, ...headers } });

  async send<T = Json>(
    method: string,
    path: string,
    { body, headers, raw }: RequestOptions = {},
  ): Promise<Answer<T>> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...this.credential,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    // A stream has no end to wait for.
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel();
    const text = response.bodyUsed ? '' : await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: (json && text ? JSON.parse(text) : text || null) as T,
    };
  }
}

/** A parsed answer whose members a test looks at without declaring them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read documents of many shapes; wrong ones fail their expectations
export type Json = any;

export interface TestServer {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly dataDir: string;
  /** The administrator's API key. */
  readonly admin: Caller;
  /** No credential at all. */
  readonly nobody: Caller;
  /** An API key with these scopes. */
  withKey(...scopes: Scope[]): Promise<Caller>;
  /** A signed-in person of this role. */
  withSession(role: Role): Promise<Caller>;
  /** SQL beside the API, such as to look at rows or to break them. */
  sql<T = Record<string, unknown>>(text: string, parameters?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

interface ServerOptions {
  /** Environment variables on top of the harness's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Starts on the data of an earlier server, which was stopped with `keepData`. */
  readonly dataDir?: string;
}

/** The real application on its own port and its own empty database. */
export async function startServer({ env = {} }: ServerOptions = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pr-e2e-'));
  const database = await createDatabase(dataDir);
  const configuration = readConfiguration({
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    PROMPTS_DIR: join(dataDir, 'prompts'),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ADMIN_API_KEY: ADMIN.apiKey,
    SEED_ON_START: 'false',
    // Tests evaluate when they want to; some fake the time that the schedule would go by.
    EVALUATION_CRON: '0 0 1 1 *',
    LOG_LEVEL: process.env['E2E_LOG'] ?? 'error',
    DATABASE_POOL_SIZE: '8',
    ...database.env,
    ...env,
  });
  const app = await createApp(configuration);
  await app.get(DatabaseService).connect();
  await app.get(StartUpService).begin();
  await leaveScheduleToTests(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const admin = new Caller(url, bearer(ADMIN.apiKey));
  return {
    url,
    app,
    dataDir,
    admin,
    nobody: new Caller(url, {}),
    withKey: async (...scopes) => {
      const made = await admin.post('/api/v1/api-keys', { name: scopes.join(' '), scopes });
      return new Caller(url, bearer(made.body.key));
    },
    withSession: (role) => signIn(url, admin, role),
    sql: async <T>(text: string, parameters?: unknown[]) =>
      (await app.get(DatabaseService).query(text, parameters)) as T[],
    stop: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Jobs that go by the time of day would do their work in the middle of some test, on some days. */
async function leaveScheduleToTests(app: NestFastifyApplication): Promise<void> {
  await app.get(EvaluationJobService).idle(); // at its start a server evaluates what was missed
  for (const job of app.get(SchedulerRegistry).getCronJobs().values()) await job.stop();
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function signIn(url: string, admin: Caller, role: Role): Promise<Caller> {
  const email = `${role}-${randomBytes(4).toString('hex')}@example.com`;
  const password = 'a long enough password';
  await admin.post('/api/v1/users', { email, name: role, role, password });
  const login = await new Caller(url, {}).post('/api/v1/auth/login', { email, password });
  const cookie = login.headers.get('set-cookie')?.split(';', 1)[0];
  if (!cookie) throw new Error(`Sign-in as ${role} gave ${login.status} ${JSON.stringify(login.body)}`);
  return new Caller(url, { cookie });
}
