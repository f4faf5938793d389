import type { Insight } from '../src/insight';

/**
 * The chance that a made-up user acts on an insight: goes by what it says, and knows nothing else. Somebody has to do something by
 * some day, figures have units, and the effect has a range.
 *
 * @example random() < userActs(insight)
 */
export function userActs({ recommendedAction, evidence, expectedEffect }: Insight): number {
  const clear = /\bby [A-Z]\w+day\b/.test(recommendedAction);
  const measured = evidence.every(({ unit }) => unit !== '');
  const bounded = /\d+ to \d+/.test(expectedEffect);
  return 0.08 + (clear ? 0.32 : 0) + (measured ? 0.14 : 0) + (bounded ? 0.12 : 0);
}
