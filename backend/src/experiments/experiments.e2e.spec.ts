import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { conversations, HALVES, lastStep, PLAN, promptPath, Trials, variantsOf } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';
import { SnapshotService } from './snapshot.service';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());
const trials = new Trials(() => server);

const shareOf = (variants: readonly (string | null)[], variant: string | null) =>
  variants.filter((one) => one === variant).length / variants.length;
const before = (at: string) => new Date(new Date(at).getTime() - 1).toISOString();

describe('a running experiment', () => {
  it('divides conversations by its shares, and answers each the same again', async () => {
    await trials.prompt('shares', ['one', 'two', 'three']);
    const experiment = await trials.running('shares', {
      trafficShare: 0.8,
      variants: [
        { name: 'control', version: 1, share: 0.5 },
        { name: 'b', version: 2, share: 0.3 },
        { name: 'c', version: 3, share: 0.2 },
      ],
    });
    const answers = await trials.resolveAll('shares', conversations(2_000));
    const variants = variantsOf(answers);
    // Five standard deviations of a share of 2,000.
    for (const [variant, share] of [
      ['control', 0.4],
      ['b', 0.24],
      ['c', 0.16],
      [null, 0.2],
    ] as const)
      expect(Math.abs(shareOf(variants, variant) - share)).toBeLessThan(0.056);
    for (const answer of answers) {
      expect(answer.experiment?.id ?? experiment.id).toBe(experiment.id);
      expect(answer.version).toBe({ control: 1, b: 2, c: 3 }[answer.experiment?.variant ?? ''] ?? 3);
      expect(answer.reason).toBe(answer.experiment ? 'assigned' : 'not_in_traffic');
    }
    expect(variantsOf(await trials.resolveAll('shares', conversations(200)))).toEqual(variants.slice(0, 200));
    expect(await trials.resolve('shares')).toMatchObject({ reason: 'no_conversation', version: 3 });
    expect(await trials.resolve('shares', { conversationId: 'x', version: 2 })).toMatchObject({
      source: 'version',
    });
  });

  it('lets its traffic grow, which moves nobody, and never shrink', async () => {
    await trials.prompt('growing');
    const { id, startAt } = await trials.running('growing', { trafficShare: 0.2 });
    const small = variantsOf(await trials.resolveAll('growing', conversations(1_000)));
    const grown = await trials.update('growing', id, { trafficShare: 0.7 });
    expect(grown).toMatchObject({ status: 200, body: { trafficShare: 0.7 } });
    expect(lastStep(grown.body)).toMatchObject({
      kind: 'traffic_grown',
      trafficShare: 0.7,
      details: { from: 0.2 },
    });
    const large = variantsOf(await trials.resolveAll('growing', conversations(1_000)));
    small.forEach((variant, i) => expect(variant === null || variant === large[i]).toBe(true));
    expect(Math.abs(1 - shareOf(large, null) - 0.7)).toBeLessThan(0.08);
    // Whoever began before the growth was not included then.
    const early = await trials.resolveAll('growing', conversations(1_000), {
      conversationStartedAt: startAt,
    });
    expect(variantsOf(early)).toEqual(small);
    const shrunk = await trials.update('growing', id, { trafficShare: 0.5 });
    expect(shrunk).toMatchObject({ status: 409, body: { code: 'EXPERIMENT_FROZEN' } });
    expect(shrunk.body.errors[0]).toMatchObject({ field: 'trafficShare' });
  });

  it('is fixed but for its traffic', async () => {
    await trials.prompt('fixed', ['one', 'two', 'three']);
    const { id } = await trials.running('fixed', { trafficShare: 0.5 });
    const changes: Array<[string, object]> = [
      ['name', { name: 'other' }],
      ['hypothesis', { hypothesis: 'other' }],
      ['variants', { variants: [HALVES[0], { ...HALVES[1], version: 3 }] }],
      [
        'variants',
        {
          variants: [
            { ...HALVES[0], share: 0.4 },
            { ...HALVES[1], share: 0.6 },
          ],
        },
      ],
      ['layer', { layer: { name: 'l', mode: 'shared' } }],
      ['plan', { plan: { ...PLAN, alpha: 0.1 } }],
    ];
    for (const [field, body] of changes) {
      const answer = await trials.update('fixed', id, body);
      expect(answer).toMatchObject({ status: 409, body: { code: 'EXPERIMENT_FROZEN', errors: [{ field }] } });
    }
    const { name, hypothesis, variants, trafficShare, plan, updatedAt } = await trials.get(id);
    const same = await trials.update('fixed', id, {
      name,
      hypothesis,
      variants,
      trafficShare,
      plan,
      layer: null,
    });
    expect(same).toMatchObject({ status: 200, body: { updatedAt } });
  });

  it('is the only one of its prompt, of 50 that start at the same time', async () => {
    await trials.prompt('contended');
    const drafts: string[] = [];
    for (let i = 0; i < 50; i++)
      drafts.push((await trials.draft('contended', { name: `draft ${i}` })).body.id);
    const answers = await Promise.all(drafts.map((id) => trials.act(id, 'start')));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer !== won[0]))
      expect(`${status} ${body.code}`).toBe('409 EXPERIMENT_ALREADY_RUNNING');
    const listed = await server.admin.get('/api/v1/experiments?prompt=contended&status=running');
    expect(listed.body).toMatchObject({ total: 1, items: [{ id: won[0]?.body.id }] });
    expect((await server.admin.get('/api/v1/experiments?prompt=contended&status=draft')).body.total).toBe(49);
  });

  it('is the only one of its prompt, says the database too', async () => {
    await trials.prompt('one-only');
    await trials.running('one-only');
    const { body } = await trials.draft('one-only');
    const bypass = `UPDATE prompt_experiments SET status = 'paused', salt = 's', hash_version = 1, start_at = now() WHERE id = $1`;
    await expect(server.sql(bypass, [body.id])).rejects.toMatchObject({
      driverError: { code: '23505', constraint: 'experiment_one_running' },
    });
  });

  it('brings versions that nobody is served any more', async () => {
    await trials.prompt('old-words', ['one', 'two', 'three', 'four']);
    await server.sql(
      `UPDATE served_intervals SET served_from = served_from - interval '9 days', served_to = served_to - interval '9 days' WHERE served_to IS NOT NULL`,
    );
    await trials.running('old-words');
    const answers = await trials.resolveAll('old-words', conversations(20));
    expect(new Set(answers.map(({ content }) => content))).toEqual(new Set(['one', 'two']));
  });

  it('keeps its prompt out of the archive', async () => {
    await trials.prompt('kept');
    const { id } = await trials.running('kept');
    const archive = () => server.admin.delete(promptPath('kept'), { headers: { 'if-match': '*' } });
    expect(await archive()).toMatchObject({ status: 409, body: { code: 'PROMPT_ON_TRIAL' } });
    await trials.act(id, 'pause');
    expect(await archive()).toMatchObject({ status: 409 });
    await trials.act(id, 'stop', { reason: 'enough' });
    expect(await archive()).toMatchObject({ status: 200 });
    expect(await trials.draft('kept')).toMatchObject({ status: 409, body: { code: 'PROMPT_ARCHIVED' } });
  });
});

