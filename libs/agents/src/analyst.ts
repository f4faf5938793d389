import type { ConversationHandle, RenderValues } from '@prompt-registry/client';
import { ask, type Asked, type Workplace } from './ask';
import { compose } from './compose';
import type { Analysis } from './insight';
import { readAnalysis } from './read-analysis';
import { siteValues, type SiteReport } from './site-report';
import type { Specialist } from './specialist';

/** What an analyst is asked. @example { site, question: 'Why did consumption rise?', depth: 'quick', strategy: 'parallel' } */
export interface AnalysisRequest {
  readonly site: SiteReport;
  readonly question: string;
  readonly depth: 'quick' | 'standard' | 'deep';
  readonly strategy: 'parallel' | 'teamwork';
  /** What colleagues found so far; for `teamwork`. */
  readonly notes?: string;
}

const MOST_INSIGHTS = { quick: 2, standard: 3, deep: 4 } as const;
const TEAM = 'energy_analyst, behavioral_analyst, diagnostic_analyst';
const REQUEST = 'Analyse the site as described and answer with the JSON object.';

/**
 * The base analyst, made a specialist by one prompt: system prompt, specialist, depth and strategy, each resolved through the
 * registry within the conversation.
 *
 * @example await new Analyst(workplace, energyAnalyst).analyse(registry.conversation('conv-1'), request)
 */
export class Analyst {
  constructor(
    private readonly workplace: Workplace,
    readonly specialist: Specialist,
  ) {}

  /** Never rejects for what a model does. @throws PromptRegistryError when a prompt cannot be had or filled in. */
  async analyse(conversation: ConversationHandle, request: AnalysisRequest): Promise<Asked<Analysis>> {
    const { agent, prompt } = this.specialist;
    const names = ['base_analyst', prompt, `depth/${request.depth}`, `strategy/${request.strategy}`];
    const composed = compose(conversation, names, this.values(request));
    const about = request.question;
    const asked = await ask(this.workplace, { composed, agent, request: REQUEST, about, read: readAnalysis });
    if (asked.ok && asked.value.insights.length > 0)
      asked.record.outcome('confidence', meanConfidence(asked.value));
    return asked;
  }

  private values({ site, question, depth, notes = '' }: AnalysisRequest): RenderValues {
    return {
      ...siteValues(site),
      ...this.specialist.values(site),
      question,
      max_insights: MOST_INSIGHTS[depth],
      agent_name: this.specialist.agent,
      team_members: TEAM,
      shared_notes: notes,
    };
  }
}

function meanConfidence({ insights }: Analysis): number {
  return insights.reduce((sum, { confidence }) => sum + confidence, 0) / insights.length;
}
