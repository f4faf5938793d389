import { AnswerObject } from './answer-object';
import type { Insight } from './insight';
import { readEvidence } from './read-evidence';

/** @throws BadAnswerError naming what is wrong. @example readInsight(item, 'insights[0]').title */
export function readInsight(value: unknown, path: string): Insight {
  const insight = new AnswerObject(value, path);
  return {
    title: insight.text('title'),
    finding: insight.text('finding'),
    evidence: insight.list('evidence', readEvidence, 1),
    confidence: insight.number('confidence', 0, 1),
    recommendedAction: insight.text('recommended_action'),
    expectedEffect: insight.text('expected_effect'),
  };
}