describe('a conversation that has begun', () => {
  it('keeps its words through start, pause, resume, stop and what is published meanwhile', async () => {
    await trials.prompt('running', ['one', 'two', 'three']);
    const { id, startAt } = await trials.running('running');
    const some = conversations(40);
    const assigned = variantsOf(await trials.resolveAll('running', some));
    expect(assigned).not.toContain(null);
    const early = { conversationStartedAt: before(startAt) };
    const inside = { conversationStartedAt: startAt };
    const unchanged = async () => {
      expect(await trials.resolve('running', { conversationId: 'x', ...early })).toMatchObject({
        version: 3,
        reason: 'conversation_began_earlier',
      });
      expect(variantsOf(await trials.resolveAll('running', some, inside))).toEqual(assigned);
    };
    await unchanged();

    const paused = await trials.act(id, 'pause', { reason: 'an incident' });
    expect(paused.body).toMatchObject({
      status: 'paused',
      allowedActions: ['resume', 'evaluate', 'stop', 'complete'],
    });
    expect(lastStep(paused.body)).toMatchObject({ kind: 'paused', reason: 'an incident' });
    await unchanged();
    expect(await trials.resolve('running', { conversationId: 'x' })).toMatchObject({
      version: 3,
      reason: 'paused',
    });
    expect(await trials.update('running', id, { trafficShare: 1 })).toMatchObject({ status: 200 });

    const resumed = await trials.act(id, 'resume');
    await unchanged();
    expect(variantsOf(await trials.resolveAll('running', some))).toEqual(assigned);
    // Whoever began in the pause was not let in, and is not now.
    const inPause = { conversationStartedAt: lastStep(paused.body).at };
    expect(await trials.resolve('running', { conversationId: 'x', ...inPause })).toMatchObject({
      reason: 'paused',
    });

    await trials.publish('running', { content: 'four' });
    await unchanged();
    const stopped = await trials.act(id, 'stop', { reason: 'enough' });
    expect(stopped.body).toMatchObject({ status: 'stopped', conclusion: 'enough', allowedActions: [] });
    await unchanged();
    expect(await trials.resolve('running', { conversationId: 'x' })).toMatchObject({
      version: 4,
      reason: 'no_experiment',
    });
    const times = stopped.body.steps.map(({ at }: Json) => new Date(at).getTime());
    expect(times).toEqual([...new Set(times as number[])].sort((a, b) => a - b));
    expect(times[0]).toBe(new Date(startAt).getTime());
    expect(resumed.body.status).toBe('running');
  });

  it('finds its step even when the clock stands still or goes back', async () => {
    await trials.prompt('frozen');
    const { id, startAt } = await trials.running('frozen');
    const clock = jest
      .spyOn(server.app.get<Clock>(CLOCK), 'now')
      .mockReturnValue(new Date(new Date(startAt).getTime() - 5_000));
    for (const action of ['pause', 'resume', 'pause']) await trials.act(id, action);
    await trials.act(id, 'stop', { reason: 'enough' });
    const next = await trials.running('frozen');
    clock.mockRestore();
    const steps = [...(await trials.get(id)).steps, ...next.steps];
    const start = new Date(startAt).getTime();
    expect(steps.map(({ at }: Json) => new Date(at).getTime() - start)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('loses its variant when the experiment is stopped at once', async () => {
    await trials.prompt('immediate', ['one', 'two', 'three']);
    const { id, startAt } = await trials.running('immediate');
    const stopped = await trials.act(id, 'stop', { reason: 'wrong units', immediate: true });
    expect(lastStep(stopped.body)).toMatchObject({ kind: 'stopped', details: { immediate: true } });
    for (const answer of await trials.resolveAll('immediate', conversations(20), {
      conversationStartedAt: startAt,
    }))
      expect(answer).toMatchObject({ version: 3, reason: 'experiment_ended' });
    expect(await trials.resolve('immediate', { conversationId: 'x' })).toMatchObject({
      reason: 'no_experiment',
    });
  });

  it('is forgotten with its experiment after PIN_HOURS', async () => {
    await trials.prompt('forgotten');
    const { id, promptId } = await trials.running('forgotten');
    await trials.act(id, 'stop', { reason: 'enough' });
    const inSnapshot = () => server.app.get(SnapshotService).current().prompts.get(promptId)?.experiments;
    expect(inSnapshot()).toMatchObject([{ id, endedAt: expect.any(Number) }]);
    await server.sql(`UPDATE prompt_experiments SET end_at = end_at - interval '25 hours' WHERE id = $1`, [
      id,
    ]);
    await trials.publish('forgotten', { content: 'reads the prompt again' });
    expect(inSnapshot()).toEqual([]);
  });
});
