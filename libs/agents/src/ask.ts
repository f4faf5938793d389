import type { JsonObject, PromptRegistry } from '@prompt-registry/client';
import { BadAnswerError } from './bad-answer-error';
import { CallRecord } from './call-record';
import type { ComposedPrompt } from './compose';
import type { LanguageModel, ModelAnswer, ModelMessage } from './language-model';
import { ModelError } from './model-error';
import { parseAnswer } from './parse-answer';

/** What came of asking a model: what was read out of its answer, or why nothing could be. @example if (asked.ok) use(asked.value) */
export type Asked<T> = { readonly record: CallRecord } & (
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }
);

/** What an agent works with. @example { registry, model: new OpenAiModel(settings) } */
export interface Workplace {
  readonly registry: PromptRegistry;
  readonly model: LanguageModel;
  /** Whether traces carry the beginnings of what was asked, filled in and answered; the server keeps them only if it was told to. */
  readonly previews?: boolean;
}

/** One question to the model. @example { composed, agent: 'architect', request: 'Rate the insights.', about: 'Why did it rise?', read: readReview } */
export interface Question<T> {
  readonly composed: ComposedPrompt;
  /** Who asks, for the trace. */
  readonly agent: string;
  /** The user's message. */
  readonly request: string;
  /** What it is about, in a few words; for the previews of traces. */
  readonly about: string;
  /** Reads the answer. @throws BadAnswerError. */
  readonly read: (answer: unknown) => T;
}

const ATTEMPTS = 2;

/**
 * Asks a model and reads its answer strictly. A bad answer is sent back once, with what was wrong; then, and when the model is
 * away, the trace says `error` and the caller gets the reason. Never rejects for what a model does.
 *
 * @example const asked = await ask(workplace, { composed, agent: 'energy_analyst', request, about, read: readAnalysis });
 */
export async function ask<T>(workplace: Workplace, question: Question<T>): Promise<Asked<T>> {
  const { registry, model, previews = false } = workplace;
  const { composed, agent, request, about, read } = question;
  const start = { agent, model: model.name, ...(previews ? { input: about } : {}) };
  const record = new CallRecord(registry, composed.parts, start, previews ? composed.values : undefined);
  const messages: ModelMessage[] = [
    { role: 'system', content: composed.text },
    { role: 'user', content: request },
  ];
  const answers: ModelAnswer[] = [];
  const beganAt = performance.now();
  const end = (status: 'ok' | 'error'): void => {
    const output = previews ? answers.at(-1)?.text : undefined;
    record.finish({ status, latencyMs: performance.now() - beganAt, answers, output });
  };
  try {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await model.complete({ messages, ...settingsOf(composed.config) });
      answers.push(answer);
      try {
        const value = read(parseAnswer(answer.text));
        end('ok');
        return { ok: true, value, record };
      } catch (error) {
        if (!(error instanceof BadAnswerError) || attempt === ATTEMPTS) throw error;
        messages.push({ role: 'assistant', content: answer.text }, complaint(error));
      }
    }
  } catch (error) {
    // What a model does wrong is an outcome; anything else is a mistake of ours.
    end('error');
    if (!(error instanceof BadAnswerError || error instanceof ModelError)) throw error;
    return { ok: false, problem: error.message, record };
  }
}

function complaint({ message }: BadAnswerError): ModelMessage {
  const content = `That cannot be used: ${message}. Answer again, with the corrected JSON object and nothing else.`;
  return { role: 'user', content };
}

function settingsOf({ temperature, maxOutputTokens }: JsonObject) {
  return {
    temperature: typeof temperature === 'number' ? temperature : undefined,
    maxOutputTokens: typeof maxOutputTokens === 'number' ? maxOutputTokens : undefined,
  };
}
