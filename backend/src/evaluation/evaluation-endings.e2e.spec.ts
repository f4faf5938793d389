import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { lastStep, Trials } from '../../e2e/trials';
import { simulated, Traffic } from '../../e2e/traffic';

/** No schedule: these tests say when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };

let server: TestServer;
beforeAll(async () => (server = await startServer({ env: NEVER })));
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

const kinds = (experiment: Json) => experiment.steps.map(({ kind }: Json) => kind);
const codes = (evaluation: Json) =>
  evaluation.reasons.filter(({ blocks }: Json) => blocks).map(({ code }: Json) => code);
const audited = async ({ id }: Json) =>
  (await server.admin.get(`/api/v1/audit?subjectId=${id}`)).body.items.map(({ action, actorName }: Json) => [
    action,
    actorName,
  ]);

/** An experiment that `b` wins clearly, with everything delivered until minute 40 and nothing evaluated. */
async function won(name: string, plan: object = {}, more: object = {}): Promise<Json> {
  const experiment = await traffic.experiment(name, plan, more);
  const chance = (variant: string) => (variant === 'b' ? 0.8 : 0.2);
  await traffic.deliver(experiment, simulated({ seed: 1, conversations: 300, rate: 10, chance }), 0, 100);
  return experiment;
}

describe('a success', () => {
  it('completes the experiment with the winner, on record', async () => {
    const experiment = await won('recorded');
    const evaluation = await traffic.evaluate(experiment, 40);
    expect(evaluation).toMatchObject({ verdict: 'success', decisive: true, trigger: 'person' });
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({
      status: 'completed',
      winner: 'b',
      promoted: false,
      allowedActions: ['promote'],
    });
    expect(done.decision).toMatchObject({
      format: 1,
      verdict: 'success',
      settingsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      promotion: null,
      record: { decision: { winner: 1, crossing: { direction: 1 } }, settings: { alpha: 0.05 } },
    });
    expect(done.decision.lastUnit.event).toBe(done.decision.decidedEvent);
    expect(done.metrics).toMatchObject({ units: evaluation.units, metrics: [{ name: 'user_actioned' }] });
    expect(lastStep(done)).toMatchObject({
      kind: 'completed',
      actor: 'evaluation',
      details: { winner: 'b' },
    });
    expect(await audited(experiment)).toEqual([
      ['experiment.completed', 'evaluation'],
      ['experiment.evaluated', expect.any(String)],
      ['experiment.started', expect.any(String)],
      ['experiment.created', expect.any(String)],
    ]);
    await expect(
      server.sql(`UPDATE prompt_experiments SET decision = '{}' WHERE id = $1`, [experiment.id]),
    ).rejects.toMatchObject({ driverError: { code: '23001' } });
    expect((await trials.act(experiment.id, 'evaluate')).body).toMatchObject({ code: 'TRANSITION_REFUSED' });
  });

  it('promotes the winner in the same change when the plan says so, and one undo takes that back', async () => {
    const experiment = await won('promoted', { promote: 'winner' }, { name: 'shorter' });
    await traffic.evaluate(experiment, 40);
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({
      status: 'completed',
      promoted: true,
      decision: { promotion: { promoted: true } },
    });
    expect(kinds(done)).toEqual(['started', 'completed', 'promoted']);
    // The latest version is the winner's already: no further one is made of the same words.
    expect((await trials.resolve('promoted')).content).toBe('two');
    const undone = await trials.act(experiment.id, 'undo-promotion');
    expect(undone.body).toMatchObject({ promoted: false });
  });

  it('completes without the promotion when what is served has moved', async () => {
    const experiment = await won('moved', { promote: 'winner' });
    await trials.publish('moved', { content: 'three' });
    await traffic.evaluate(experiment, 40);
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({ status: 'completed', winner: 'b', promoted: false });
    expect(done.decision.promotion).toMatchObject({
      promoted: false,
      refused: expect.stringContaining('served'),
    });
    expect((await trials.resolve('moved')).content).toBe('three');
    expect((await trials.act(experiment.id, 'promote', { approve: true })).body).toMatchObject({
      promoted: true,
    });
  });
});

