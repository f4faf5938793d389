import { significant } from '../numbers/digits';
import { formatCount } from '../numbers/format';
import type { Flag, SettlementState, Source, Status, TraceLinks } from './traces-api';

/** A state as an icon and a word, and what it means. */
export interface StateWords {
  readonly tone: 'good' | 'wait' | 'bad' | 'quiet';
  readonly icon: string;
  readonly word: string;
  readonly meaning: string;
}

/** Where words came from. */
export const SOURCE_WORDS: Readonly<Record<Source, { readonly word: string; readonly meaning: string }>> = {
  experiment: { word: 'experiment', meaning: 'A running experiment chose the version.' },
  version: { word: 'version', meaning: 'The agent asked for this version.' },
  label: { word: 'label', meaning: 'A label pointed to this version.' },
  latest: { word: 'latest', meaning: 'It was the latest version.' },
  file: {
    word: 'prompt file',
    meaning: 'Fallback: the registry could not answer, so the agent used the prompt file beside its code.',
  },
};

/** How a use ended. */
export const STATUS_WORDS: Readonly<Record<Status, StateWords>> = {
  ok: { tone: 'good', icon: 'check', word: 'ok', meaning: 'It ended well.' },
  error: { tone: 'bad', icon: 'warning', word: 'error', meaning: 'It ended in an error.' },
  unfinished: {
    tone: 'wait',
    icon: 'warning',
    word: 'unfinished',
    meaning: 'Its process ended before it did.',
  },
};

/** Why a use counts in no experiment. */
export const FLAG_WORDS: Readonly<Record<Flag, { readonly word: string; readonly meaning: string }>> = {
  unknown_prompt: {
    word: 'unknown prompt',
    meaning: 'The registry had no prompt of this name when the trace arrived.',
  },
  unknown_version: { word: 'unknown version', meaning: 'The prompt had no such version.' },
  hash_mismatch: {
    word: 'other words',
    meaning: 'The words that were served are not those of the version that the agent named.',
  },
  not_assigned: {
    word: 'not assigned',
    meaning: 'The experiment does not assign this conversation to this variant.',
  },
  unknown_experiment: { word: 'unknown experiment', meaning: 'The registry has no such experiment.' },
  unknown_variant: { word: 'unknown variant', meaning: 'The experiment has no such variant.' },
  not_started: { word: 'not started', meaning: 'The experiment had not started.' },
};

/** Where a conversation stands in an experiment. */
export const SETTLEMENT_WORDS: Readonly<Record<SettlementState, StateWords>> = {
  waiting: { tone: 'wait', icon: 'retry', word: 'open', meaning: 'Outcomes that arrive still count.' },
  due: { tone: 'wait', icon: 'retry', word: 'due', meaning: 'The next evaluation settles it.' },
  settled: { tone: 'good', icon: 'check', word: 'settled', meaning: 'Its values are frozen and count.' },
  left_out: { tone: 'bad', icon: 'warning', word: 'left out', meaning: 'It was settled and counts nowhere.' },
  never: {
    tone: 'quiet',
    icon: 'close',
    word: 'not settled',
    meaning: 'The experiment ended first; it does not count.',
  },
};

/** Why a conversation is left out. */
export function leftOutWords(reason: string): string {
  return reason === 'mixed' ? 'It saw more than one variant, so it counts for none.' : reason;
}

/** Whether MLflow has a trace. */
export const MLFLOW_WORDS: Readonly<Record<TraceLinks['state'], string>> = {
  off: 'MLflow is not told of this trace.',
  waiting: 'It is on its way to MLflow.',
  delivered: 'MLflow has it.',
  failed: 'The delivery was given up; an admin can send it again under Settings, Health.',
};

/** The value of an outcome; what was counted or answered with yes or no has no decimals. */
export function outcomeText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : significant(value);
}
