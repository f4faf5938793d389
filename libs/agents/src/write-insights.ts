import type { Insight } from './insight';

/** Insights as prompts write them. @example writeInsights(analysis.insights) */
export function writeInsights(insights: readonly Insight[]): string {
  const written = insights.map((insight) => ({
    title: insight.title,
    finding: insight.finding,
    evidence: insight.evidence.map(({ entityId, comparedWith, ...figure }) => ({
      entity_id: entityId,
      ...figure,
      ...(comparedWith ? { compared_with: comparedWith } : {}),
    })),
    confidence: insight.confidence,
    recommended_action: insight.recommendedAction,
    expected_effect: insight.expectedEffect,
  }));
  return JSON.stringify({ insights: written }, null, 2);
}
