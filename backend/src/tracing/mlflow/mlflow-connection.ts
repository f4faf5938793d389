import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { errorOf } from './mlflow-answer';
import { type MlflowAuth, type MlflowConfiguration } from './mlflow-configuration';
import { MlflowError } from './mlflow-error';
import { type JsonRecord, isRecord, recordOf, textOf } from './mlflow-wire';

const CONNECT_TIMEOUT_MS = 2_000;
const TOTAL_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 8;

type Method = 'GET' | 'POST' | 'DELETE';

/** One MLflow server over HTTP: who we are, how long we wait, and what its failures mean. It repeats nothing. */
export class MlflowConnection {
  private readonly agent: Agent;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly secrets: readonly string[];

  /** @throws Error naming the certificate file that cannot be read. */
  constructor(
    private readonly configuration: MlflowConfiguration,
    private readonly totalTimeoutMs = TOTAL_TIMEOUT_MS,
  ) {
    const { tls, auth, workspace } = configuration;
    const clientPem =
      tls.clientCertPath === null ? null : pem('MLFLOW_TRACKING_CLIENT_CERT_PATH', tls.clientCertPath);
    this.agent = new Agent({
      connections: MAX_CONNECTIONS,
      connect: {
        timeout: CONNECT_TIMEOUT_MS,
        rejectUnauthorized: !tls.insecure,
        ...(tls.caPath === null ? {} : { ca: pem('MLFLOW_TRACKING_SERVER_CERT_PATH', tls.caPath) }),
        ...(clientPem === null ? {} : { cert: clientPem, key: clientPem }),
      },
    });
    const authorization = authorizationOf(auth);
    this.headers = {
      'user-agent': 'prompt-registry',
      ...(authorization === null ? {} : { authorization }),
      ...(workspace === null ? {} : { 'x-mlflow-workspace': workspace }),
    };
    this.secrets = secretsOf(auth);
  }

  get(path: string): Promise<JsonRecord> {
    return this.json('GET', path, null);
  }

  /** Like {@link get}; `null` for what does not exist. */
  async find(path: string): Promise<JsonRecord | null> {
    try {
      return await this.get(path);
    } catch (error) {
      if (error instanceof MlflowError && error.errorCode === 'RESOURCE_DOES_NOT_EXIST') return null;
      throw error;
    }
  }

  post(path: string, body: JsonRecord, headers: Readonly<Record<string, string>> = {}): Promise<JsonRecord> {
    return this.json('POST', path, body, headers);
  }

  delete(path: string, body: JsonRecord): Promise<JsonRecord> {
    return this.json('DELETE', path, body);
  }

  text(path: string): Promise<string> {
    return this.call('GET', path, null, {});
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async json(
    method: Method,
    path: string,
    body: JsonRecord | null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<JsonRecord> {
    const text = await this.call(method, path, body, headers);
    // The OTLP route answers protobuf, which is empty when all went well.
    if (text === '') return {};
    try {
      const answer: unknown = JSON.parse(text);
      if (isRecord(answer)) return answer;
    } catch {
      // Not JSON: a proxy's or another server's page.
    }
    throw new MlflowError(
      'temporary',
      `${nameOf(method, path)} was answered by something that is not MLflow`,
    );
  }

  private async call(
    method: Method,
    path: string,
    body: JsonRecord | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<string> {
    const name = nameOf(method, path);
    let answer;
    try {
      // Redirects are not followed: the credentials are for this address only.
      const response = await request(this.configuration.trackingUri + path, {
        method,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.totalTimeoutMs),
        headers: {
          ...this.headers,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === null ? null : JSON.stringify(body),
      });
      answer = {
        status: response.statusCode,
        headers: response.headers,
        body: await response.body.text(),
      };
    } catch (error) {
      // The network's failures have no common class; whatever it was, there is no answer.
      throw new MlflowError('unreachable', this.withoutSecrets(`${name}: ${this.reasonOf(error)}`));
    }
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    const failure = errorOf(name, answer);
    throw new MlflowError(failure.kind, this.withoutSecrets(failure.message), failure);
  }

  private reasonOf(error: unknown): string {
    const { name, code, message } = recordOf(error);
    if (name === 'TimeoutError') return `no answer within ${this.totalTimeoutMs} ms`;
    const [what, words] = [textOf(code), textOf(message)];
    return words.includes(what) ? words : `${what} ${words}`;
  }

  /** For servers and proxies that repeat what they were sent. */
  private withoutSecrets(message: string): string {
    return this.secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message);
  }
}

function nameOf(method: Method, path: string): string {
  return `${method} ${path.split('?', 1)[0]}`;
}

function authorizationOf(auth: MlflowAuth): string | null {
  if (auth.kind === 'none') return null;
  return auth.kind === 'bearer' ? `Bearer ${auth.token}` : `Basic ${basicOf(auth)}`;
}

function secretsOf(auth: MlflowAuth): readonly string[] {
  if (auth.kind === 'none') return [];
  return auth.kind === 'bearer' ? [auth.token] : [basicOf(auth), auth.password].filter(Boolean);
}

function basicOf({ username, password }: { username: string; password: string }): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

function pem(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${variable}: cannot read the file ${path}`, { cause: error });
  }
}
