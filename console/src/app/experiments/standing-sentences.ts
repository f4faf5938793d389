import { formatCount, formatShare } from '../numbers/format';
import { variantLook } from '../variants/variant-colours';
import type { Experiment, MetricDefinition } from './experiments-api';
import { isRatio, MetricText } from './metric-text';
import type { Comparison, ExperimentResults, MetricReadOut } from './results-api';

/** What the sentences about an experiment rest on. */
export interface Seen {
  readonly experiment: Experiment;
  readonly results: ExperimentResults | undefined;
  readonly metrics: readonly MetricDefinition[];
}

/** The step of that kind that came last. */
export function lastStep({ steps }: Experiment, kind: Experiment['steps'][number]['kind']) {
  return steps.findLast((step) => step.kind === kind);
}

/** Who ended it, and what they said. */
export function endSentence(experiment: Experiment): string {
  const step = lastStep(experiment, experiment.status === 'stopped' ? 'stopped' : 'completed');
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
  const progress = `${formatShare(results.readOut?.progress ?? 0)} of the planned units`;
  const comparisons = (primary(seen)?.comparisons ?? []).filter(({ difference }) => difference !== null);
  const best = comparisons.reduce<Comparison | undefined>(
    (best, next) => ((next.chanceToWin ?? 0) > (best?.chanceToWin ?? -1) ? next : best),
    undefined,
  );
  if (!best)
    return `${formatCount(results.readOut?.units ?? 0)} conversations are settled, too few to compare.`;
  const leads = (best.chanceToWin ?? 0) >= 0.5;
  const name = leads
    ? variantWords(seen.experiment, best.variant)
    : `${variantWords(seen.experiment, seen.experiment.variants[0]?.name ?? '')}, the control,`;
  const figures = `${best.variant}: ${textOf(seen, seen.experiment.plan.primaryMetric).difference(best.difference, best.interval)} ${seen.experiment.plan.primaryMetric}, chance to win ${formatShare(best.chanceToWin)}`;
  const over = seen.experiment.endAt !== null || results.verdict === 'waiting';
  return over
    ? `${figures}; ${progress}.`
    : `${name} looks better (${figures}), but the sequential test needs more evidence: ${progress}.`;
}

/** By how much the winner is better. */
export function winnerSentence(seen: Seen, winner: string): string {
  const comparison = primary(seen)?.comparisons.find(({ variant }) => variant === winner);
  if (!comparison || comparison.difference === null) return '';
  const { difference, interval, significant } = comparison;
  const figures = `${seen.experiment.plan.primaryMetric} ${textOf(seen, seen.experiment.plan.primaryMetric).difference(difference, interval)} against the control.`;
  const open = interval !== null && interval[0] < 0 && interval[1] > 0;
  return significant?.method === 'exact' && open
    ? `${figures} The exact test decided; the interval is the large-sample test's, which needed more evidence.`
    : figures;
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

/** What does harm, by how much. */
export function harmSentences(seen: Seen, { reasons, readOut }: ExperimentResults): readonly string[] {
  return reasons
    .filter(({ code }) => code === 'harm_alarm' || code === 'significantly_worse')
    .map(({ metric, variant, message }) => {
      const found = readOut?.metrics
        .find(({ name }) => name === metric)
        ?.comparisons.find((comparison) => comparison.variant === variant);
      if (!found || metric === null || variant === null || found.difference === null) return message;
      const figures = textOf(seen, metric).difference(found.difference, found.interval);
      return `${variantWords(seen.experiment, variant)} makes ${metric} worse: ${figures} against the control.`;
    });
}

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
