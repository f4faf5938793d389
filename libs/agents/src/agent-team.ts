import type { PromptRegistry } from '@prompt-registry/client';
import { Analyst, type AnalysisRequest } from './analyst';
import { Architect } from './architect';
import type { Asked, Workplace } from './ask';
import { DataScientist } from './data-scientist';
import type { Analysis } from './insight';
import type { Computation } from './read-computation';
import type { Review } from './read-review';
import type { Specialist } from './specialist';

/** Everything that came of one conversation. @example const { analysis, review } = await team.work('conv-1', energyAnalyst, request) */
export interface TeamWork {
  readonly conversationId: string;
  readonly analysis: Asked<Analysis>;
  /** Null when the analysis failed. */
  readonly review: Asked<Review> | null;
  /** Null when the analyst had no question for the data scientist. */
  readonly computation: Asked<Computation> | null;
  /** Records whether the person acted on it (`user_actioned`), whenever that is known. */
  userActed(acted: boolean): void;
}

/** An analyst, a data scientist when one is asked for, and the architect, in one conversation. @example new AgentTeam({ registry, model }) */
export class AgentTeam {
  private readonly registry: PromptRegistry;
  private readonly architect: Architect;
  private readonly dataScientist: DataScientist;

  constructor(private readonly workplace: Workplace) {
    this.registry = workplace.registry;
    this.architect = new Architect(workplace);
    this.dataScientist = new DataScientist(workplace);
  }

  /** Never rejects for what a model does. @throws PromptRegistryError when a prompt cannot be had or filled in. */
  async work(conversationId: string, specialist: Specialist, request: AnalysisRequest): Promise<TeamWork> {
    const conversation = this.registry.conversation(conversationId);
    const analysis = await new Analyst(this.workplace, specialist).analyse(conversation, request);
    const wanted = analysis.ok && analysis.value.handoffs.find(({ to }) => to === 'data_scientist');
    const [computation, review] = await Promise.all([
      wanted
        ? this.dataScientist.compute(conversation, { ...request, question: wanted.note }, specialist.agent)
        : null,
      this.architect.review(conversation, request, analysis),
    ]);
    const userActed = (acted: boolean): void => analysis.record.outcome('user_actioned', acted ? 1 : 0);
    return { conversationId, analysis, review, computation, userActed };
  }
}
