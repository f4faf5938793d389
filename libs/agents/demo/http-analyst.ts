import { randomUUID } from 'node:crypto';
import type { AnalysisRequest } from '../src/analyst';
import type { LanguageModel } from '../src/language-model';
import { parseAnswer } from '../src/parse-answer';
import { readAnalysis } from '../src/read-analysis';
import { siteValues } from '../src/site-report';
import { diagnosticAnalyst } from '../src/diagnostic-analyst';
import type { Api } from './api';
import { UNHEALTHY } from './trials';
import { userActs } from './user-acts';

interface Resolved {
  readonly name: string;
  readonly version: number;
  readonly contentHash: string;
  readonly source: string;
  readonly experiment: { readonly id: string; readonly variant: string } | null;
  readonly traceId: string;
  readonly rendered: string;
  /** Names. */
  readonly variables: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/** Of a text that is kept with a trace. */
const PREVIEW_CHARACTERS = 1_000;
/** Of the conversations in the longer variant, so many are lost. */
const LOST = 0.85;

/**
 * A diagnostic analyst that was written without the SDK, over HTTP, and with a mistake that real ones have: reports that are too
 * long for its log shipper never arrive. One variant is longer, so its conversations go missing, and the registry should notice.
 *
 * @example await new HttpAnalyst(api, model, random).analyse('conv-1', request, now)
 */
export class HttpAnalyst {
  constructor(
    private readonly api: Api,
    private readonly model: LanguageModel,
    private readonly random: () => number,
  ) {}

  /** @param now when it begins, in epoch ms. @throws Error when the registry or the model does not answer. */
  async analyse(conversationId: string, request: AnalysisRequest, now: number): Promise<void> {
    const values = valuesFor(request);
    const prompts = await this.resolve(conversationId, request, values);
    const beganAt = performance.now();
    const answer = await this.model.complete({
      messages: [
        { role: 'system', content: prompts.map(({ rendered }) => rendered).join('\n\n') },
        { role: 'user', content: 'Diagnose, and answer with the JSON object.' },
      ],
    });
    const latencyMs = performance.now() - beganAt;
    const [insight] = readAnalysis(parseAnswer(answer.text)).insights;
    const tooLong = prompts.some(({ experiment }) => experiment?.variant === UNHEALTHY.variants[1]);
    if (tooLong && this.random() < LOST) return;
    const startedAt = new Date(now).toISOString();
    const { model, inputTokens, outputTokens, cost } = answer;
    const traces = prompts.map(({ name, version, contentHash, source, experiment, traceId, variables }) => ({
      id: traceId,
      promptName: name,
      promptVersion: version,
      contentHash,
      source,
      experimentId: experiment?.id,
      variant: experiment?.variant,
      conversationId,
      agent: diagnosticAnalyst.agent,
      model,
      startedAt,
      latencyMs,
      inputTokens,
      outputTokens,
      cost,
      status: 'ok',
      previews: {
        input: request.question,
        output: beginning(answer.text),
        variables: Object.fromEntries(variables.map((variable) => [variable, beginning(values[variable])])),
      },
    }));
    await this.api.call('POST', '/traces', { traces });
    if (!insight) return;
    const acted = this.random() < userActs(insight) ? 1 : 0;
    const outcomes = prompts.flatMap(({ traceId }) => [
      { id: randomUUID(), traceId, metric: 'confidence', value: insight.confidence, occurredAt: startedAt },
      { id: randomUUID(), traceId, metric: 'user_actioned', value: acted, occurredAt: startedAt },
    ]);
    await this.api.call('POST', '/outcomes', { outcomes });
  }

  private async resolve(
    conversationId: string,
    { depth, strategy }: AnalysisRequest,
    variables: Values,
  ): Promise<Resolved[]> {
    const names = ['base_analyst', diagnosticAnalyst.prompt, `depth/${depth}`, `strategy/${strategy}`];
    const requests = names.map((name) => ({ name, conversationId, variables }));
    const { answers } = await this.api.call<{ answers: Array<Resolved & { ok: boolean }> }>(
      'POST',
      '/resolve/batch',
      { requests },
    );
    const refused = answers.find(({ ok }) => !ok);
    if (refused) throw new Error(`Not resolved: ${JSON.stringify(refused)}`);
    return answers;
  }
}

function valuesFor({ site, question }: AnalysisRequest): Values {
  return {
    ...siteValues(site),
    ...diagnosticAnalyst.values(site),
    question,
    max_insights: 3,
    agent_name: diagnosticAnalyst.agent,
    team_members: '',
    shared_notes: '',
  };
}

function beginning(value: unknown): string {
  return String(value).slice(0, PREVIEW_CHARACTERS);
}
