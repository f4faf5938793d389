import { type CompiledMetric, type CompiledSettings } from './compile-settings';
import { type Reason } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { evidenceOf } from './log-evidence';
import { missingLogEvidence } from './missing-evidence';
import { mixedShare } from './mixed-share';
import { change, duration, percent, reason, size } from './reason';
import { standingCrossing, turnedForGood } from './still-better';
import { type StatisticsState } from './statistics-state';
import { firstCrossing } from './success-crossing';

/** What keeps every variant from being shipped, however good it is. */
export function commonBlocks(state: StatisticsState, settings: ExperimentSettings, now: number): Reason[] {
  const blocks: Reason[] = [];
  const left = settings.startedAt + settings.minimumRuntimeMs - now;
  if (left > 0) {
    const message = `The minimum runtime of ${duration(settings.minimumRuntimeMs)} ends in ${duration(left)}.`;
    blocks.push(reason('minimum_runtime', message, { leftMs: left }, { blocks: true }));
  }
  state.metrics.forEach((metric, index) => {
    if (metric.missing === null || metric.missing.alarmed === null) return;
    const { name } = settings.metrics[index]!;
    const { absent, present } = metric.missing;
    const rates = settings.variants.map((variant, v) => {
      const missing = absent.counts[v]!;
      return `${variant.name} ${percent(missing / Math.max(1, missing + present.counts[v]!))}`;
    });
    const message =
      `The variants miss outcomes of ${name} at different rates (${rates.join(', ')}), so those that came cannot be ` +
      `compared. Find out why they are missing, or count missing ones as a fixed value in a new experiment.`;
    const numbers = { evidence: evidenceOf(missingLogEvidence(metric)!), since: metric.missing.alarmed };
    blocks.push(reason('missing_outcomes_differ', message, numbers, { metric: name, blocks: true }));
  });
  const mixed = mixedShare(state);
  if (mixed > settings.mixedLimit) {
    const message =
      `${state.excluded.mixed} conversations (${percent(mixed)}) saw more than one variant; the limit is ` +
      `${percent(settings.mixedLimit)}. Check that every agent passes the same conversation id.`;
    const numbers = { mixed: state.excluded.mixed, share: mixed, limit: settings.mixedLimit };
    blocks.push(reason('mixed_exposure', message, numbers, { blocks: true }));
  }
  return blocks;
}

/**
 * What keeps one variant that is significantly better from being shipped; `undecidable` when a block can never go away
 * because a test has ended.
 */
export function variantBlocks(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
  variant: number,
): { readonly blocks: Reason[]; readonly undecidable: boolean } {
  const blocks: Reason[] = [];
  let undecidable = false;
  const { name } = settings.variants[variant]!;
  const units = Math.min(state.settlement.counts[0]!, state.settlement.counts[variant]!);
  if (units < settings.minimumUnits) {
    const message = `${settings.minimumUnits} settled units of ${name} and of the control are needed; there are ${units}.`;
    blocks.push(
      reason(
        'minimum_units',
        message,
        { units, needed: settings.minimumUnits },
        { variant: name, blocks: true },
      ),
    );
  }
  if (standingCrossing(state, plan, variant) === null) {
    blocks.push(turnedBlock(state, plan, name, variant));
    undecidable = turnedForGood(state, plan, variant);
  }
  for (const metric of plan.guardrails) {
    const comparison = state.metrics[metric.index]!.comparisons[variant - 1]!;
    if (comparison.nonInferior !== null) continue;
    const ended = comparison.frozen !== null && comparison.betting === null;
    undecidable ||= ended;
    blocks.push(guardrailBlock(state, metric, name, variant, ended));
  }
  return { blocks, undecidable };
}

function turnedBlock(
  state: StatisticsState,
  plan: CompiledSettings,
  variantName: string,
  variant: number,
): Reason {
  const { metricIndex, seq } = firstCrossing(state, plan, variant, 1)!;
  const { design, improvement } = plan.metrics[metricIndex]!;
  const { moments } = state.metrics[metricIndex]!;
  const difference = moments[variant]!.mean - moments[0]!.mean + 0;
  const message =
    `Variant ${variantName} was shown to be better on ${design.name} at unit ${seq}, but is not any more: the difference is ` +
    `${change(difference, design)} by now${improvement === 1 ? '' : ' (less is better)'}. It is not shipped while it looks like that.`;
  const about = { metric: design.name, variant: variantName, blocks: true };
  return reason('no_longer_better', message, { seq, difference }, about);
}

function guardrailBlock(
  state: StatisticsState,
  metric: CompiledMetric,
  variantName: string,
  variant: number,
  ended: boolean,
): Reason {
  const { name, margin } = metric.design;
  const moments = state.metrics[metric.index]!.moments;
  const harm = -metric.improvement * (moments[variant]!.mean - moments[0]!.mean) + 0;
  const message =
    `Guardrail ${name}: not yet shown that variant ${variantName} is worse by less than ${size(margin!, metric.design)} ` +
    `(seen so far: ${harm === 0 ? 'no difference' : `${size(harm, metric.design)} ${harm > 0 ? 'worse' : 'better'}`})` +
    (ended
      ? ', and its test has ended: decide by hand, or plan more units or a wider margin.'
      : '; more units are needed.');
  const about = { metric: name, variant: variantName, blocks: true };
  return reason(
    ended ? 'guardrail_undecidable' : 'guardrail_open',
    message,
    { margin: margin!, harm },
    about,
  );
}
