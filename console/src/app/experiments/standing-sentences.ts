import { formatChance, formatCount, formatShare } from '../numbers/format';
import { variantLook } from '../variants/variant-colours';
import { type ServedState, servesAlready, winningVariant } from './act-words';
import type { Experiment, MetricDefinition, Reason } from './experiments-api';
import { isRatio, MetricText } from '../numbers/metric-text';
import { reasonSentence } from '../reasons/reason-sentence';
import { marginOf } from './guardrail-margin';
import type { Comparison, Evaluation, ExperimentResults, MetricReadOut } from './results-api';

/** A chance from which on one may say that it looks so. */
const CLEAR = 0.8;

/** What the sentences about an experiment rest on. */
export interface Seen {
  readonly experiment: Experiment;
  readonly results: ExperimentResults | undefined;
  readonly metrics: readonly MetricDefinition[];
  /** Oldest first; none while they are on their way. */
  readonly looks: readonly Evaluation[];
}

/** The step of that kind that came last. */
export function lastStep({ steps }: Experiment, kind: Experiment['steps'][number]['kind']) {
  return steps.findLast((step) => step.kind === kind);
}

/** Whether a person named the winner; what the evaluation concluded has a verdict. */
export function isChosenByHand(experiment: Experiment): boolean {
  const step = lastStep(experiment, 'completed');
  return experiment.winner !== null && step !== undefined && typeof step.details['verdict'] !== 'string';
}

/** Which person ended it, and what they said; what the figures ended is said by its reasons. */
export function endSentence(experiment: Experiment): string {
  const step = lastStep(experiment, experiment.status === 'stopped' ? 'stopped' : 'completed');
  if (typeof step?.details['verdict'] === 'string') return '';
  const said = experiment.conclusion?.trim() ?? '';
  if (!step) return said;
  const word = experiment.status === 'stopped' ? 'Stopped' : 'Completed';
  return `${word} by ${step.actor}${said ? `: ${said.replace(/[.\s]+$/, '')}.` : '.'}`;
}

function primary({ experiment, results }: Seen): MetricReadOut | undefined {
  return results?.readOut?.metrics.find(({ name }) => name === experiment.plan.primaryMetric);
}

/** The variant that looks best on the primary metric, in words that claim no more than is known. */
export function leaderSentence(seen: Seen, results: ExperimentResults): string {
  const progress = `${formatShare(results.readOut?.progress ?? 0)} of the planned information is in`;
  const comparisons = (primary(seen)?.comparisons ?? []).filter(({ difference }) => difference !== null);
  const best = comparisons.reduce<Comparison | undefined>(
    (best, next) => ((next.chanceToWin ?? 0) > (best?.chanceToWin ?? -1) ? next : best),
    undefined,
  );
  if (!best) {
    const units = results.readOut?.units ?? 0;
    return `${formatCount(units)} ${units === 1 ? 'conversation is' : 'conversations are'} settled, too few to compare.`;
  }
  const { experiment } = seen;
  const metric = experiment.plan.primaryMetric;
  const name = variantWords(experiment, best.variant);
  const figures = `${textOf(seen, metric).difference(best.difference, best.interval)} against the control, chance to win ${formatChance(best.chanceToWin)}`;
  const over = experiment.endAt !== null || results.verdict === 'waiting';
  if (over) return `${name} on ${metric}: ${figures}; ${progress}.`;
  const looks = looksWords(best.chanceToWin ?? 0.5, comparisons.length > 1);
  return `${name} ${looks} on ${metric} so far: ${figures}. That may still be chance: ${progress}.`;
}

/** Claims nothing of a variant that is about as likely to be better as to be worse. */
function looksWords(chance: number, several: boolean): string {
  if (chance >= CLEAR) return 'looks better';
  if (chance > 1 - CLEAR) return several ? 'does best, and no better than chance would,' : 'is about level';
  return several ? 'does best of the variants and looks worse than the control' : 'looks worse';
}

/** By how much the winner is better. */
export function winnerSentence(seen: Seen, winner: string): string {
  const decided = seen.results?.reasons.find(
    ({ code, variant }) => code === 'significantly_better' && variant === winner,
  )?.metric;
  const metric = decided ?? seen.experiment.plan.primaryMetric;
  const comparison = seen.results?.readOut?.metrics
    .find(({ name }) => name === metric)
    ?.comparisons.find(({ variant }) => variant === winner);
  if (!comparison || comparison.difference === null) return '';
  const { difference, interval, significant } = comparison;
  const figures = `${metric} ${textOf(seen, metric).difference(difference, interval)} against the control.`;
  const open = interval !== null && interval[0] <= 0 && interval[1] >= 0;
  return significant?.method === 'exact' && open
    ? `${figures} The exact test decided; the interval is the large-sample test's, which needed more evidence.`
    : figures;
}

