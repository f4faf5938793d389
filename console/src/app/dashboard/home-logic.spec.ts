import type { Decided, MetricKind, OnTrial, PromptUsage } from './dashboard-api';
import { decidedLook, decidedSentence, effectWords, undoConsequences } from './decided-words';
import { moversOf } from './movers';
import { needsOf } from './needs';
import { qualitySeries, qualityWords } from './quality-series';

const job = { ranAt: null, durationMs: null, evaluated: 0, failed: 0 };
const trial = (attention: OnTrial['attention'], more: Partial<OnTrial> = {}): OnTrial => ({
  id: attention,
  name: `the ${attention}`,
  promptName: 'a/b',
  status: 'running',
  attention,
  verdict: null,
  reasons: [],
  evaluatedAt: null,
  units: 0,
  startAt: '2026-01-01T00:00:00Z',
  ...more,
});
const metric = (name: string, more: Partial<MetricKind> = {}): MetricKind => ({
  name,
  kind: 'bounded',
  direction: 'increase',
  unit: '',
  scale: 'linear',
  ...more,
});

describe('needsOf', () => {
  it('names what needs a person, the worst first, and nothing that does not', () => {
    const experiments = [trial('running'), trial('ready'), trial('blocked'), trial('unhealthy')];
    const consumers = [
      { service: 'fine', behind: 3, stale: false, source: 'memory' },
      { service: 'lost', behind: 0, stale: true, source: 'memory' },
      { service: 'files', behind: 0, stale: false, source: 'prompt_files' },
    ] as const;
    const deliveries = { state: 'ok', depth: 9, deadLetters: 2, experimentUrl: null } as const;
    const evaluationJob = { ...job, failed: 1 };
    const needs = needsOf({ experiments, decisions: [], evaluationJob }, consumers, deliveries);
    expect(needs.map(({ key }) => key)).toEqual([
      'job',
      'unhealthy',
      'blocked',
      'ready',
      'consumers',
      'deliveries',
    ]);
    expect(needs[4]).toMatchObject({ title: '2 agent processes', about: 'lost, files' });
    expect(
      needsOf({ experiments: [trial('running')], decisions: [], evaluationJob: job }, undefined, undefined),
    ).toEqual([]);
  });

  it('puts first what did harm and is served all the same', () => {
    const decided = { id: 'e', name: 'bolder', promptName: 'a/b', servedHarm: 2 } as Decided;
    const decisions = [decided, { ...decided, id: 'f', servedHarm: null }];
    const [need, ...others] = needsOf({ experiments: [], decisions, evaluationJob: job }, [], undefined);
    expect(need).toMatchObject({ tone: 'bad', title: 'a/b', about: 'bolder', link: ['/prompts', 'a/b'] });
    expect(need?.why).toContain('Everyone gets v2, which did harm');
    expect(others).toEqual([]);
  });

  it('tells what blocks rather than what merely is', () => {
    const about = { metric: null, variant: null, numbers: {} };
    const reasons = [
      { code: 'a', message: 'B looks better.', blocks: false, ...about },
      { code: 'approval', message: 'A person has to agree.', blocks: true, ...about },
    ];
    const [need] = needsOf(
      { experiments: [trial('ready', { reasons })], decisions: [], evaluationJob: job },
      [],
      undefined,
    );
    expect(need).toMatchObject({ why: 'A person has to agree.', link: ['/experiments', 'ready'] });
  });
});

describe('moversOf', () => {
  const said = (name: string, meanBefore: number | null, mean: number, count = 50) => ({
    metric: name,
    count,
    mean,
    countBefore: 50,
    meanBefore,
  });
  const prompt = (promptName: string, ...outcomes: PromptUsage['outcomes']): PromptUsage => ({
    promptId: promptName,
    promptName,
    uses: 1,
    usesBefore: 1,
    errorShare: 0,
    fileShare: 0,
    medianLatencyMs: null,
    meanCost: null,
    outcomes,
  });

  it('are the biggest relative changes, and which way is better', () => {
    const prompts = [
      prompt('small', said('confidence', 0.5, 0.51)),
      prompt('big', said('confidence', 0.8, 0.4), said('minutes', 10, 8), said('odd', 1, 2)),
    ];
    const metrics = [metric('confidence'), metric('minutes', { direction: 'decrease' })];
    expect(
      moversOf(prompts, metrics).map(({ promptName, metric: of, isBetter }) => [promptName, of, isBetter]),
    ).toEqual([
      ['big', 'confidence', false],
      ['big', 'odd', null],
      ['big', 'minutes', true],
      ['small', 'confidence', true],
    ]);
  });

  it('are none of few values, of no change and of nothing before', () => {
    const prompts = [prompt('p', said('a', 0.1, 0.9, 19), said('b', 0.5, 0.5), said('c', null, 0.5))];
    expect(moversOf(prompts, [])).toEqual([]);
  });
});

