import { formatCount, formatSetShare } from '../numbers/format';
import type { Experiment } from './experiments-api';
import type { ExperimentResults } from './results-api';
import { daysWords } from './plan-words';

const DAY_MS = 86_400_000;

/** How much is let in, and what that comes to a day; from how little, where it is from less than a day. */
export function paceWords(
  { trafficShare, startAt, endAt }: Pick<Experiment, 'trafficShare' | 'startAt' | 'endAt'>,
  { funnel, outlook }: Pick<ExperimentResults, 'funnel' | 'outlook'>,
  now: Date,
): string {
  const share = formatSetShare(trafficShare);
  const traffic = `${share} of the prompt’s conversations ${endAt === null ? 'are' : 'were'} let in`;
  const perDay = outlook?.conversationsPerDay ?? null;
  if (perDay === null || startAt === null) return `${traffic}.`;
  const days = ((endAt === null ? now.getTime() : Date.parse(endAt)) - Date.parse(startAt)) / DAY_MS;
  // A rate is known no better than that.
  const rate = `about ${formatCount(Number(perDay.toPrecision(2)))} a day`;
  if (days >= 1 || days <= 0) return `${traffic}, ${rate}.`;
  return `${traffic}: ${formatCount(funnel?.exposed ?? 0)} in ${daysWords(days)}, which would be ${rate}.`;
}
