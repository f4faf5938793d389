import { GOOD_ANALYSIS } from '../testing/fixtures';
import { BadAnswerError } from './bad-answer-error';
import { parseAnswer } from './parse-answer';
import { readAnalysis } from './read-analysis';
import { readComputation } from './read-computation';
import { readReview } from './read-review';

const [insight] = GOOD_ANALYSIS.insights;
const withInsight = (change: object) => ({ ...GOOD_ANALYSIS, insights: [{ ...insight, ...change }] });

describe('reading an answer', () => {
  it('takes a good one', () => {
    const { insights } = readAnalysis(parseAnswer(JSON.stringify(GOOD_ANALYSIS)));
    expect(insights[0]).toMatchObject({
      confidence: 0.86,
      evidence: [{ entityId: 'sensor.cellar_freezer_power', value: 96.2, comparedWith: { value: 47.1 } }],
    });
    expect(readAnalysis({ insights: [], data_gaps: [], handoffs: [] }).insights).toEqual([]);
  });

  it.each([
    ['prose around it', `Sure! ${JSON.stringify(GOOD_ANALYSIS)}`],
    ['a code fence', `\`\`\`json\n${JSON.stringify(GOOD_ANALYSIS)}\n\`\`\``],
    ['half of it', JSON.stringify(GOOD_ANALYSIS).slice(0, -20)],
    ['nothing', ''],
  ])('refuses %s', (_, text) => expect(() => parseAnswer(text)).toThrow(BadAnswerError));

  it.each([
    ['insights', { data_gaps: [], handoffs: [] }],
    ['insights[0].confidence', withInsight({ confidence: 1.2 })],
    ['insights[0].confidence', withInsight({ confidence: '0.8' })],
    ['insights[0].evidence', withInsight({ evidence: [] })],
    ['insights[0].evidence[0].value', withInsight({ evidence: [{ ...insight?.evidence[0], value: null }] })],
    ['insights[0].title', withInsight({ title: ' ' })],
    ['handoffs[0]', { ...GOOD_ANALYSIS, handoffs: ['call me'] }],
  ])('says that %s is wrong', (path, answer) => expect(() => readAnalysis(answer)).toThrow(path));

  it("takes the examples of the architect's and the data scientist's prompts, and nothing out of range", () => {
    const rating = { title: 'x', rating: 0.8, verdict: 'accept', suggested_confidence: 0.7, comment: 'ok' };
    expect(readReview({ architect_satisfaction: 0.45, ratings: [rating] }).architectSatisfaction).toBe(0.45);
    expect(() => readReview({ architect_satisfaction: 45, ratings: [] })).toThrow('architect_satisfaction');
    expect(() =>
      readReview({ architect_satisfaction: 1, ratings: [{ ...rating, verdict: 'fine' }] }),
    ).toThrow('ratings[0].verdict');
    const result = {
      quantity: 'change',
      estimate: 2.9,
      unit: 'kWh',
      interval: { level: 0.95, low: 1.4, high: 4.5 },
      n: { used: 81 },
    };
    const computed = readComputation({
      status: 'answered',
      answer: 'More.',
      results: [result],
      insights: [],
    });
    expect(computed.results[0]).toMatchObject({ low: 1.4, high: 4.5, units: 81 });
    const { interval: _, ...without } = result;
    expect(() =>
      readComputation({ status: 'answered', answer: 'More.', results: [without], insights: [] }),
    ).toThrow('results[0].interval');
  });
});
