import type { ChatMessage } from './chat-request';
import { computeAnswer } from './compute-answer';
import { noiseOf } from './noise';
import { rateInsights } from './rate-insights';
import { wordingFeatures } from './wording-features';
import { writeAnalysis } from './write-analysis';

/** How often it forgets the form when it was asked to think aloud, and how often again after it was reminded. */
const FORGETS = 0.6;
const FORGETS_AGAIN = 0.5;
const THOUGHTS =
  'Let me think about this step by step. First I look at every entity in turn, then I compare it with what came before. ';

/**
 * What the stand-in says to a conversation: depends on the messages and the seed, and on nothing else.
 *
 * @example answerTo([{ role: 'system', content: prompt }, { role: 'user', content: 'Analyse.' }], '7')
 */
export function answerTo(messages: readonly ChatMessage[], seed: string): string {
  const noise = noiseOf(seed, messages);
  const system = messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => content)
    .join('\n\n');
  const answer = JSON.stringify(answerObject(system, noise), null, 1);
  if (!wordingFeatures(system).asksForFreeText) return answer;
  const reminded = messages.some(({ role }) => role === 'assistant');
  const forgets = noise() < (reminded ? FORGETS_AGAIN : FORGETS);
  return forgets ? `${THOUGHTS.repeat(6 + Math.floor(noise() * 6))}\n\n${answer}` : answer;
}

/** By the answer's form that the prompt asks for. */
function answerObject(system: string, noise: ReturnType<typeof noiseOf>): object {
  if (system.includes('"architect_satisfaction"')) return rateInsights(system, noise);
  if (system.includes('`insufficient_data`')) return computeAnswer(system, noise);
  return writeAnalysis(system, noise);
}
