import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { simulated, Traffic } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';

/** No schedule: these tests say when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };

let server: TestServer;
beforeAll(async () => (server = await startServer({ env: NEVER })));
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

const winner = (seed = 1, conversations = 600) =>
  simulated({ seed, conversations, rate: 10, chance: (variant) => (variant === 'b' ? 0.7 : 0.3) });

describe('an experiment with a winner', () => {
  it('ends by itself, and says on which figures', async () => {
    const experiment = await traffic.experiment('won');
    const deliveries = winner();
    await traffic.deliver(experiment, deliveries, 0, 20);
    const early = await traffic.evaluate(experiment, 5);
    expect(early).toMatchObject({ trigger: 'person', verdict: 'running', decisive: false, units: 0 });
    await traffic.deliver(experiment, deliveries, 20, 100);
    const decisive = await traffic.evaluate(experiment, 100);
    expect(decisive).toMatchObject({ verdict: 'success', decisive: true });
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({
      status: 'completed',
      winner: 'b',
      decision: { verdict: 'success', promotion: null },
      promoted: false,
    });
    expect(done.conclusion).toContain('"b" won');
    const verified = (await server.admin.get<Json>(`/api/v1/experiments/${experiment.id}/verify`)).body;
    expect(verified).toMatchObject({
      verified: true,
      stateIdentical: true,
      decisionIdentical: true,
      problems: [],
    });
  });
});
