import { formatCount, formatSetShare, formatShare } from '../numbers/format';
import { timeText } from '../charts/time-ticks';
import type { Experiment, Reason } from './experiments-api';
import type { Evaluation, ExperimentResults } from './results-api';

/** The checks that make the figures unusable when they fail, in the order in which they are told. */
const CHECKS = [
  'sample_ratio_assignment',
  'sample_ratio_settlement',
  'mixed_exposure',
  'missing_outcomes_differ',
] as const;
type Check = (typeof CHECKS)[number];

/** A failed check as people read it. */
export interface FailedCheck {
  /** What is wrong, since when. */
  readonly what: string;
  /** What a person can do about it. */
  readonly act: string;
  /** Whether it can become right again while the experiment goes on. */
  readonly heals: boolean;
}

/** What makes the figures unusable, among the reasons. */
export function unhealthyReasons(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.filter(({ code }) => CHECKS.includes(code as Check));
}

/** Each failed check once: which, since when, what to do. */
export function failedChecks(
  experiment: Experiment,
  results: ExperimentResults,
  looks: readonly Evaluation[],
): readonly FailedCheck[] {
  const failed = unhealthyReasons(results.reasons);
  const assigned = failed.some(({ code }) => code === 'sample_ratio_assignment');
  return (
    failed
      // Who did not enter in the planned shares is not settled in them either.
      .filter(({ code }) => !(assigned && code === 'sample_ratio_settlement'))
      .map((reason) => {
        const { what, ...rest } = checkOf(reason, experiment, results);
        return { ...rest, what: `${what}${since(reason, looks)}` };
      })
  );
}

function checkOf(reason: Reason, experiment: Experiment, { readOut }: ExperimentResults): FailedCheck {
  const { code, metric } = reason;
  const own = readOut?.metrics.find(({ name }) => name === metric);
  if (code === 'mixed_exposure' && readOut) {
    const { count, share, limit } = readOut.mixed;
    return {
      what: `Mixed exposure: ${formatCount(count)} ${count === 1 ? 'conversation' : 'conversations'} (${formatShare(share)}) saw more than one variant; the limit is ${formatShare(limit)}`,
      act: 'Check that every agent passes the same conversation id all the way through.',
      heals: true,
    };
  }
  if (code === 'missing_outcomes_differ' && own) {
    const rates = own.variants.map(({ name, missingShare }) => `${name} ${formatShare(missingShare)}`);
    return {
      what: `Missing outcomes: the variants lack values of ${metric} at different rates (${rates.join(', ')}), so those that came cannot be compared`,
      act: 'Find out why they are missing, or count a missing one as a fixed value; then stop this experiment and start a new one.',
      heals: false,
    };
  }
  if (!readOut || (code !== 'sample_ratio_assignment' && code !== 'sample_ratio_settlement'))
    return { what: reason.message.replace(/\.$/, ''), act: '', heals: false };
  const ofAssigned = code === 'sample_ratio_assignment';
  const { counts } = ofAssigned ? readOut.sampleRatio.assignment : readOut.sampleRatio.settlement;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const got = experiment.variants.map(
    ({ name, share }, index) =>
      `${name} ${formatCount(counts[index])} (${formatShare((counts[index] ?? 0) / Math.max(1, total))}, planned ${formatSetShare(share)})`,
  );
  return {
    what: `Sample ratio: conversations ${ofAssigned ? 'arrived' : 'were settled'} in other shares than planned: ${got.join(', ')}`,
    act: 'Find what loses or repeats them: agents that fail, filter or retry in one variant only, or that do not report. Then stop this experiment and start a new one.',
    heals: false,
  };
}

/** Since which conversation, and at which look that was seen first. */
function since({ code, numbers }: Reason, looks: readonly Evaluation[]): string {
  const first = looks.find(({ reasons }) => reasons.some((reason) => reason.code === code && reason.blocks));
  const parts = [
    ...(numbers['since'] === undefined ? [] : [`conversation ${formatCount(numbers['since'])}`]),
    ...(first ? [timeText(Date.parse(first.at))] : []),
  ];
  return parts.length === 0 ? '.' : `, since ${parts.join(', seen ')}.`;
}
