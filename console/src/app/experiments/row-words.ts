import { NONE_YET } from '../numbers/format';
import type { ExperimentStatus, MetricDefinition, Reason, Verdict } from './experiments-api';
import type { ListedExperiment, ListedMetric } from './list-api';
import { MetricText } from '../numbers/metric-text';
import { endingReasons, endingSentence, isOfGuardrail, reasonSentence } from '../reasons/reason-sentence';
import {
  chosenWord,
  DRAFT,
  ENDED,
  type Look,
  NO_WINNER,
  READY,
  STOPPED,
  UNUSABLE,
  winnerWord,
} from './standing-words';
import { leftWords } from './status-words';
import { unhealthyReasons } from './unhealthy-sentences';

/** How an experiment stands, in a word with a meaning, and why. */
export interface RowWords extends Look {
  /** A sentence; empty when the word says it all. */
  readonly reason: string;
  /** When it is over: "~3 days left"; empty when it is not on trial. */
  readonly left: string;
}

const ATTENTION: Readonly<Record<NonNullable<ListedExperiment['attention']>, Look>> = {
  unhealthy: UNUSABLE,
  ready: { word: READY, tone: 'wait' },
  blocked: { word: 'waiting', tone: 'wait' },
  running: { word: 'running', tone: 'info' },
};

const WITHOUT_WINNER: Readonly<Partial<Record<Verdict, Look>>> = ENDED;

export const STATUS_WORDS: Readonly<Record<ExperimentStatus, string>> = {
  draft: 'Draft',
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  stopped: 'Stopped',
};

/** What the badge of an experiment says; `metrics` are those that reasons may speak of besides the row's own. */
export function rowWords(row: ListedExperiment, metrics: readonly MetricDefinition[] = []): RowWords {
  return { ...lookOf(row), reason: reasonOf(row, metrics), left: leftWords(row.daysLeft) };
}

function lookOf({ status, attention, verdict, winner, promoted }: ListedExperiment): Look {
  if (status === 'draft') return DRAFT;
  if (attention === 'unhealthy') return ATTENTION.unhealthy;
  if (status === 'paused') return { word: 'paused', tone: 'wait' };
  // As the page says it: better, but something that passes by itself is still waited for.
  if (attention === 'running' && verdict === 'waiting') return ATTENTION.blocked;
  if (attention !== null) return ATTENTION[attention];
  // What a person ended has no verdict.
  if (winner !== null && verdict === null) return { word: chosenWord(winner, promoted), tone: 'quiet' };
  if (winner !== null) return { word: winnerWord(winner, promoted), tone: 'good' };
  if (status === 'stopped' && verdict !== 'harmful') return STOPPED;
  return (verdict && WITHOUT_WINNER[verdict]) || { word: NO_WINNER, tone: 'quiet' };
}

function reasonOf(row: ListedExperiment, metrics: readonly MetricDefinition[]): string {
  const { attention, reasons, conclusion, startAt, evaluatedAt, status, verdict } = row;
  const say = (reason: Reason) => reasonSentence(reason, (name) => writerOf(row, reason, name, metrics));
  if (attention === null) {
    // What the figures ended is said by their reasons, what a person ended in their words.
    const ended = status === 'draft' || verdict === null ? [] : endingReasons(verdict, reasons);
    return ended.length > 0
      ? ended.map((reason) => endingSentence(reason, say)).join(' ')
      : `${handWords(row)}${conclusion ?? ''}`;
  }
  const [blocking] = reasons.filter(({ blocks }) => blocks);
  const reason = blocking ?? reasons[0];
  if (reason) return say(reason);
  return startAt !== null && evaluatedAt === null ? 'Not evaluated yet.' : '';
}

function handWords({ winner, verdict, units }: ListedExperiment): string {
  if (winner === null || verdict !== null) return '';
  return units > 0 ? 'By hand: ' : 'By hand, without evidence: ';
}

function writerOf(
  { primaryMetric, decidedBy }: ListedExperiment,
  reason: Reason,
  name: string,
  metrics: readonly MetricDefinition[],
): MetricText | undefined {
  const own = [primaryMetric, decidedBy].find((of) => of?.name === name);
  if (own) return new MetricText(own, own.scale === 'log');
  const metric = metrics.find((of) => of.name === name);
  // Of another one that decides nobody knows here whether it was analysed as ratios.
  const known = isOfGuardrail(reason) || metric?.scale === 'linear';
  return metric && known ? new MetricText(metric) : undefined;
}

/** Whether nobody may read a difference off the figures: now, or when it ended. */
export function isDistrusted({ attention, status, reasons }: ListedExperiment): boolean {
  const ended = status === 'completed' || status === 'stopped';
  return attention === 'unhealthy' || (ended && unhealthyReasons(reasons).length > 0);
}

/** The difference of the variant that leads and its interval, on the scale it is analysed on. */
export function differenceWords(metric: ListedMetric): string {
  const { difference, interval, scale } = metric;
  return difference === null
    ? NONE_YET
    : new MetricText(metric, scale === 'log').difference(difference, interval);
}

/** "v3 vs v5", "v3 vs v5, v6 and 4 more". */
export function variantsWords({ variants }: Pick<ListedExperiment, 'variants'>): string {
  const [control, ...others] = variants.map(({ version }) => `v${version}`);
  const shown = others.length > 3 ? others.slice(0, 2) : others;
  const more = others.length - shown.length;
  return `${control} vs ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
