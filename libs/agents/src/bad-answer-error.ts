/** The model's answer is not what the prompt asks for; `path` says where. @example new BadAnswerError('insights[0].confidence', 'must be a number from 0 to 1') */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';

  constructor(
    readonly path: string,
    readonly problem: string,
  ) {
    super(path ? `${path} ${problem}` : problem);
  }
}
