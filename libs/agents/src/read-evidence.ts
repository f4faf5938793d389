import { AnswerObject } from './answer-object';
import type { Evidence } from './insight';

/** @throws BadAnswerError naming what is wrong. @example readEvidence(item, 'insights[0].evidence[0]').unit */
export function readEvidence(value: unknown, path: string): Evidence {
  const evidence = new AnswerObject(value, path);
  return {
    entityId: evidence.text('entity_id'),
    statistic: evidence.text('statistic'),
    value: evidence.number('value'),
    // Of a count or a share there is none.
    unit: evidence.text('unit', { orEmpty: true }),
    period: evidence.text('period'),
    comparedWith: evidence.optional('compared_with', (other, at) => {
      const compared = new AnswerObject(other, at);
      return { value: compared.number('value'), period: compared.text('period') };
    }),
  };
}
