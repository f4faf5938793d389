import { MlflowConfigurationError, readMlflowConfiguration } from './mlflow-configuration';

const read = (env: Record<string, string>) =>
  readMlflowConfiguration({ MLFLOW_TRACKING_URI: 'https://mlflow.example/base/', ...env });

describe('readMlflowConfiguration', () => {
  it('is null without a tracking URI', () => {
    expect(readMlflowConfiguration({ MLFLOW_TRACKING_TOKEN: 'x' })).toBeNull();
    expect(readMlflowConfiguration({ MLFLOW_TRACKING_URI: ' ' })).toBeNull();
  });

  it('has defaults', () => {
    expect(read({})).toMatchObject({
      trackingUri: 'https://mlflow.example/base',
      auth: { kind: 'none' },
      experimentName: 'prompt-registry',
      publicUrl: 'https://mlflow.example/base',
      tls: { insecure: false, caPath: null, clientCertPath: null },
      workspace: null,
    });
  });

  it('reads MLflow’s own variables', () => {
    expect(
      read({
        MLFLOW_TRACKING_USERNAME: 'ada',
        MLFLOW_TRACKING_PASSWORD: ' p:w ',
        MLFLOW_EXPERIMENT_NAME: 'agents',
        MLFLOW_PUBLIC_URL: 'https://ui.example/',
        MLFLOW_TRACKING_SERVER_CERT_PATH: '/ca.pem',
        MLFLOW_TRACKING_CLIENT_CERT_PATH: '/me.pem',
        MLFLOW_WORKSPACE: 'team',
        MLFLOW_LINK_RUN: '{base}/runs/{runId}',
      }),
    ).toMatchObject({
      auth: { kind: 'basic', username: 'ada', password: ' p:w ' },
      experimentName: 'agents',
      publicUrl: 'https://ui.example',
      tls: { insecure: false, caPath: '/ca.pem', clientCertPath: '/me.pem' },
      workspace: 'team',
      links: { run: '{base}/runs/{runId}' },
    });
    expect(read({ MLFLOW_TRACKING_TOKEN: 't' })?.auth).toEqual({ kind: 'bearer', token: 't' });
    expect(read({ MLFLOW_TRACKING_INSECURE_TLS: 'TRUE' })?.tls.insecure).toBe(true);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'another scheme',
      { MLFLOW_TRACKING_URI: 'sqlite:///secret.db' },
      /^MLFLOW_TRACKING_URI must be an http/,
    ],
    ['no URL', { MLFLOW_TRACKING_URI: 'secret' }, /^MLFLOW_TRACKING_URI/],
    ['credentials in it', { MLFLOW_TRACKING_URI: 'https://u:secret@h' }, /must not contain credentials/],
    ['a fragment', { MLFLOW_PUBLIC_URL: 'https://h/#/secret' }, /^MLFLOW_PUBLIC_URL/],
    ['both kinds', { MLFLOW_TRACKING_TOKEN: 'secret', MLFLOW_TRACKING_USERNAME: 'u' }, /not both$/],
    ['half of one', { MLFLOW_TRACKING_PASSWORD: 'secret' }, /go together/],
    ['a token of two lines', { MLFLOW_TRACKING_TOKEN: 'secret\nsecret' }, /^MLFLOW_TRACKING_TOKEN/],
    [
      'insecure with a CA',
      { MLFLOW_TRACKING_INSECURE_TLS: '1', MLFLOW_TRACKING_SERVER_CERT_PATH: 'x' },
      /not both/,
    ],
    ['neither true nor false', { MLFLOW_TRACKING_INSECURE_TLS: 'secret' }, /true or false/],
    ['an unknown placeholder', { MLFLOW_LINK_RUN: '{base}/{traceId}' }, /\{traceId\}; known are \{base\}/],
    ['a link to nowhere', { MLFLOW_LINK_TRACE: 'javascript:alert(1)' }, /^MLFLOW_LINK_TRACE must start with/],
  ])('refuses %s without repeating a secret', (_, env, message) => {
    const act = () => read(env);
    expect(act).toThrow(MlflowConfigurationError);
    expect(act).toThrow(message);
    expect(act).not.toThrow(/secret/);
  });
});
