import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes } from '../../e2e/records';
import { MINUTE, START, Traffic, type Delivery } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';

let server: TestServer;
const contract = new Contract();
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();

async function conversation(id: string, status = 200): Promise<Json> {
  const query = new URLSearchParams({ conversationId: id });
  const answer = await server.admin.get<Json>(`/api/v1/conversations?${query}`);
  expect(answer.status).toBe(status);
  expect(contract.problems('getConversation', answer)).toEqual([]);
  return answer.body;
}

beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());

describe('a conversation', () => {
  // No part of an address: a path would lose it.
  const id = '../../"><img src=x onerror=alert(1)> %2e';
  const trace = (name: string, minute: number, variant: 'control' | 'b'): Delivery => ({
    conversation: name,
    variant,
    minute,
    at: minute,
  });
  const standing = async (name = id) => (await conversation(name)).experiments[0];

  it('waits for its outcomes, falls due, is settled; or is left out, or never settled', async () => {
    const experiment = await traffic.experiment('talk', { minimumRuntimeMinutes: 1_000 });
    await traffic.deliver(experiment, [trace(id, 1, 'control'), trace('mixed', 1, 'control')], 0, 2);
    await traffic.deliver(experiment, [trace('mixed', 2, 'b'), trace('last', 2, 'b')], 2, 3);
    const [found] = (
      await server.admin.get<Json>(`/api/v1/traces?${new URLSearchParams({ conversationId: id })}`)
    ).body.items;
    const said = await sendOutcomes(
      server.admin,
      outcome({ traceId: found.id, value: 0.25, occurredAt: iso(2) }),
      outcome({
        traceId: undefined,
        conversationId: id,
        experimentId: experiment.id,
        metric: 'user_actioned',
        value: 1,
        occurredAt: iso(3),
      }),
    );
    expect(said.body).toMatchObject({ accepted: 2, rejected: [] });

    expect(await conversation(id)).toEqual({
      conversationId: id,
      traces: 1,
      firstAt: iso(1),
      lastAt: iso(1),
      experiments: [
        {
          experimentId: experiment.id,
          experimentName: 'test',
          status: 'running',
          promptName: 'talk',
          variant: 'control',
          assignedAt: iso(1),
          settlementDueAt: iso(7),
          state: 'waiting',
          leftOutBecause: null,
          settledAt: null,
        },
      ],
      outcomes: [
        {
          traceId: found.id,
          experimentId: null,
          metric: 'confidence',
          value: 0.25,
          occurredAt: iso(2),
          source: 'api',
        },
        {
          traceId: null,
          experimentId: experiment.id,
          metric: 'user_actioned',
          value: 1,
          occurredAt: iso(3),
          source: 'api',
        },
      ],
    });
    traffic.clock(7);
    expect((await standing()).state).toBe('due');
    await traffic.evaluate(experiment, 7);
    expect(await standing()).toMatchObject({ state: 'settled', settledAt: iso(7), leftOutBecause: null });
    expect(await standing('mixed')).toMatchObject({ state: 'left_out', leftOutBecause: 'mixed' });
    expect((await standing('last')).state).toBe('waiting');
    await trials.act(experiment.id, 'stop', { reason: 'enough', immediate: true });
    expect((await standing('last')).state).toBe('never');
  });

  it('that nothing is recorded of has no traces', async () => {
    expect(await conversation('nobody')).toEqual({
      conversationId: 'nobody',
      traces: 0,
      firstAt: null,
      lastAt: null,
      experiments: [],
      outcomes: [],
    });
  });

  it.each(['', 'x'.repeat(201), 'nul\0'])('is refused without a usable id: %j', async (refused) => {
    expect(await conversation(refused, 422)).toMatchObject({ code: 'INVALID_INPUT' });
  });
});
