import { BadAnswerError } from './bad-answer-error';

/**
 * The one JSON value that an answer must be, without preamble or code fence: what has to be guessed out of prose is guessed wrong
 * some day.
 *
 * @throws BadAnswerError.
 * @example parseAnswer('{"insights": []}')
 */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Which character it is does not help a model.
    throw new BadAnswerError('', 'the answer must be one JSON object and nothing else');
  }
}
