/** The model gave no answer: it refused, was away, or took too long. @example catch (error) { if (error instanceof ModelError) … } */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