/** What the figures say of a winner that a person named, and no test. */
export function chosenSentence(seen: Seen, winner: string): string {
  const { results, experiment } = seen;
  if (!results) return '';
  const of = primary(seen)?.comparisons.filter(({ difference }) => difference !== null) ?? [];
  if (of.length === 0) return 'There is no evidence for it: it ended before there were figures to compare.';
  const [control] = experiment.variants;
  const figures = winner === control?.name ? leaderSentence(seen, results) : winnerSentence(seen, winner);
  const shown = results.reasons.some(
    ({ code, variant }) => code === 'significantly_better' && variant === winner,
  );
  return shown ? figures : `${figures} The test had not decided, so that may still be chance.`;
}

/** Whether the winner is what the prompt serves. */
export function servedNow(experiment: Experiment, served: ServedState | undefined): string {
  const version = winningVariant(experiment)?.version;
  if (experiment.promoted) return 'It is what the prompt serves now.';
  if (servesAlready(version, served))
    return `The prompt serves v${version} already: there is nothing to promote.`;
  const undone = lastStep(experiment, 'promotion_undone');
  return undone
    ? `Its promotion was undone by ${undone.actor}: the prompt serves what it served before.`
    : 'It is not promoted: the prompt serves what it served before.';
}

/** Whether the guardrails hold. */
export function guardrailSentence({ readOut }: ExperimentResults): string {
  const guardrails = readOut?.metrics.filter(({ role }) => role === 'guardrail') ?? [];
  if (guardrails.length === 0) return '';
  const harmed = guardrails.filter(({ comparisons }) => comparisons.some(({ harm }) => harm));
  if (harmed.length > 0) return `Guardrail harmed: ${harmed.map(({ name }) => name).join(', ')}.`;
  const held = guardrails.every(({ comparisons }) => comparisons.every(({ nonInferior }) => nonInferior));
  return held ? 'Guardrails hold.' : 'Guardrails: no harm seen, not yet shown to hold.';
}

/** A variant as sentences name it. */
export function variantWords({ variants }: Experiment, name: string): string {
  const index = variants.findIndex((variant) => variant.name === name);
  const variant = variants[index];
  return variant ? `${variantLook(index).letter} ${variant.name} v${variant.version}` : name;
}

/** How a metric of the experiment is written. */
function textOf({ results, metrics }: Seen, metric: string): MetricText {
  const isIt = ({ name }: { readonly name: string }) => name === metric;
  return new MetricText(metrics.find(isIt), isRatio(results?.readOut?.metrics.find(isIt)));
}

/** Reasons in words: with the variant's letter, and of what was shown by how much it differs by now. */
export function reasonSentences(seen: Seen, reasons: readonly Reason[]): readonly string[] {
  const { experiment, results, metrics } = seen;
  const writerOf = (name: string) =>
    metrics.some((metric) => metric.name === name) ? textOf(seen, name) : undefined;
  return reasons.map((reason) => {
    const { code, metric, variant } = reason;
    const name = variant === null ? '' : variantWords(experiment, variant);
    const found = results?.readOut?.metrics
      .find((of) => of.name === metric)
      ?.comparisons.find((comparison) => comparison.variant === variant);
    if (!SHOWN.has(code) || metric === null || !found || found.difference === null)
      return reasonSentence(reason, writerOf, name);
    const figures = `${textOf(seen, metric).difference(found.difference, found.interval)} against the control.`;
    if (code === 'significantly_better') return `${name} is better on ${metric}: ${figures}`;
    return `${name} makes ${metric} worse: ${figures}${insideMargin(seen, found, metric)}`;
  });
}

/** An alarm asks whether a variant is worse at all: one that is worse by less than may ship must not look like a contradiction. */
function insideMargin(seen: Seen, { harm, difference }: Comparison, metric: string): string {
  const text = textOf(seen, metric);
  // Where the difference is a share, the margin is still in the metric's unit.
  const margin = text.asRatio ? null : marginOf(seen.experiment, metric, seen.metrics);
  if (!harm || margin === null || difference === null || Math.abs(difference) > margin) return '';
  return ` That is worse for certain, though by less than the ${text.size(margin)} that were accepted.`;
}

const SHOWN: ReadonlySet<string> = new Set(['harm_alarm', 'significantly_worse', 'significantly_better']);

/** Variants that nobody has seen while the others are. */
export function missingSentence({ experiment, results }: Seen): string {
  const figures = results?.readOut?.metrics[0]?.variants ?? [];
  const missing = figures
    .filter(({ count }) => count === 0)
    .map(({ name }) => variantWords(experiment, name));
  return missing.length === 0 || missing.length === figures.length
    ? ''
    : `${missing.join(', ')}: no conversation is settled yet. When that stays so, check that agents report it.`;
}

/** It was no verdict on a difference worth knowing: there was never room to find it. */
export function tooFewWords({ plan }: Experiment): string {
  const limit = plan.maximumUnits === null ? 'its time' : 'its plan';
  return `Ended early: ${limit} allowed too few conversations to find a difference worth knowing.`;
}

const TOLD_MEANWHILE: ReadonlySet<string> = new Set([
  'sample_ratio_warning',
  'split_changed',
  'underpowered',
]);

/** What a person should know while it goes on by itself. */
export function meanwhileSentences(seen: Seen, reasons: readonly Reason[]): readonly string[] {
  return reasonSentences(
    seen,
    reasons.filter(({ code }) => TOLD_MEANWHILE.has(code)),
  );
}
