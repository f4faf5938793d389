import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROMPTS_DIR, REQUEST } from '../testing/fixtures';
import { parseAnswer } from '../src/parse-answer';
import { readAnalysis } from '../src/read-analysis';
import { answerTo } from '../stand-in/answer';
import { userActs } from './user-acts';
import {
  BETTER_ENERGY,
  CHATTY_BEHAVIOUR,
  REORDERED_DIAGNOSIS,
  SHORTER_STANDARD,
  type Wording,
} from './wordings';

const MANY = 120;

/** What comes of a wording in many conversations: how often it cannot be read, and how readily people act. */
function tryOut(wording: string, seed: string): { acts: number; unreadable: number } {
  let acts = 0;
  let unreadable = 0;
  for (let n = 0; n < MANY; n += 1) {
    const data = `<data>\n${REQUEST.site.dataSummary}\n</data>\nConversation ${n}`;
    const messages = [
      { role: 'system', content: `${wording}\n\n${data}` },
      { role: 'user', content: 'Analyse.' },
    ];
    try {
      const [insight] = readAnalysis(parseAnswer(answerTo(messages, seed))).insights;
      acts += insight ? userActs(insight) : 0;
    } catch {
      unreadable += 1; // what the chatty wording is for
    }
  }
  return { acts: acts / MANY, unreadable: unreadable / MANY };
}

const fileOf = ({ prompt }: Wording): string => readFileSync(join(PROMPTS_DIR, `${prompt}.md`), 'utf8');
const textsOf = (wording: Wording): readonly [string, string] => [
  fileOf(wording),
  wording.write(fileOf(wording)),
];

describe('the wordings of the demonstration', () => {
  it.each(['1', '2', '3'])(
    'win by their words and not by their names: swapping the texts swaps the winner (seed %s)',
    (seed) => {
      const [before, after] = textsOf(BETTER_ENERGY);
      const winner = (variants: Record<string, string>): string | undefined =>
        Object.entries(variants)
          .map(([name, text]) => ({ name, acts: tryOut(text, seed).acts }))
          .sort((a, b) => b.acts - a.acts)[0]?.name;
      expect(winner({ control: before, challenger: after })).toBe('challenger');
      expect(winner({ control: after, challenger: before })).toBe('control');
      expect(tryOut(after, seed).acts - tryOut(before, seed).acts).toBeGreaterThan(0.1);
    },
  );

  it('break the form where they ask for thoughts, and only there', () => {
    const [before, after] = textsOf(CHATTY_BEHAVIOUR).map((text) => tryOut(text, '1').unreadable);
    expect(before).toBe(0);
    expect(after).toBeGreaterThan(0.4);
  });

  it.each([REORDERED_DIAGNOSIS, SHORTER_STANDARD])(
    'change little where little was changed: $prompt',
    (wording) => {
      const [before, after] = textsOf(wording);
      expect(after).not.toBe(before);
      expect(Math.abs(tryOut(after, '1').acts - tryOut(before, '1').acts)).toBeLessThan(0.05);
    },
  );
});