describe('what a success waits for', () => {
  it('is the hold time, from when it came', async () => {
    const experiment = await won('hold', { holdMinutes: 60 });
    const waiting = await traffic.evaluate(experiment, 40);
    expect(waiting).toMatchObject({ verdict: 'waiting', decisive: false });
    expect(codes(waiting)).toEqual(['hold_time']);
    const until = Date.parse(waiting.reasons.at(-1).message.match(/until (\S+)\.$/)[1]);
    const first = await server.sql<Json>(
      `SELECT held_since AS since FROM experiment_statistics WHERE experiment_id = $1`,
      [experiment.id],
    );
    expect(until - Number(first[0].since)).toBe(3_600_000);
    expect(await traffic.evaluate(experiment, 200)).toMatchObject({ verdict: 'success', decisive: true });
    const { decision } = await trials.get(experiment.id);
    expect(Date.parse(decision.decidedAt)).toBe(until);
    expect(decision.heldSince).toBe(first[0].since.toISOString());
  });

  it('is the agreement of a person, which completes it', async () => {
    const experiment = await won('agreed', { approval: true });
    const early = await trials.act(experiment.id, 'approve');
    expect(early).toMatchObject({ status: 409, body: { code: 'TRANSITION_REFUSED' } });
    expect(early.body.detail).toContain('no winner');
    const path = `/api/v1/experiments/${experiment.id}`;
    const etag = (await server.admin.get(path)).headers.get('etag') ?? '';
    expect(codes(await traffic.evaluate(experiment, 40))).toEqual(['approval']);
    // Nobody has edited it, and yet what can be done has changed.
    const waits = await server.admin.get<Json>(path, { headers: { 'if-none-match': etag } });
    expect(waits).toMatchObject({
      status: 200,
      body: { allowedActions: expect.arrayContaining(['approve']) },
    });
    traffic.clock(50);
    const editor = await server.withSession('editor');
    const approved = await editor.post(`/api/v1/experiments/${experiment.id}/approve`);
    expect(approved).toMatchObject({ status: 200, body: { verdict: 'success', decisive: true } });
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({ status: 'completed', winner: 'b' });
    expect(done.decision).toMatchObject({
      approvedBy: expect.stringContaining('editor'),
      approvedAt: done.decision.decidedAt,
    });
    const [[completed], [action, actor]] = await audited(experiment);
    expect([completed, action]).toEqual(['experiment.completed', 'experiment.approved']);
    expect(actor).toContain('editor');
  });

  it('is not asked for when the plan does not say so', async () => {
    const experiment = await won('not-asked', { holdMinutes: 600 });
    await traffic.evaluate(experiment, 40);
    const refused = await trials.act(experiment.id, 'approve');
    expect(refused.body).toMatchObject({ code: 'TRANSITION_REFUSED' });
    expect(refused.body.detail).toContain('plan');
  });

  it('is the end of a pause', async () => {
    const experiment = await won('paused');
    traffic.clock(39);
    await trials.act(experiment.id, 'pause');
    const waiting = await traffic.evaluate(experiment, 40);
    expect(waiting).toMatchObject({ verdict: 'waiting', decisive: false });
    expect(codes(waiting)).toEqual(['paused']);
    expect(await trials.get(experiment.id)).toMatchObject({ status: 'paused', decision: null });
    await trials.act(experiment.id, 'resume');
    expect(await traffic.evaluate(experiment, 60)).toMatchObject({ verdict: 'success', newUnits: 0 });
    expect(await trials.get(experiment.id)).toMatchObject({ status: 'completed', winner: 'b' });
  });
});