describe('qualitySeries', () => {
  const point = (day: string, version: number | null, mean: number) => ({
    day,
    version,
    metric: 'confidence',
    count: 3,
    mean,
    low: mean - 0.1,
    high: mean + 0.1,
  });

  it('has a line a version, the newest first, with gaps where nothing is known', () => {
    const points = [
      point('2026-01-01', 1, 0.5),
      point('2026-01-02', 2, 0.6),
      point('2026-01-05', 1, 0.7),
      point('2026-01-05', null, 0.1),
    ];
    const series = qualitySeries(
      [...points, { ...point('2026-01-01', 9, 1), metric: 'other' }],
      'confidence',
    );
    expect(series.map(({ name, points: places }) => [name, places.map(({ y }) => y)])).toEqual([
      ['v2', [0.6]],
      ['v1', [0.5, null, 0.7]],
      ['prompt file', [0.1]],
    ]);
    const busy = qualitySeries([...points, { ...point('2026-01-03', 2, 0.6), count: 10 }], 'confidence');
    expect(busy[0]?.points).toMatchObject([{ low: null }, { low: 0.5, high: 0.7 }]);
    expect(qualityWords(series, 'confidence', String)).toBe(
      'Daily mean of confidence by version. v2: 1 day, last 0.6; v1: 2 days, last 0.7; prompt file: 1 day, last 0.1.',
    );
    expect(qualityWords([], 'confidence', String)).toBe('No value of confidence was recorded.');
  });
});

describe('a decision', () => {
  const decided = (more: Partial<Decided>) =>
    decidedLook({ verdict: null, winner: null, status: 'completed', ...more } as Decided).word;

  it('is a word', () => {
    expect([
      decided({ verdict: 'success', winner: 'b' }),
      decided({ winner: 'b' }),
      decided({ verdict: 'harmful', status: 'stopped' }),
      decided({ verdict: 'inconclusive' }),
      decided({ verdict: 'futile' }),
      decided({ status: 'stopped' }),
      decided({ status: 'stopped', unhealthy: true }),
      decided({ verdict: 'harmful', status: 'stopped', unhealthy: true }),
    ]).toEqual(['won', 'chosen', 'harmful', 'inconclusive', 'no winner', 'stopped', 'unhealthy', 'harmful']);
  });

  const effect = {
    metric: 'm',
    role: 'guardrail',
    scale: 'linear',
    variant: 'b',
    difference: 0.041,
    low: 0.012,
    high: 0.07,
  } as const;

  it('has its effect in the metric’s unit, on the scale it was analysed on', () => {
    expect(effectWords(effect, [metric('m', { kind: 'binary' })])).toBe('+4.1 pp [+1.2, +7.0]');
    expect(effectWords({ ...effect, low: null, high: null }, [])).toBe('+0.041');
    const ms = metric('m', { kind: 'continuous', unit: 'ms', scale: 'log' });
    expect(effectWords({ ...effect, difference: 115, low: 80, high: 150 }, [ms])).toBe('+115 ms [+80, +150]');
    const ratio = { ...effect, scale: 'log', difference: Math.log(1.1), low: null, high: null } as const;
    expect(effectWords(ratio, [ms])).toBe('+10.0 %');
  });

  it('says which version undoing its promotion serves again', () => {
    const undo = (more: Partial<NonNullable<Decided['promotion']>>) => {
      const promotion = { serves: 'production', before: 11, after: 12, sameWords: false, ...more };
      return undoConsequences({ promptName: 'energy', promotion } as Decided)[0];
    };
    expect(undo({})).toContain('Moves production of energy v12 → v11, which it served before');
    expect(undo({ serves: 'latest', after: 13 })).toMatch(/words of v11, .* new latest version, .* of v13/);
    expect(undo({ sameWords: true })).toContain('v12 → v11, whose words are equal');
    expect(undo({ before: 12, sameWords: true })).toContain('goes on serving v12');
  });

  it('is told by what was shown, or by who ended it', () => {
    const harm = {
      code: 'harm_alarm',
      metric: 'm',
      variant: 'b',
      numbers: { effect: 108 },
      message: 'by 108',
    };
    const stored = {
      verdict: 'harmful',
      reasons: [harm],
      conclusion: 'It differs by 108.',
      effect,
      servedHarm: null,
    };
    expect(decidedSentence(stored as unknown as Decided, [])).toBe(
      'b makes m worse, so it was ended for everyone.',
    );
    expect(decidedSentence({ ...stored, servedHarm: 2 } as unknown as Decided, [])).toBe(
      'b makes m worse, so it was ended for everyone. The prompt serves it all the same: everyone gets v2.',
    );
    const byHand = { verdict: null, reasons: [], conclusion: 'Enough.', effect: null, servedHarm: null };
    expect(decidedSentence(byHand as unknown as Decided, [])).toBe('Enough.');
    const chosen = { ...byHand, winner: 'b', units: 0 };
    expect(decidedSentence(chosen as unknown as Decided, [])).toBe(
      'b was chosen by hand, without evidence. Enough.',
    );
    const lost = { ...byHand, conclusion: 'Half of b is lost', unhealthy: true };
    expect(decidedSentence(lost as unknown as Decided, [])).toBe(
      'Half of b is lost. Its figures cannot be trusted.',
    );
  });
});
