import { blockOf } from './block';
import type { Noise } from './noise';

interface HandedIn {
  readonly title: string;
  readonly evidence: ReadonlyArray<{
    entity_id: string;
    value: number;
    unit: string;
    compared_with?: object;
  }>;
  readonly confidence: number;
  readonly recommended_action: string;
  readonly expected_effect: string;
}

/** The weights of the criteria, as the architect's prompt has them. */
const WEIGHTS = { grounding: 0.3, reasoning: 0.25, calibration: 0.2, actionability: 0.25 };

/** The architect's answer, from what the insights in its message say. @example rateInsights(system, noise) */
export function rateInsights(system: string, noise: Noise): object {
  const entities = new Set(
    blockOf(system, 'entities')
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
  const insights = readInsights(blockOf(system, 'insights'));
  const ratings = insights.map((insight) => rate(insight, entities, noise));
  const mean = ratings.reduce((sum, { rating }) => sum + rating, 0) / Math.max(1, ratings.length);
  return {
    architect_satisfaction: ratings.length === 0 ? 0.5 : twoDecimals(mean),
    ratings,
    missing: [],
    follow_ups: [],
  };
}

function rate(insight: HandedIn, entities: ReadonlySet<string | undefined>, noise: Noise) {
  const { title, evidence, confidence, recommended_action: action, expected_effect: effect } = insight;
  const share = (holds: (item: HandedIn['evidence'][number]) => boolean): number =>
    evidence.filter(holds).length / Math.max(1, evidence.length);
  const shaky = (value: number): number => steps(value + 0.2 * (noise() - 0.5));
  const suggested = twoDecimals(
    0.4 + 0.15 * Math.min(3, evidence.length) * share((item) => item.unit !== ''),
  );
  const criteria = {
    grounding: shaky(
      0.4 * share((item) => entities.has(item.entity_id)) + 0.5 * share((item) => item.unit !== ''),
    ),
    reasoning: shaky(0.35 + 0.5 * share((item) => item.compared_with !== undefined)),
    calibration: shaky(1 - 2 * Math.abs(confidence - suggested)),
    actionability: shaky(
      (/\bby [A-Z]\w+day\b/.test(action) ? 0.55 : 0.15) + (/\d+ to \d+/.test(effect) ? 0.35 : 0.1),
    ),
  };
  const rating = twoDecimals(
    Object.entries(WEIGHTS).reduce(
      (sum, [name, weight]) => sum + weight * criteria[name as keyof typeof criteria],
      0,
    ),
  );
  const verdict = rating >= 0.7 ? 'accept' : rating >= 0.4 ? 'revise' : 'reject';
  const comment = criteria.actionability < 0.5 ? 'The step is vague.' : 'The step is clear.';
  return { title, criteria, rating, verdict, suggested_confidence: suggested, comment };
}

function readInsights(block: string): HandedIn[] {
  try {
    return (JSON.parse(block) as { insights: HandedIn[] }).insights;
  } catch {
    return []; // whatever was handed in
  }
}

/** From 0 to 1 in steps of 0.05. */
function steps(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 20) / 20;
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100;
}
