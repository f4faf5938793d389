/** New words for a prompt: what a person wrote, why, and the text made of the one before. @example write(before) */
export interface Wording {
  readonly prompt: string;
  readonly message: string;
  write(before: string): string;
}

const section = (text: string) => (before: string) => `${before.trimEnd()}\n\n${text}\n`;

/** Asks for what people act upon; the stand-in does better work on it. */
export const BETTER_ENERGY: Wording = {
  prompt: 'specialists/energy_analyst',
  message: 'Ask for units, a second look at the figures, and somebody who does it',
  write: section(`## Before you answer

1. Recompute every figure from the data once more, and drop what does not come out the same.
2. Write the unit beside every figure, also in titles and effects.
3. Say in each recommended action who does it and by when.`),
};

/** Well meant, and the answer is no JSON any more. */
export const CHATTY_BEHAVIOUR: Wording = {
  prompt: 'specialists/behavioral_analyst',
  message: 'Let it think first',
  write: section(`## Thinking

Think aloud before you answer: go through the entities one by one and write down what comes to mind, then give the
result.`),
};

/** Neither better nor worse. */
export const REORDERED_DIAGNOSIS: Wording = {
  prompt: 'specialists/diagnostic_analyst',
  message: 'Look at what changed last first',
  write: section(`## Order

Begin with the entities whose readings changed last, and go back in time from there.`),
};

/** Neither better nor worse, too. */
export const SHORTER_STANDARD: Wording = {
  prompt: 'depth/standard',
  message: 'Say the same in fewer words',
  write: (before) =>
    before.replace('A regular analysis that will be read once and acted upon.', 'A regular analysis.'),
};

export const SHORTER_QUICK: Wording = {
  prompt: 'depth/quick',
  message: 'One insight is enough when somebody waits',
  write: (before) => before.replace('At most 2 insights', 'At most 1 insights'),
};

export const WARMER_DIGEST: Wording = {
  prompt: 'notifications/weekly_digest',
  message: 'Begin with what went well',
  write: section('Begin with one thing that went well this week.'),
};
