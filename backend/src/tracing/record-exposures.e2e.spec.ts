import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';
import { promptWithHashes, sendTraces, trace } from '../../e2e/records';
import { Trials } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';

const HOUR = 3_600_000;

let server: TestServer;
let agent: Caller;
const trials = new Trials(() => server);

beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('record');
});
afterAll(() => server?.stop());

const send = (...traces: unknown[]) => sendTraces(agent, ...traces);

describe('exposure', () => {
  let hashes: string[];
  let experiment: Json;

  beforeAll(async () => {
    ({ hashes } = await promptWithHashes(server, 'exposed'));
    experiment = await trials.running('exposed');
  });

  const of = (variant: 'control' | 'b', more: object = {}) =>
    trace({
      promptName: 'exposed',
      promptVersion: variant === 'b' ? 2 : 1,
      contentHash: hashes[variant === 'b' ? 1 : 0],
      source: 'experiment',
      experimentId: experiment.id,
      variant,
      ...more,
    });
  const exposure = async (conversationId: string): Promise<Json> => {
    const rows = await server.sql<Json>(
      `SELECT variant, replace(trace_id::text, '-', '') AS trace, assigned_at, assigned_event, settled_event FROM exposures
      WHERE experiment_id = $1 AND conversation_id = $2`,
      [experiment.id, conversationId],
    );
    expect(rows.length).toBeLessThan(2);
    return rows[0];
  };

  it('is by the first trace that is accepted, and stays', async () => {
    const [first, second] = [
      of('b', { conversationId: 'stays' }),
      of('control', { conversationId: 'stays' }),
    ];
    await send(first);
    await send(second, of('b', { conversationId: 'stays' }));
    expect(await exposure('stays')).toMatchObject({ variant: 'b', trace: first.id, assigned_event: null });
  });

  it('is by the earliest trace of a batch', async () => {
    const now = new Date(experiment.startAt).getTime() + HOUR;
    const clock = jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(now));
    const traces = [2_000, 1_000, 3_000].map((ms) =>
      of(ms === 1_000 ? 'b' : 'control', {
        conversationId: 'earliest',
        startedAt: new Date(now - ms).toISOString(),
      }),
    );
    try {
      expect((await send(...traces)).body).toMatchObject({ accepted: 3, flagged: 0 });
    } finally {
      clock.mockRestore();
    }
    expect(await exposure('earliest')).toMatchObject({
      trace: traces[2].id,
      assigned_at: new Date(now - 3_000),
    });
  });

  it('is not by a trace whose id another one has', async () => {
    const taken = trace();
    await send(taken);
    const free = of('b', { conversationId: 'taken' });
    const conflicting = of('control', { id: taken.id, conversationId: 'taken' });
    expect((await send(conflicting, free)).body.rejected).toHaveLength(1);
    expect(await exposure('taken')).toMatchObject({ variant: 'b', trace: free.id });
  });

  it('needs a conversation', async () => {
    const before = await server.sql('SELECT count(*) FROM exposures');
    const sent = of('b');
    expect((await send(sent)).body).toMatchObject({ accepted: 1, flagged: 0 });
    expect(await server.sql('SELECT count(*) FROM exposures')).toEqual(before);
  });

  it('is never dated before the experiment, after the server, or more than a day before it', async () => {
    const start = new Date(experiment.startAt).getTime();
    const later = start + 40 * HOUR;
    const clock = jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(later));
    const cases: Array<[string, number, number]> = [
      ['dated-early', later - 30 * HOUR, later - 24 * HOUR],
      ['dated-as-said', later - 2 * HOUR, later - 2 * HOUR],
      ['dated-ahead', later + HOUR, later],
    ];
    try {
      await send(
        ...cases.map(([conversationId, startedAt]) =>
          of('b', { conversationId, startedAt: new Date(startedAt).toISOString() }),
        ),
      );
      clock.mockReturnValue(new Date(start + 60_000));
      await send(
        of('b', { conversationId: 'dated-before', startedAt: new Date(start - HOUR).toISOString() }),
      );
    } finally {
      clock.mockRestore();
    }
    for (const [conversationId, , expected] of [...cases, ['dated-before', 0, start] as const])
      expect([conversationId, (await exposure(conversationId)).assigned_at.getTime()]).toEqual([
        conversationId,
        expected,
      ]);
  });

  it.each(['version', 'label', 'latest', 'file'])('is not by words that came from %s', async (source) => {
    expect((await send(of('b', { source, conversationId: source }))).body).toMatchObject({ flagged: 1 });
    expect(await exposure(source)).toBeUndefined();
  });

  it('is also by traces that arrive when the experiment is paused, and by none when it is over', async () => {
    await trials.act(experiment.id, 'pause');
    await send(of('b', { conversationId: 'paused' }));
    await trials.act(experiment.id, 'stop', { reason: 'test' });
    const { body } = await send(of('b', { conversationId: 'over' }), of('b', { conversationId: 'paused' }));
    expect(body).toMatchObject({ accepted: 2, flagged: 0 });
    expect((await exposure('paused')).variant).toBe('b');
    expect(await exposure('over')).toBeUndefined();
  });
});
