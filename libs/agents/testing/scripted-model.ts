import type { LanguageModel, ModelAnswer, ModelRequest } from '../src/language-model';
import { ModelError } from '../src/model-error';

/** A model that says what it is told to, one answer after the other; null = it gives none. */
export class ScriptedModel implements LanguageModel {
  readonly name = 'scripted';
  readonly requests: ModelRequest[] = [];

  constructor(private readonly answers: ReadonlyArray<string | null>) {}

  complete(request: ModelRequest): Promise<ModelAnswer> {
    // A copy: whoever asks goes on writing to it.
    this.requests.push({ ...request, messages: [...request.messages] });
    const text = this.answers[this.requests.length - 1];
    if (text === null || text === undefined) return Promise.reject(new ModelError('It is away'));
    return Promise.resolve({ text, model: 'scripted-1', inputTokens: 100, outputTokens: 10, cost: 0.5 });
  }
}
