/** How MLflow is reached; the variables are MLflow's own. */
export interface MlflowConfiguration {
  /** Without credentials and without a slash at its end. */
  readonly trackingUri: string;
  readonly auth: MlflowAuth;
  readonly experimentName: string;
  /** Where people open MLflow: often another address than {@link trackingUri}. */
  readonly publicUrl: string;
  readonly tls: {
    readonly insecure: boolean;
    readonly caPath: string | null;
    /** One PEM file with certificate and key. */
    readonly clientCertPath: string | null;
  };
  readonly workspace: string | null;
  readonly links: MlflowLinkTemplates;
}

export type MlflowAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Addresses with `{base}` for {@link MlflowConfiguration.publicUrl} and `{name}` for what {@link PLACEHOLDERS} lists. */
export interface MlflowLinkTemplates {
  readonly trace: string;
  readonly traces: string;
  readonly run: string;
  readonly runs: string;
  readonly prompt: string;
  readonly experiment: string;
}

/** A variable that cannot be used; the message names it and never carries a secret. */
export class MlflowConfigurationError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_LINKS: MlflowLinkTemplates = {
  // Works in every MLflow 3; newer ones also have `/traces/{traceId}`, which leads here.
  trace: '{base}/#/experiments/{experimentId}/traces?selectedEvaluationId={traceId}',
  // The only filter of that page that is read from its address; without a time it shows the last seven days.
  traces: '{base}/#/experiments/{experimentId}/traces?startTimeLabel=ALL&{tags}',
  run: '{base}/#/experiments/{experimentId}/runs/{runId}',
  runs: '{base}/#/experiments/{experimentId}/runs?searchFilter={filter}',
  prompt: '{base}/#/experiments/{experimentId}/prompts/{prompt}?promptVersion={version}',
  experiment: '{base}/#/experiments/{experimentId}/traces',
};

const PLACEHOLDERS: Readonly<Record<keyof MlflowLinkTemplates, readonly string[]>> = {
  trace: ['base', 'experimentId', 'traceId'],
  traces: ['base', 'experimentId', 'tags'],
  run: ['base', 'experimentId', 'runId'],
  runs: ['base', 'experimentId', 'filter'],
  prompt: ['base', 'experimentId', 'prompt', 'version'],
  experiment: ['base', 'experimentId'],
};

/**
 * Reads what concerns MLflow; `null` when there is none (no MLFLOW_TRACKING_URI).
 * @throws MlflowConfigurationError naming the first variable that is wrong.
 */
export function readMlflowConfiguration(env: Environment): MlflowConfiguration | null {
  const trackingUri = address(env, 'MLFLOW_TRACKING_URI');
  if (trackingUri === null) return null;
  return {
    trackingUri,
    auth: auth(env),
    experimentName: experimentName(env),
    publicUrl: address(env, 'MLFLOW_PUBLIC_URL') ?? trackingUri,
    tls: tls(env),
    workspace: headerValue(env, 'MLFLOW_WORKSPACE'),
    links: {
      trace: template(env, 'MLFLOW_LINK_TRACE', 'trace'),
      traces: template(env, 'MLFLOW_LINK_TRACES', 'traces'),
      run: template(env, 'MLFLOW_LINK_RUN', 'run'),
      runs: template(env, 'MLFLOW_LINK_RUNS', 'runs'),
      prompt: template(env, 'MLFLOW_LINK_PROMPT', 'prompt'),
      experiment: template(env, 'MLFLOW_LINK_EXPERIMENT', 'experiment'),
    },
  };
}

function given(env: Environment, name: string): string | null {
  return env[name]?.trim() || null;
}

/** Is not repeated in messages: people put credentials into addresses. */
function address(env: Environment, name: string): string | null {
  const value = given(env, name);
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new MlflowConfigurationError(`${name} must be an http:// or https:// URL`);
  if (url.username || url.password)
    throw new MlflowConfigurationError(
      `${name} must not contain credentials: use MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD`,
    );
  if (url.search || url.hash)
    throw new MlflowConfigurationError(`${name} must not contain "?" or "#": give the address of the server`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function auth(env: Environment): MlflowAuth {
  const username = given(env, 'MLFLOW_TRACKING_USERNAME');
  const password = env['MLFLOW_TRACKING_PASSWORD'] || null;
  const token = headerValue(env, 'MLFLOW_TRACKING_TOKEN');
  if (token !== null) {
    // MLflow's own clients disagree about which of them wins.
    if (username !== null || password !== null)
      throw new MlflowConfigurationError(
        'Set either MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, not both',
      );
    return { kind: 'bearer', token };
  }
  if (username === null && password === null) return { kind: 'none' };
  if (username === null || password === null)
    throw new MlflowConfigurationError('MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD go together');
  if (username.includes(':'))
    throw new MlflowConfigurationError('MLFLOW_TRACKING_USERNAME must not contain ":"');
  return { kind: 'basic', username, password };
}

function tls(env: Environment): MlflowConfiguration['tls'] {
  const value = given(env, 'MLFLOW_TRACKING_INSECURE_TLS')?.toLowerCase() ?? 'false';
  if (!['true', 'false', '1', '0'].includes(value))
    throw new MlflowConfigurationError('MLFLOW_TRACKING_INSECURE_TLS must be true or false');
  const insecure = value === 'true' || value === '1';
  const caPath = given(env, 'MLFLOW_TRACKING_SERVER_CERT_PATH');
  if (insecure && caPath !== null)
    throw new MlflowConfigurationError(
      'Set either MLFLOW_TRACKING_INSECURE_TLS or MLFLOW_TRACKING_SERVER_CERT_PATH, not both',
    );
  return { insecure, caPath, clientCertPath: given(env, 'MLFLOW_TRACKING_CLIENT_CERT_PATH') };
}

function experimentName(env: Environment): string {
  const name = given(env, 'MLFLOW_EXPERIMENT_NAME') ?? 'prompt-registry';
  if (name.length > 500)
    throw new MlflowConfigurationError('MLFLOW_EXPERIMENT_NAME must have at most 500 characters');
  return name;
}

/** Goes into a header and may be secret: the message must not repeat it. */
function headerValue(env: Environment, name: string): string | null {
  const value = given(env, name);
  if (value !== null && !/^[\x21-\x7e]+$/.test(value))
    throw new MlflowConfigurationError(`${name} must be printable ASCII characters without spaces`);
  return value;
}

function template(env: Environment, name: string, kind: keyof MlflowLinkTemplates): string {
  const value = given(env, name) ?? DEFAULT_LINKS[kind];
  const allowed = PLACEHOLDERS[kind];
  const unknown = [...value.matchAll(/\{(\w*)\}/g)]
    .map(([, word = '']) => word)
    .find((word) => !allowed.includes(word));
  if (unknown !== undefined)
    throw new MlflowConfigurationError(
      `${name} has the placeholder {${unknown}}; known are ${allowed.map((word) => `{${word}}`).join(', ')}`,
    );
  if (!/^(\{base\}|https?:\/\/)/.test(value))
    throw new MlflowConfigurationError(`${name} must start with {base}, http:// or https://`);
  return value;
}
