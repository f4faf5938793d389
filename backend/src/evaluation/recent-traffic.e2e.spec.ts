import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { Trials } from '../../e2e/trials';

describe('what is known of recent traffic', () => {
  let server: TestServer;
  const trials = new Trials(() => server);

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('includes outcomes that were sent for a conversation in an experiment', async () => {
    await trials.prompt('told');
    const { id: experimentId } = await trials.running('told');
    const at = new Date(Date.now() - 60_000).toISOString();
    const traces: Json[] = [];
    const outcomes: Json[] = [];
    for (let i = 0; i < 60; i++) {
      const conversationId = `c${i}`;
      const { version, contentHash, source, experiment } = (await trials.resolve('told', {
        conversationId,
      })) as Json;
      const of = {
        promptName: 'told',
        promptVersion: version,
        contentHash,
        source,
        variant: experiment.variant,
      };
      traces.push(trace({ ...of, experimentId, conversationId, startedAt: at }));
      const said = { metric: 'user_actioned', value: i % 3 === 0 ? 1 : 0, occurredAt: at };
      outcomes.push(outcome({ ...said, traceId: undefined, experimentId, conversationId }));
    }
    await sendTraces(server.admin, ...traces);
    await sendOutcomes(server.admin, ...outcomes);
    const wanted = { prompt: 'told', primaryMetric: 'user_actioned', minimumDetectableEffects: [0.1] };
    const { body } = await server.admin.post('/api/v1/experiments/plan', wanted);
    expect(body.baselines[0].mean).toBeCloseTo(1 / 3, 12);
  });
});
