import type { DashboardExperimentDto } from './dashboard.dto';
import type { EvaluationReason } from './evaluation-verdict';

type Code = EvaluationReason['code'];

/** What makes the figures unusable, whatever they say. */
const UNHEALTHY: ReadonlySet<string> = new Set<Code>([
  'sample_ratio_assignment',
  'sample_ratio_settlement',
  'mixed_exposure',
  'missing_outcomes_differ',
]);
/** What a person's word ends. */
const FOR_A_PERSON: ReadonlySet<string> = new Set<Code>(['approval', 'paused']);
/** What goes away by itself as time passes and conversations come. */
const PASSING: ReadonlySet<string> = new Set<Code>([
  'minimum_runtime',
  'minimum_units',
  'hold_time',
  'guardrail_open',
  'no_longer_better',
]);

/** Whether what an evaluation saw makes the figures unusable. */
export function isUnhealthy(
  verdict: string | null,
  reasons: ReadonlyArray<{ readonly code: string }>,
): boolean {
  return verdict === 'invalid_srm' || reasons.some(({ code }) => UNHEALTHY.has(code));
}

type Seen = Pick<DashboardExperimentDto, 'verdict' | 'reasons' | 'evaluatedAt' | 'startAt'> & {
  readonly decisive: boolean | null;
};

/**
 * Whether an experiment on trial needs a person. `forgottenBefore`: one that nobody has looked at since then is not being
 * evaluated.
 */
export function attentionOf(
  { verdict, reasons, evaluatedAt, startAt, decisive }: Seen,
  forgottenBefore: Date | null,
): DashboardExperimentDto['attention'] {
  const lookedAt = evaluatedAt ?? startAt;
  if (forgottenBefore && lookedAt < forgottenBefore) return 'unhealthy';
  if (isUnhealthy(verdict, reasons)) return 'unhealthy';
  const blocks = reasons.filter((reason) => reason.blocks).map(({ code }) => code);
  if (decisive || blocks.some((code) => FOR_A_PERSON.has(code))) return 'ready';
  return blocks.some((code) => !PASSING.has(code)) ? 'blocked' : 'running';
}