describe('harm', () => {
  const slow = async (name: string) => {
    const guardrails = [{ metric: 'latency', margin: 200 }];
    const experiment = await traffic.experiment(name, { guardrails, holdMinutes: 600, approval: true });
    const latency = (variant: string, draw: () => number) => (variant === 'b' ? 3_000 : 1_000) + draw() * 500;
    const deliveries = simulated({ seed: 2, conversations: 300, rate: 10, chance: () => 0.5, latency });
    await traffic.deliver(experiment, deliveries, 0, 100);
    return experiment;
  };

  it('stops the experiment at once for everybody, whatever a success would wait for', async () => {
    const experiment = await slow('harmful');
    const conversation = { conversationId: 'pinned', conversationStartedAt: experiment.startAt };
    expect((await trials.resolve('harmful', conversation)).experiment?.id).toBe(experiment.id);
    expect(await traffic.evaluate(experiment, 40)).toMatchObject({ verdict: 'harmful', decisive: true });
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({ status: 'stopped', winner: null, decision: { verdict: 'harmful' } });
    expect(done.conclusion).toMatch(/harms latency: \+[\d.]+ s against the control/);
    const { decisions } = (await server.admin.get<Json>('/api/v1/dashboard')).body;
    expect(decisions.find(({ id }: Json) => id === experiment.id)).toMatchObject({
      effect: { metric: 'latency', role: 'guardrail', scale: 'linear', variant: 'b' },
      reasons: [{ code: 'harm_alarm', metric: 'latency', variant: 'b' }],
    });
    const { items } = (await server.admin.get<Json>('/api/v1/experiments/standings?prompt=harmful')).body;
    expect(items[0]).toMatchObject({
      primaryMetric: { name: 'user_actioned' },
      decidedBy: { name: 'latency', unit: 'ms', variant: 'b', difference: expect.any(Number) },
    });
    expect(lastStep(done)).toMatchObject({
      kind: 'stopped',
      details: { immediate: true, verdict: 'harmful' },
    });
    expect((await trials.resolve('harmful', conversation)).experiment).toBeUndefined();
  });

  it('is told while the prompt serves what did it, because ending serves nothing else', async () => {
    const experiment = await slow('harm-served');
    await traffic.evaluate(experiment, 40);
    const served = async () => {
      const { decisions } = (await server.admin.get<Json>('/api/v1/dashboard')).body;
      return decisions.find(({ id }: Json) => id === experiment.id).servedHarm;
    };
    const prompt = '/api/v1/prompts/harm-served';
    expect([(await server.admin.get<Json>(prompt)).body.servedVersion, await served()]).toEqual([2, 2]);
    await server.admin.put(`${prompt}/labels/safe`, { version: 1 });
    await server.admin.patch(prompt, { serves: 'safe' });
    expect(await served()).toBeNull();
    await server.admin.patch(prompt, { serves: 'latest' });
    expect(await served()).toBe(2);
    await trials.running('harm-served');
    expect(await served()).toBeNull();
  });

  it('stops it also while it is paused', async () => {
    const experiment = await slow('harmful-paused');
    await trials.act(experiment.id, 'pause');
    await traffic.evaluate(experiment, 40);
    expect(await trials.get(experiment.id)).toMatchObject({
      status: 'stopped',
      decision: { verdict: 'harmful' },
    });
  });
});

describe('no winner', () => {
  it('leaves the control, with a conclusion', async () => {
    const experiment = await traffic.experiment('over', { maximumRuntimeMinutes: 20, promote: 'winner' });
    const chance = () => 0.5;
    await traffic.deliver(experiment, simulated({ seed: 3, conversations: 100, rate: 10, chance }), 0, 100);
    expect(await traffic.evaluate(experiment, 30)).toMatchObject({ verdict: 'inconclusive', decisive: true });
    const done = await trials.get(experiment.id);
    expect(done).toMatchObject({ status: 'completed', winner: null, promoted: false });
    expect(done.conclusion).toMatch(/maximum runtime/);
    expect(done.decision).toMatchObject({ decidedAt: '2026-03-02T09:20:00.000Z', promotion: null });
  });
});
