import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { conversations, HALVES, Trials, variantsOf } from '../../e2e/trials';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());
const trials = new Trials(() => server);

const [CONTROL, B] = HALVES;

describe('the parity gate', () => {
  it('refuses variants that callers would notice, naming each difference, unless it is overridden', async () => {
    await trials.prompt('uneven', ['Hi {name}', 'Hi {name} of {place}']);
    await trials.publish('uneven', { content: 'Hello {name}', config: { outputSchema: { type: 'object' } } });
    const third = { name: 'c', version: 3, share: 0.25 };
    const { body } = await trials.draft('uneven', { variants: [CONTROL, { ...B, share: 0.25 }, third] });
    const refused = await trials.act(body.id, 'start');
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'PARITY_BROKEN',
        errors: [
          { field: 'variants[1]', message: '"b" (version 2) asks for "place", which "control" does not' },
          { field: 'variants[2]', message: '"c" (version 3) declares an output schema, "control" does not' },
        ],
      },
    });
    expect((await trials.get(body.id)).status).toBe('draft');
    expect(refused.body.detail).toContain('"c" (version 3) declares an output schema, "control" does not. ');
    expect(refused.body.detail).toContain('{"parityOverride": {"reason": ');
    expect(await trials.act(body.id, 'start', { parityOverride: {} })).toMatchObject({ status: 422 });
    expect(await trials.act(body.id, 'start', { parityOverride: 'callers pass both' })).toMatchObject({
      status: 422,
      body: {
        errors: [{ field: 'parityOverride', message: expect.stringMatching(/an object: \{"reason": /) }],
      },
    });
    const started = await trials.act(body.id, 'start', { parityOverride: { reason: 'callers pass both' } });
    expect(started).toMatchObject({
      status: 200,
      body: { status: 'running', parityOverride: { by: 'ADMIN_API_KEY', reason: 'callers pass both' } },
    });
    expect(started.body.parityOverride.differences.map(({ aspect }: Json) => aspect)).toEqual([
      'variables',
      'outputSchema',
    ]);
    expect(started.body.steps[0].details.parityOverride).toEqual(started.body.parityOverride);
  });

  it('refuses a variant that asks for less, too: what callers pass would be lost', async () => {
    await trials.prompt('less', ['Hi {name} of {place}', 'Hi {name}']);
    const { body } = await trials.draft('less');
    expect(await trials.act(body.id, 'start')).toMatchObject({
      status: 409,
      body: {
        code: 'PARITY_BROKEN',
        detail: expect.stringMatching(/^"b" \(version 2\) does not ask for "place", .*no fewer either/),
      },
    });
  });

  it('records no override where nothing differs', async () => {
    await trials.prompt('even');
    const { body } = await trials.draft('even');
    const started = await trials.act(body.id, 'start', { parityOverride: { reason: 'in case' } });
    expect(started.body).toMatchObject({ status: 'running', parityOverride: null });
    expect(started.body.salt).toMatch(/^[0-9a-f]{32}$/);
    expect(started.body.hashVersion).toBe(1);
    expect(started.body.steps[0].details.served).toMatchObject({ serves: 'latest', version: 2 });
  });
});

