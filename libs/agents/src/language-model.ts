/** One message of a chat. @example { role: 'system', content: 'You are an analyst …' } */
export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a model is asked. @example { messages, temperature: 0.2, maxOutputTokens: 6000 } */
export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly temperature?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
}

/** What it answers. @example { text: '{"insights": []}', model: 'gpt-4.1-mini', inputTokens: 812, outputTokens: 95, cost: 0.004 } */
export interface ModelAnswer {
  readonly text: string;
  /** Which model it was, by its own word. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In the currency that the team uses throughout; null when no prices were given. */
  readonly cost: number | null;
}

/** A language model. @example const { text } = await model.complete({ messages }) */
export interface LanguageModel {
  readonly name: string;
  /** @throws ModelError when there is no answer. */
  complete(request: ModelRequest): Promise<ModelAnswer>;
}
