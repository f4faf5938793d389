import { METRICS } from '../../testing/experiments';
import { differenceWords, isDistrusted, rowWords, variantsWords } from './row-words';
import type { ListedExperiment, ListedMetric } from './list-api';

const METRIC: ListedMetric = {
  name: 'user_actioned',
  kind: 'binary',
  unit: '',
  direction: 'increase',
  scale: 'linear',
  source: 'outcome',
  variant: 'b',
  difference: 0.041,
  interval: [0.012, 0.07],
  chanceToWin: 0.97,
};
const RUNNING = {
  status: 'running',
  attention: 'running',
  verdict: 'running',
  reasons: [],
  startAt: '2026-01-01T00:00:00Z',
  evaluatedAt: '2026-01-02T00:00:00Z',
  daysLeft: 3.24,
  winner: null,
  promoted: false,
  conclusion: null,
  variants: [],
  primaryMetric: METRIC,
  decidedBy: null,
} as unknown as ListedExperiment;
const reason = (code: string, blocks: boolean) =>
  ({
    code,
    blocks,
    metric: null,
    variant: null,
    numbers: {},
    message: `because of ${code}`,
  }) as ListedExperiment['reasons'][number];
const words = (more: Partial<ListedExperiment>) => rowWords({ ...RUNNING, ...more });

it('says how long is left', () => {
  expect(words({})).toMatchObject({ word: 'running', tone: 'info', left: '~4 days left' });
  expect(words({ daysLeft: 0.2 }).left).toBe('~5 h left');
  expect(words({ daysLeft: null }).left).toBe('');
});

it('has no difference to read where the figures are or were unusable', () => {
  const lost = [reason('sample_ratio_settlement', true)];
  const of = (more: Partial<ListedExperiment>) => isDistrusted({ ...RUNNING, ...more });
  expect(of({})).toBe(false);
  expect(of({ attention: 'unhealthy' })).toBe(true);
  expect(of({ attention: null, status: 'stopped', reasons: lost })).toBe(true);
  expect(of({ attention: null, status: 'stopped' })).toBe(false);
});

it('says first what keeps it from ending', () => {
  const reasons = [reason('evidence', false), reason('approval', true)];
  expect(words({ attention: 'ready', reasons })).toMatchObject({
    word: 'ready for you',
    tone: 'wait',
    reason: 'because of approval',
  });
});

it('says of a guardrail what is missing in its unit, as other pages do', () => {
  const open = {
    ...reason('guardrail_open', true),
    metric: 'latency',
    variant: 'candidate',
    numbers: { margin: 1_000, harm: 1_400 },
  };
  const row = { ...RUNNING, attention: 'blocked', reasons: [open] } as const;
  expect(rowWords(row, METRICS).reason).toMatch(
    /^Guardrail latency: not yet shown that candidate is less than 1\.0+ s worse; so far it looks 1\.4\d* s worse/,
  );
  expect(rowWords(row).reason).toBe('because of guardrail_open');
});

it('says that it is unhealthy also while it is paused', () => {
  expect(words({ status: 'paused' })).toMatchObject({ word: 'paused', tone: 'wait' });
  expect(words({ status: 'paused', attention: 'unhealthy' })).toMatchObject({
    word: 'unhealthy',
    tone: 'bad',
  });
});

it('says how it ended', () => {
  const ended = { status: 'completed', attention: null, daysLeft: null, conclusion: 'Learnt.' } as const;
  expect(words({ ...ended, verdict: 'success', winner: 'b' })).toMatchObject({ word: 'b won', tone: 'good' });
  expect(words({ ...ended, verdict: 'success', winner: 'b', promoted: true }).word).toBe('b won, promoted');
  expect(words({ ...ended, verdict: null, winner: 'b', units: 0 })).toMatchObject({
    word: 'b chosen',
    tone: 'quiet',
    reason: 'By hand, without evidence: Learnt.',
  });
  expect(words({ ...ended, verdict: 'inconclusive' })).toMatchObject({
    word: 'inconclusive',
    reason: 'Learnt.',
  });
  expect(words({ ...ended, status: 'stopped', verdict: 'harmful' }).tone).toBe('bad');
  expect(words({ ...ended, status: 'stopped', verdict: null }).word).toBe('stopped');
});

it('says what the figures ended with what was shown, and waits in the words of the page', () => {
  const latency = { ...METRIC, name: 'latency', kind: 'continuous', unit: 'ms' } as const;
  const reasons = [
    { ...reason('harm_alarm', false), metric: 'latency', variant: 'b', numbers: { effect: 108 } },
  ] as ListedExperiment['reasons'];
  const ended = { status: 'stopped', attention: null, verdict: 'harmful', decidedBy: latency } as const;
  expect(words({ ...ended, reasons, conclusion: 'it differs by 108' }).reason).toBe(
    'b makes latency worse, so it was ended for everyone.',
  );
  expect(words({ verdict: 'waiting' }).word).toBe('waiting');
});

it('writes the difference on the scale it is analysed on', () => {
  expect(differenceWords(METRIC)).toBe('+4.1 pp [+1.2, +7.0]');
  const ratio = { ...METRIC, scale: 'log', difference: Math.log(0.9), interval: [Math.log(0.8), 0] } as const;
  expect(differenceWords(ratio)).toBe('−10.0 % [−20.0, 0.0]');
  expect(differenceWords({ ...METRIC, difference: null })).toBe('–');
});

it('names many variants in few words', () => {
  const variants = [3, 5, 6, 7, 8, 9].map((version) => ({ name: '', version, share: 0.1 }));
  expect(variantsWords({ variants: variants.slice(0, 2) })).toBe('v3 vs v5');
  expect(variantsWords({ variants })).toBe('v3 vs v5, v6 and 3 more');
});
