import type { ConversationHandle } from '@prompt-registry/client';
import type { AnalysisRequest } from './analyst';
import { ask, type Asked, type Workplace } from './ask';
import { compose } from './compose';
import type { Analysis } from './insight';
import { readReview, type Review } from './read-review';
import { siteValues } from './site-report';
import { writeInsights } from './write-insights';

const REQUEST = 'Rate what you were handed and answer with the JSON object.';

/**
 * Reviews what an analyst hands in. It is not told which wording produced it.
 *
 * @example await new Architect(workplace).review(conversation, request, asked)
 */
export class Architect {
  constructor(private readonly workplace: Workplace) {}

  /**
   * Rates an analysis; the rating becomes the outcome `architect_satisfaction` of the analysis. Null when there is nothing to
   * rate because the analysis failed.
   * @throws PromptRegistryError when the prompt cannot be had or filled in.
   */
  async review(
    conversation: ConversationHandle,
    { site, question }: AnalysisRequest,
    analysis: Asked<Analysis>,
  ): Promise<Asked<Review> | null> {
    if (!analysis.ok) return null;
    const insights = writeInsights(analysis.value.insights);
    const values = { ...siteValues(site), question, insights_json: insights };
    const composed = compose(conversation, ['architect'], values);
    const asked = await ask(this.workplace, {
      composed,
      agent: 'architect',
      request: REQUEST,
      about: analysis.value.insights.map(({ title }) => title).join('\n'),
      read: readReview,
    });
    if (asked.ok) analysis.record.outcome('architect_satisfaction', asked.value.architectSatisfaction);
    return asked;
  }
}
