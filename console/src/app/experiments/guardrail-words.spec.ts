import { METRICS } from '../../testing/experiments';
import { guardWords, metricWords } from './guardrail-words';

const LATENCY = { ...METRICS[1]!, minimum: null, maximum: null, missingValue: null };

it('is sentences, whether or not the description ends like one', () => {
  expect(metricWords({ ...LATENCY, description: 'Time to answer' })).toBe('Time to answer. Less is better.');
  expect(metricWords({ ...LATENCY, description: 'Fast?' })).toBe('Fast? Less is better.');
  expect(metricWords(LATENCY)).toBe('Less is better.');
});

it.each([
  ['', 'A winner must be shown not to let it rise by 250 ms or more.'],
  ['40', 'A winner must be shown not to let it rise by 40.0 ms or more.'],
  ['-3', 'Say by how much it may rise.'],
  ['?', 'Say by how much it may rise.'],
])(
  'says what a guardrail with the margin "%s" asks, and that harm within it ends it, too',
  (margin, asked) => {
    expect(guardWords(LATENCY, { margin })).toBe(
      `${asked} A variant that lets it rise for certain, by however little, ends the experiment.`,
    );
  },
);