describe('a layer', () => {
  const exclusive = { name: 'exclusive', mode: 'exclusive' };
  const shared = { name: 'shared', mode: 'shared' };

  it('is divided among its experiments, so that no conversation is in two', async () => {
    for (const name of ['layers/a', 'layers/b', 'layers/c']) await trials.prompt(name);
    const a = await trials.running('layers/a', { layer: { ...exclusive, share: 0.6 }, trafficShare: 0.3 });
    const b = await trials.running('layers/b', { layer: exclusive, trafficShare: 0.4 });
    expect([a.layer.range, b.layer.range]).toEqual([
      [0, 0.6],
      [0.6, 1],
    ]);
    expect(a.salt).toBe(b.salt);
    const full = await trials.draft('layers/c', { layer: exclusive, trafficShare: 0.1 });
    expect(await trials.act(full.body.id, 'start')).toMatchObject({
      status: 409,
      body: { code: 'LAYER_FULL' },
    });

    const inBoth = async () => {
      const inA = variantsOf(await trials.resolveAll('layers/a', conversations(2_000)));
      const inB = variantsOf(await trials.resolveAll('layers/b', conversations(2_000)));
      expect(inA.some((variant, i) => variant !== null && inB[i] !== null)).toBe(false);
      return [inA, inB].map((variants) => variants.filter((variant) => variant !== null).length / 2_000);
    };
    const [first, second] = await inBoth();
    expect(Math.abs((first ?? 0) - 0.3)).toBeLessThan(0.056);
    expect(Math.abs((second ?? 0) - 0.4)).toBeLessThan(0.056);
    expect(await trials.update('layers/a', a.id, { trafficShare: 0.6 })).toMatchObject({ status: 200 });
    expect(Math.abs(((await inBoth())[0] ?? 0) - 0.6)).toBeLessThan(0.056);
    const beyond = await trials.update('layers/a', a.id, { trafficShare: 0.7 });
    expect(beyond).toMatchObject({ status: 409, body: { code: 'EXPERIMENT_FROZEN' } });
    expect(beyond.body.detail).toContain('0.6 at most');

    // A paused experiment keeps its part, an ended one gives it back.
    await trials.act(b.id, 'pause');
    expect(await trials.act(full.body.id, 'start')).toMatchObject({ status: 409 });
    await trials.act(b.id, 'stop', { reason: 'enough' });
    expect(await trials.act(full.body.id, 'start')).toMatchObject({
      status: 200,
      body: { layer: { range: [0.6, 0.7] } },
    });
  });

  it('gives parts that do not overlap to experiments that start at the same time', async () => {
    const layer = { name: 'contended', mode: 'exclusive' };
    const drafts: string[] = [];
    for (let i = 0; i < 8; i++) {
      await trials.prompt(`contended/${i}`);
      drafts.push((await trials.draft(`contended/${i}`, { layer, trafficShare: 0.2 })).body.id);
    }
    const answers = await Promise.all(drafts.map((id) => trials.act(id, 'start')));
    const started = answers.filter(({ status }) => status === 200);
    expect(started.map(({ body }) => body.layer.range[0]).sort()).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    for (const { status, body } of answers.filter((answer) => !started.includes(answer)))
      expect(`${status} ${body.code}`).toBe('409 LAYER_FULL');
  });

  it('gives a conversation one variant in all prompts of a release set', async () => {
    for (const name of ['release/a', 'release/b', 'release/c']) await trials.prompt(name);
    await trials.running('release/a', { layer: shared });
    await trials.running('release/b', { layer: shared });
    const [inA, inB] = [
      variantsOf(await trials.resolveAll('release/a', conversations(500))),
      variantsOf(await trials.resolveAll('release/b', conversations(500))),
    ];
    expect(inA).toEqual(inB);
    expect(new Set(inA)).toEqual(new Set(['control', 'b']));
    const other = [CONTROL, { ...B, name: 'other' }];
    const { body } = await trials.draft('release/c', { layer: shared, variants: other });
    expect(await trials.act(body.id, 'start')).toMatchObject({
      status: 409,
      body: { code: 'LAYER_MISMATCH' },
    });
    await trials.update('release/c', body.id, { variants: HALVES, layer: { ...shared, mode: 'exclusive' } });
    expect(await trials.act(body.id, 'start')).toMatchObject({
      status: 409,
      body: { code: 'LAYER_MISMATCH' },
    });
  });

  it('never gives a conversation half a release set', async () => {
    for (const name of ['half/a', 'half/b']) await trials.prompt(name);
    const layer = { name: 'half', mode: 'shared' };
    const first = await trials.running('half/a', { layer, trafficShare: 0.5 });
    const { body } = await trials.draft('half/b', { layer, trafficShare: 0.2 });
    expect(await trials.act(body.id, 'start')).toMatchObject({
      status: 409,
      body: { code: 'LAYER_MISMATCH' },
    });
    expect(await trials.update('half/a', first.id, { trafficShare: 0.8 })).toMatchObject({
      status: 409,
      body: { code: 'EXPERIMENT_FROZEN' },
    });
    await trials.update('half/b', body.id, { trafficShare: 0.5 });
    expect((await trials.act(body.id, 'start')).status).toBe(200);
    expect(variantsOf(await trials.resolveAll('half/a', conversations(300)))).toEqual(
      variantsOf(await trials.resolveAll('half/b', conversations(300))),
    );
  });
});
