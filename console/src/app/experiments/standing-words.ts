import type { Verdict } from './experiments-api';

export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'quiet';

/** What a badge says of an experiment; the list and the page say it with the same words. */
export interface Look {
  readonly tone: Tone;
  readonly word: string;
}

export const DRAFT: Look = { tone: 'quiet', word: 'draft' };
/** A person has to agree. */
export const READY = 'ready for you';
/** It ended, and nobody named a winner. */
export const NO_WINNER = 'no winner';
/** The figures cannot be trusted. */
export const UNUSABLE: Look = { tone: 'bad', word: 'unhealthy' };

/** A person ended it before there was a result. */
export const STOPPED: Look = { tone: 'quiet', word: 'stopped' };

/** How a verdict without a winner reads. */
export const ENDED = {
  harmful: { tone: 'bad', word: 'harmful' },
  futile: { tone: 'quiet', word: NO_WINNER },
  no_meaningful_difference: { tone: 'quiet', word: 'no difference' },
  inconclusive: { tone: 'quiet', word: 'inconclusive' },
  invalid_srm: UNUSABLE,
} as const satisfies Readonly<Partial<Record<Verdict, Look>>>;

/** Whom a person named, and whether the prompt serves it. */
export function chosenWord(winner: string, promoted: boolean): string {
  return promoted ? `${winner} chosen, promoted` : `${winner} chosen`;
}

/** Who won, and whether the prompt serves it. */
export function winnerWord(winner: string, promoted: boolean): string {
  return promoted ? `${winner} won, promoted` : `${winner} won`;
}
