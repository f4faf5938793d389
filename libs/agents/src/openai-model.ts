import OpenAI from 'openai';
import type { LanguageModel, ModelAnswer, ModelRequest } from './language-model';
import { ModelError } from './model-error';
import type { ModelSettings } from './model-settings';

const MILLION = 1_000_000;

/** A model behind an OpenAI-compatible endpoint (`POST <base URL>/chat/completions`). @example new OpenAiModel(readModelSettings(process.env)) */
export class OpenAiModel implements LanguageModel {
  readonly name: string;
  private readonly client: OpenAI;

  constructor(private readonly settings: ModelSettings) {
    const { baseUrl, apiKey, model, timeoutMs = 60_000, retries = 2 } = settings;
    this.name = model;
    this.client = new OpenAI({
      apiKey,
      timeout: timeoutMs,
      maxRetries: retries,
      ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    });
  }

  async complete({ messages, temperature, maxOutputTokens }: ModelRequest): Promise<ModelAnswer> {
    const answer = await this.client.chat.completions
      .create({
        model: this.name,
        messages: [...messages],
        ...(temperature === undefined ? {} : { temperature }),
        ...(maxOutputTokens === undefined ? {} : { max_completion_tokens: maxOutputTokens }),
      })
      .catch((error: unknown) => {
        throw new ModelError(`The model ${this.name} gave no answer: ${messageOf(error)}`, { cause: error });
      });
    const text = answer.choices?.[0]?.message?.content;
    if (!text) throw new ModelError(`The model ${this.name} answered without a text`);
    const inputTokens = answer.usage?.prompt_tokens ?? 0;
    const outputTokens = answer.usage?.completion_tokens ?? 0;
    return {
      text,
      model: answer.model,
      inputTokens,
      outputTokens,
      cost: this.cost(inputTokens, outputTokens),
    };
  }

  private cost(inputTokens: number, outputTokens: number): number | null {
    const { prices } = this.settings;
    return prices ? (inputTokens * prices.input + outputTokens * prices.output) / MILLION : null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
