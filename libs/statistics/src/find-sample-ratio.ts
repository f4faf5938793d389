import { sampleRatioLogEvidence } from './advance-sample-ratio';
import { type CompiledSettings } from './compile-settings';
import { type Reason } from './decision';
import { evidenceOf } from './log-evidence';
import { type ExperimentSettings } from './experiment-settings';
import { figure, reason } from './reason';
import { type SampleRatioState, type StatisticsState } from './statistics-state';

const MILLION = 1_000_000;

/** Whether the units arrived in other proportions than declared, and what to say about it. */
export function findSampleRatio(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
): { readonly alarmed: boolean; readonly reasons: Reason[] } {
  const reasons: Reason[] = [];
  const look = (ratio: SampleRatioState, code: 'sample_ratio_assignment' | 'sample_ratio_settlement') => {
    if (ratio.warned === null) return;
    const when = code === 'sample_ratio_assignment' ? 'assigned' : 'settled';
    const counts = settings.variants.map(({ name }, index) => `${name} ${ratio.counts[index]}`).join(', ');
    const evidence = evidenceOf(sampleRatioLogEvidence(ratio));
    const numbers = { evidence, alarm: Math.exp(plan.sampleRatioLog), since: ratio.alarmed ?? ratio.warned };
    const message =
      ratio.alarmed === null
        ? `The ${when} units are close to not fitting the declared shares (${counts}).`
        : `The ${when} units do not fit the declared shares (${counts}; evidence ${evidenceInWords(evidence)}), since unit ` +
          `${ratio.alarmed}. Find what loses or repeats them, stop this experiment and start a new one.`;
    reasons.push(
      reason(ratio.alarmed === null ? 'sample_ratio_warning' : code, message, numbers, {
        blocks: ratio.alarmed !== null,
      }),
    );
  };
  look(state.assignment, 'sample_ratio_assignment');
  look(state.settlement, 'sample_ratio_settlement');
  return { alarmed: state.assignment.alarmed !== null || state.settlement.alarmed !== null, reasons };
}

/** Beyond a million it says no more, and nobody counts the zeros. */
function evidenceInWords(evidence: number): string {
  return evidence > MILLION ? 'more than a million' : figure(evidence);
}
