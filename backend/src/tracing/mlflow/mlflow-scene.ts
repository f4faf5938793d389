import { randomBytes } from 'node:crypto';
import { startServer, type Answer, type Caller, type Json, type TestServer } from '../../../e2e/harness';
import { CLOCK, type Clock } from '../../clock';
import { DeliveryWorker } from './delivery-worker';
import { MlflowDeliveryService } from './mlflow-delivery.service';
import { MlflowHealthService } from './mlflow-health.service';

interface SceneOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly lively?: boolean;
  readonly passes?: boolean;
}

/** For tests: a server that tells an MLflow when the test wants it to, with time in the test's hands. */
export class MlflowScene {
  private ahead = 0;

  private constructor(
    readonly server: TestServer,
    passes: boolean,
  ) {
    const clock = server.app.get<Clock>(CLOCK);
    const real = clock.now.bind(clock);
    const began = real();
    clock.now = () => new Date((passes ? real() : began).getTime() + this.ahead);
  }

  /** Nothing happens in the background, unless `lively`. Time stands still unless it is told to pass, as it does for a real MLflow. */
  static async start(
    trackingUri: string,
    { env = {}, lively = false, passes = lively }: SceneOptions = {},
  ): Promise<MlflowScene> {
    const never = { MLFLOW_SYNC_CRON: '0 0 29 2 *' };
    const server = await startServer({ env: { MLFLOW_TRACKING_URI: trackingUri, ...never, ...env } });
    if (!lively) {
      const health = server.app.get(MlflowHealthService);
      const delivery = server.app.get(MlflowDeliveryService);
      health.beforeApplicationShutdown();
      (Reflect.get(delivery, 'stopping') as AbortController).abort();
      // What they had begun when the server started would be taken for something that a test did.
      await Promise.all([health.idle(), Reflect.get(delivery, 'loop')]);
    }
    Reflect.set(server.app.get(DeliveryWorker), 'random', () => 0.5);
    return new MlflowScene(server, passes);
  }

  get admin(): Caller {
    return this.server.admin;
  }

  get now(): Date {
    return this.server.app.get<Clock>(CLOCK).now();
  }

  get worker(): DeliveryWorker {
    return this.server.app.get(DeliveryWorker);
  }

  wait(ms: number): void {
    this.ahead += ms;
  }

  /** Delivers until nothing waits but what is dead; time passes as it must. */
  async settle(rounds = 50): Promise<void> {
    for (let i = 0; i < rounds; i += 1) {
      await this.worker.deliverDue();
      const [row] = await this.server.sql<{ open: number }>(
        'SELECT count(*)::integer AS open FROM outbox WHERE dead_at IS NULL',
      );
      if (row?.open === 0) return;
      this.wait(5_000);
    }
    const left = await this.server.sql('SELECT * FROM outbox WHERE dead_at IS NULL LIMIT 5');
    throw new Error(`Still waiting: ${JSON.stringify(left)}`);
  }

  /** A prompt with a version of each of these words; answers its id. */
  async prompt(name: string, contents: readonly string[] = ['one'], more: object = {}): Promise<string> {
    const [content, ...others] = contents;
    const made = ok(await this.admin.post('/api/v1/prompts', { name, content, ...more }));
    for (const next of others)
      ok(
        await this.admin.put(
          `/api/v1/prompts/${encodeURIComponent(name)}`,
          { content: next },
          { headers: { 'if-match': '*' } },
        ),
      );
    return made.body.id;
  }

  /** A running experiment on a prompt's first two versions, `control` and `shorter`; answers its id. */
  async experiment(promptName: string): Promise<string> {
    const made = ok(
      await this.admin.post(`/api/v1/prompts/${encodeURIComponent(promptName)}/experiments`, {
        name: `on ${promptName}`,
        hypothesis: 'Shorter is better.',
        variants: [
          { name: 'control', version: 1, share: 0.5 },
          { name: 'shorter', version: 2, share: 0.5 },
        ],
        plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.1 },
      }),
    );
    ok(await this.admin.post(`/api/v1/experiments/${made.body.id}/start`, {}));
    return made.body.id;
  }

  /** Where an experiment's variants are seen. */
  variantLinks = async (experimentId: string): Promise<Json[]> =>
    ok(await this.admin.get(`/api/v1/experiments/${experimentId}/mlflow`)).body.items;

  /** Sends traces of a prompt; answers their ids. */
  async traces(promptName: string, traces: readonly object[] = [{}]): Promise<string[]> {
    const sent = traces.map((more) => ({
      id: randomBytes(16).toString('hex'),
      promptName,
      promptVersion: 1,
      contentHash: null,
      source: 'latest',
      startedAt: this.now.toISOString(),
      status: 'ok',
      ...more,
    }));
    ok(await this.admin.post('/api/v1/traces', { traces: sent }));
    return sent.map(({ id }) => id);
  }

  async outcomes(outcomes: readonly object[]): Promise<void> {
    const sent = outcomes.map((more) => ({
      id: randomBytes(8).toString('hex'),
      occurredAt: this.now.toISOString(),
      ...more,
    }));
    ok(await this.admin.post('/api/v1/outcomes', { outcomes: sent }));
  }

  status = async (): Promise<Json> => (await this.admin.get('/api/v1/mlflow')).body;
  deadLetters = async (): Promise<Json> => (await this.admin.get('/api/v1/mlflow/dead-letters')).body;
  stop = (): Promise<void> => this.server.stop();
}

function ok(answer: Answer<Json>): Answer<Json> {
  if (answer.status >= 300 || answer.body?.rejected?.length)
    throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}
