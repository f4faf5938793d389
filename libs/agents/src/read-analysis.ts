import { AnswerObject } from './answer-object';
import type { Analysis } from './insight';
import { readInsight } from './read-insight';

/**
 * An analyst's answer: `base_analyst`'s output schema.
 *
 * @throws BadAnswerError naming what is wrong.
 * @example readAnalysis(parseAnswer(text)).insights
 */
export function readAnalysis(value: unknown): Analysis {
  const answer = new AnswerObject(value, '');
  return {
    insights: answer.list('insights', readInsight),
    dataGaps: answer.list('data_gaps', (item, path) => {
      const gap = new AnswerObject(item, path);
      const consequence = gap.text('consequence');
      return { entityId: gap.text('entity_id'), problem: gap.text('problem'), consequence };
    }),
    handoffs: answer.list('handoffs', (item, path) => {
      const handoff = new AnswerObject(item, path);
      return { to: handoff.text('to'), note: handoff.text('note') };
    }),
  };
}
