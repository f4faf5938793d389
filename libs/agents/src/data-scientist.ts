import type { ConversationHandle } from '@prompt-registry/client';
import type { AnalysisRequest } from './analyst';
import { ask, type Asked, type Workplace } from './ask';
import { compose } from './compose';
import { readComputation, type Computation } from './read-computation';
import { siteValues } from './site-report';

const REQUEST = 'Answer the question and return the JSON object.';
const MOST_TOOL_CALLS = 6;
const LEAST_COVERAGE_PERCENT = 80;

/** Answers one computable question. @example await new DataScientist(workplace).compute(conversation, request, 'energy_analyst') */
export class DataScientist {
  constructor(private readonly workplace: Workplace) {}

  /** @param requestedBy the role that asks. @throws PromptRegistryError when the prompt cannot be had or filled in. */
  async compute(
    conversation: ConversationHandle,
    { site, question }: Pick<AnalysisRequest, 'site' | 'question'>,
    requestedBy: string,
  ): Promise<Asked<Computation>> {
    const composed = compose(conversation, ['data_scientist'], {
      ...siteValues(site),
      question,
      requested_by: requestedBy,
      dataset_description: site.dataSummary,
      max_tool_calls: MOST_TOOL_CALLS,
      min_coverage_percent: LEAST_COVERAGE_PERCENT,
    });
    return ask(this.workplace, {
      composed,
      agent: 'data_scientist',
      request: REQUEST,
      about: question,
      read: readComputation,
    });
  }
}
