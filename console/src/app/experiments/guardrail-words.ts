import { readNumber } from '../numbers/typed-number';
import type { GuardrailInput } from './experiment-form';
import { inputScale, type RangedMetric, sizeWords, untyped } from './metric-scale';

/** What a metric is, and what is better. */
export function metricWords({ description, direction }: RangedMetric): string {
  return `${sentence(description)} ${direction === 'increase' ? 'More' : 'Less'} is better.`.trim();
}

/** What a guardrail means: what it asks of a winner, and what ends the experiment, which no margin allows. */
export function guardWords(metric: RangedMetric, { margin }: Pick<GuardrailInput, 'margin'>): string {
  const worse = metric.direction === 'increase' ? 'drop' : 'rise';
  const number = readNumber(margin);
  const own = number === null || number < 0 ? null : untyped(number, inputScale(metric));
  const size = margin.trim() === '' ? metric.margin : own;
  const asked =
    size === null || size === undefined
      ? `Say by how much it may ${worse}.`
      : `A winner must be shown not to let it ${worse} by ${sizeWords(size, metric)} or more.`;
  const ends = `A variant that lets it ${worse} for certain, by however little, ends the experiment.`;
  return `${sentence(metric.description)} ${asked} ${ends}`.trim();
}

/** A person wrote it, and may have left out the full stop. */
function sentence(text: string): string {
  return text.trim().replace(/[^.!?…:;]$/, '$&.');
}
