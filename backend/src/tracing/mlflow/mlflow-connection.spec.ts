import { FakeMlflow, type Trouble } from './fake-mlflow';
import { type MlflowAuth, readMlflowConfiguration } from './mlflow-configuration';
import { MlflowConnection } from './mlflow-connection';
import { MlflowError } from './mlflow-error';

const SECRET = 'hunter2-hunter2';

describe('MlflowConnection', () => {
  let fake: FakeMlflow;
  const open: MlflowConnection[] = [];

  beforeAll(async () => {
    fake = await FakeMlflow.start();
  });
  afterAll(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    await fake.stop();
  });

  function connection(
    given: { auth?: MlflowAuth; workspace?: string; uri?: string; timeoutMs?: number } = {},
  ) {
    const configuration = readMlflowConfiguration({ MLFLOW_TRACKING_URI: given.uri ?? fake.url });
    if (!configuration) throw new Error('no configuration');
    const { auth = configuration.auth, workspace = null } = given;
    const made = new MlflowConnection({ ...configuration, auth, workspace }, given.timeoutMs);
    open.push(made);
    return made;
  }

  async function failure(act: Promise<unknown>): Promise<MlflowError> {
    const error: unknown = await act.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof MlflowError)) throw new Error(`not an MlflowError: ${String(error)}`);
    return error;
  }

  const trouble = (answer: Trouble['answer']) => fake.troubles.push({ path: /^\/version$/, answer });

  it.each<[MlflowAuth, string | undefined]>([
    [{ kind: 'none' }, undefined],
    [
      { kind: 'basic', username: 'ädä', password: SECRET },
      `Basic ${Buffer.from(`ädä:${SECRET}`).toString('base64')}`,
    ],
    [{ kind: 'bearer', token: SECRET }, `Bearer ${SECRET}`],
  ])('says who we are: %j', async (auth, expected) => {
    await connection({ auth, workspace: 'team' }).text('/version');
    expect(fake.calls.at(-1)?.headers).toMatchObject({ 'x-mlflow-workspace': 'team' });
    expect(fake.calls.at(-1)?.headers.authorization).toBe(expected);
  });

  it('tells an unreachable server from one that answers', async () => {
    expect(await failure(connection({ uri: 'http://127.0.0.1:1' }).text('/version'))).toMatchObject({
      kind: 'unreachable',
      status: null,
    });
    trouble('reset');
    expect((await failure(connection().text('/version'))).kind).toBe('unreachable');
    trouble({ status: 503, headers: { 'retry-after': '3' } });
    expect(await failure(connection().text('/version'))).toMatchObject({
      kind: 'temporary',
      retryAfterMs: 3_000,
    });
  });

  it('does not wait longer than the time-out', async () => {
    trouble('hang');
    const error = await failure(connection({ timeoutMs: 50 }).text('/version'));
    expect(error).toMatchObject({ kind: 'unreachable', message: 'GET /version: no answer within 50 ms' });
  });

  it('does not follow a redirect with its credentials', async () => {
    const before = fake.calls.length;
    trouble({ status: 302, headers: { location: `${fake.url}/elsewhere` } });
    expect((await failure(connection().text('/version'))).status).toBe(302);
    expect(fake.calls).toHaveLength(before + 1);
  });

  it('takes an answer that is not JSON for somebody else’s', async () => {
    trouble({ status: 200, body: '<html>Sign in</html>' });
    expect(await failure(connection().get('/version'))).toMatchObject({ kind: 'temporary' });
  });

  it.each<MlflowAuth>([
    { kind: 'basic', username: 'ada', password: SECRET },
    { kind: 'bearer', token: SECRET },
  ])('repeats no secret that the server repeats: $kind', async (auth) => {
    const echo = `you sent ${SECRET} as ${Buffer.from(`ada:${SECRET}`).toString('base64')}`;
    trouble({ status: 400, body: JSON.stringify({ error_code: 'X', message: echo }) });
    const error = await failure(connection({ auth }).text('/version?token=secret'));
    const everything = `${error.message} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(everything).toContain('you sent ***');
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toContain('?');
  });

  it('names a certificate that it cannot read', () => {
    const configuration = readMlflowConfiguration({
      MLFLOW_TRACKING_URI: 'https://mlflow',
      MLFLOW_TRACKING_SERVER_CERT_PATH: '/nowhere/ca.pem',
    });
    expect(() => configuration && new MlflowConnection(configuration)).toThrow(
      'MLFLOW_TRACKING_SERVER_CERT_PATH: cannot read the file /nowhere/ca.pem',
    );
  });
});
