import { MetricText } from '../numbers/metric-text';
import { endingReasons, reasonSentence, type SaidReason } from './reason-sentence';

const share = new MetricText({ kind: 'binary', unit: '' });
const latency = new MetricText({ kind: 'continuous', unit: 'ms' });
const ratio = new MetricText({ kind: 'continuous', unit: 'ms' }, true);
const reason = (code: string, numbers: SaidReason['numbers'], metric = 'user_actioned'): SaidReason => ({
  code,
  metric,
  variant: 'shorter',
  numbers,
  message: 'As the server says.',
});

it.each([
  ['harm_alarm', { effect: 108 }, latency, 'makes user_actioned worse: +108 ms'],
  ['harm_alarm', { effect: 3090 }, latency, 'worse: +3.1 s against'],
  ['significantly_better', { effect: 0.205 }, share, 'is better on user_actioned: +20.5 pp'],
  ['significantly_worse', { effect: Math.log(1.2) }, ratio, 'worse on user_actioned: +20.0 %'],
  ['no_longer_better', { difference: -0.012 }, share, '−1.2 pp by now'],
  [
    'guardrail_open',
    { margin: 20, harm: -4.41 },
    latency,
    'less than 20.0 ms worse; so far it looks 4.4 ms better',
  ],
  ['guardrail_undecidable', { margin: 0.02, harm: 0.013 }, share, 'so far it looks 1.3 pp worse'],
  [
    'underpowered',
    { horizonUnits: 200, neededUnits: 780, power: 0.3123, asked: 0.8, effect: 0.12, found: 0.237 },
    share,
    'room for only 200 of the up to 780 conversations of the control and a variant that 12.0 pp on user_actioned takes. By what was known at the start, the chance to find it is about 31 %, not 80 %.',
  ],
  [
    'within_minimum_effect',
    { low: -0.012, high: 0.009, minimumDetectableEffect: 0.02 },
    share,
    'between −1.2 pp and +0.90 pp, less than 2.0 pp',
  ],
])('writes the figures of %s with sign and unit', (code, numbers, writer, text) => {
  expect(reasonSentence(reason(code, numbers), () => writer, 'B shorter')).toContain(text);
});

it('counts conversations', () => {
  expect(reasonSentence(reason('collecting', { progress: 0.378 }), () => undefined)).toBe(
    '37.8 % of the planned information is in.',
  );
  expect(reasonSentence(reason('sample_ratio_assignment', { since: 1_400 }), () => undefined)).toMatch(
    /^Conversations arrive in other shares than planned, since conversation 1,400\./,
  );
});

it('leaves to the server what it has no figures or no unit for', () => {
  expect(reasonSentence(reason('maximum_runtime', {}), () => share)).toBe('As the server says.');
  expect(reasonSentence(reason('harm_alarm', { effect: 1 }), () => undefined)).toBe('As the server says.');
});

it('knows what ended an experiment', () => {
  const reasons = ['significantly_better', 'harm_alarm', 'sample_ratio_warning', 'collecting'].map((code) =>
    reason(code, {}),
  );
  const codes = (verdict: string | null) => endingReasons(verdict, reasons).map(({ code }) => code);
  expect(codes('harmful')).toEqual(['harm_alarm']);
  expect(codes('success')).toEqual(['significantly_better']);
  expect(codes('inconclusive')).toEqual(['significantly_better', 'harm_alarm', 'sample_ratio_warning']);
});
