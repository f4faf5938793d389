import { blockOf } from './block';
import { readDataLines } from './data-line';
import type { Noise } from './noise';

const ENOUGH_DAYS = 60;

/** The data scientist's answer: an interval around the first figure of the dataset that changed. @example computeAnswer(system, noise) */
export function computeAnswer(system: string, noise: Noise): object {
  const changed = readDataLines(blockOf(system, 'dataset')).find(({ before }) => before !== null);
  if (!changed || changed.before === null)
    return {
      status: 'insufficient_data',
      answer: 'There is no earlier period to compare with.',
      results: [],
      assumptions: [],
      limits: ['nothing to compare with'],
      insights: [],
    };
  const { entityId, statistic, value, before, unit, period } = changed;
  const estimate = Math.round((value - before) * 100) / 100;
  const width = Math.round(Math.abs(estimate) * (40 + 40 * noise())) / 100;
  return {
    status: 'answered',
    answer: `The ${statistic} of ${entityId} changed by ${estimate} ${unit}.`,
    results: [
      {
        quantity: `change of ${statistic}`,
        method: 'difference of means; block bootstrap, 7-day blocks',
        estimate,
        unit,
        interval: { level: 0.95, low: estimate - width, high: estimate + width },
        n: { used: ENOUGH_DAYS, excluded: Math.floor(noise() * 4), unit: 'day' },
        entities: [entityId],
        period,
      },
    ],
    assumptions: [{ assumption: 'days are independent', check: 'autocorrelation 0.1', holds: 'yes' }],
    limits: ['one comparison made'],
    insights: [],
  };
}
