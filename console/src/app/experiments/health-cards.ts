import { formatCount, formatShare } from '../numbers/format';
import { writeNumber } from '../numbers/typed-number';
import type { Experiment } from './experiments-api';
import type { ExperimentResults, SampleRatio } from './results-api';

/** One check of an experiment's health. */
export interface HealthCard {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown';
  readonly word: string;
  readonly about: string;
}

/** Whether the figures can be trusted, check by check; what was not checked says so. */
export function healthCards(experiment: Experiment, results: ExperimentResults): readonly HealthCard[] {
  return [
    sampleRatio(experiment, results),
    mixed(results),
    missing(results),
    words(results),
    job(experiment, results),
  ];
}

function sampleRatio({ variants }: Experiment, { readOut }: ExperimentResults): HealthCard {
  const name = 'Sample ratio';
  if (!readOut) return unknown(name, 'Not checked before the first look.');
  const { assignment, settlement } = readOut.sampleRatio;
  const worse = settlement.evidence > assignment.evidence ? settlement : assignment;
  if (worse.counts.every((count) => count === 0))
    return unknown(name, 'Not checked before a conversation has entered.', 'not checked yet');
  const counts = variants
    .map((variant, index) => `${variant.name} ${formatCount(worse.counts[index] ?? 0)}`)
    .join(', ');
  const about = `${counts}. Evidence against the planned shares: ${evidenceWords(worse)} (alarm at 1,000).`;
  if (worse.alarmed) return { name, state: 'failed', word: 'mismatch', about };
  if (worse.warned) return { name, state: 'warning', word: 'suspicious', about };
  return { name, state: 'ok', word: 'as planned', about };
}

function evidenceWords({ evidence }: SampleRatio): string {
  if (evidence >= 1_000_000) return 'more than a million';
  return evidence >= 10 ? formatCount(Math.round(evidence)) : writeNumber(Number(evidence.toPrecision(2)));
}

function mixed({ readOut }: ExperimentResults): HealthCard {
  const name = 'Mixed exposure';
  if (!readOut) return unknown(name, 'Not checked before the first look.');
  const { count, share, limit } = readOut.mixed;
  if (readOut.sampleRatio.assignment.counts.every((assigned) => assigned === 0) && count === 0)
    return unknown(name, 'Not checked before a conversation has entered.', 'not checked yet');
  const about = `${formatCount(count)} ${count === 1 ? 'conversation' : 'conversations'} (${formatShare(share)}) saw more than one variant; the limit is ${formatShare(limit)}.`;
  return share > limit
    ? { name, state: 'failed', word: 'too many', about }
    : { name, state: 'ok', word: count === 0 ? 'none' : 'few', about };
}

function missing({ readOut, reasons }: ExperimentResults): HealthCard {
  const name = 'Missing outcomes';
  const checked = readOut?.metrics.filter(({ missingEvidence }) => missingEvidence !== null) ?? [];
  const alarm = reasons.find(({ code }) => code === 'missing_outcomes_differ');
  if (alarm) return { name, state: 'failed', word: 'differ', about: alarm.message };
  if (!readOut || readOut.units === 0) return unknown(name, 'Not checked before the first look.');
  if (checked.length === 0)
    return unknown(
      name,
      'Every metric has a value for conversations without an outcome, so none is missing.',
      'not needed',
    );
  const rare =
    checked[0]?.variants.filter(({ count, missingShare }) => count === 0 && missingShare === null) ?? [];
  if (rare.length > 0)
    return unknown(
      name,
      `No conversation of ${rare.map((variant) => variant.name).join(', ')} is settled yet.`,
    );
  const about = checked
    .map(
      ({ name: metric, variants }) =>
        `${metric}: ${variants.map((variant) => `${variant.name} ${formatShare(variant.missingShare)}`).join(', ')}`,
    )
    .join('; ');
  return { name, state: 'ok', word: 'alike', about: `Without a value: ${about}.` };
}

function words({ funnel }: ExperimentResults): HealthCard {
  const name = 'Words served';
  if (!funnel || funnel.exposed === 0) return unknown(name, 'Not checked: no trace has arrived.');
  const count = funnel.flaggedTraces['hash_mismatch'] ?? 0;
  const about =
    count === 0
      ? 'Every trace that counts reported the hash of its variant’s words.'
      : `${formatCount(count)} ${count === 1 ? 'trace' : 'traces'} reported other words than their variant’s and do not count. Look for agents that change prompts after loading them.`;
  return { name, state: count === 0 ? 'ok' : 'warning', word: count === 0 ? 'match' : 'mismatch', about };
}

function job({ status }: Experiment, { evaluatedAt, overdue }: ExperimentResults): HealthCard {
  const name = 'Evaluation';
  if (status !== 'running' && status !== 'paused')
    return { name, state: 'ok', word: 'over', about: 'It is not evaluated any more.' };
  if (overdue)
    return {
      name,
      state: 'failed',
      word: 'overdue',
      about: 'The job has missed it several times. See Settings, Health; or evaluate it now.',
    };
  return evaluatedAt
    ? { name, state: 'ok', word: 'on time', about: 'The job looks at it by itself.' }
    : unknown(name, 'The first look is still to come.', 'to come');
}

function unknown(name: string, about: string, word = 'not checked'): HealthCard {
  return { name, state: 'unknown', word, about };
}
