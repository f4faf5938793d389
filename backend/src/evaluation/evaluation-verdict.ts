import type { Decision, Reason, Verdict } from '@prompt-registry/statistics';
import type { ExperimentStatus } from '../experiments/experiment-transition';
import { decisionOf, missing, type DecisionRules, type Standing } from './standing';

/** What an evaluation can conclude. */
export const VERDICTS = [
  'running',
  'invalid_srm',
  'harmful',
  'success',
  'futile',
  'no_meaningful_difference',
  'inconclusive',
  'waiting',
] as const satisfies readonly Verdict[];

/** Why, as people read it: the reasons of the statistics, and what the plan or a person lets it wait for. */
export interface EvaluationReason extends Omit<Reason, 'code'> {
  readonly code: Reason['code'] | 'hold_time' | 'approval' | 'paused';
}

/** A verdict and what it means for the experiment. */
export interface EvaluationVerdict {
  readonly verdict: Verdict;
  /** It ends the experiment. */
  readonly decisive: boolean;
  readonly reasons: readonly EvaluationReason[];
  /** Of the statistics, whatever it has to wait for. */
  readonly decision: Decision;
}

/** What an evaluation concludes of where an experiment stands at a moment (epoch ms). */
export function evaluationVerdict(
  standing: Standing,
  rules: DecisionRules,
  status: ExperimentStatus,
  now: number,
): EvaluationVerdict {
  const decision = decisionOf(standing, rules, now);
  const { verdict, decisive, reasons } = decision;
  const blocks = decisive ? blocksOf(decision, standing, rules, status, now) : [];
  if (blocks.length === 0) return { verdict, decisive, reasons, decision };
  return { verdict: 'waiting', decisive: false, reasons: [...reasons, ...blocks], decision };
}

/** Harm ends an experiment whatever else is the case. */
export function isHeldByPause(verdict: Verdict, status: ExperimentStatus): boolean {
  return status === 'paused' && verdict !== 'harmful';
}

function blocksOf(
  decision: Decision,
  { heldSince, decided }: Standing,
  rules: DecisionRules,
  status: ExperimentStatus,
  now: number,
): EvaluationReason[] {
  const blocks: EvaluationReason[] = [];
  const until = (heldSince ?? now) + rules.holdMs;
  for (const code of decided ? [] : missing(decision, heldSince, rules, now))
    if (code === 'hold_time')
      blocks.push(
        block(code, `The verdict must stand for ${minutes(rules.holdMs)}: until ${iso(until)}.`, {
          since: heldSince ?? now,
          until,
        }),
      );
    else
      blocks.push(
        block(code, 'The plan wants a person to agree: approve the experiment to complete it.', {}),
      );
  if (isHeldByPause(decision.verdict, status))
    blocks.push(
      block('paused', 'The experiment is paused: resume it to let the verdict complete it, or stop it.', {}),
    );
  return blocks;
}

function block(
  code: EvaluationReason['code'],
  message: string,
  numbers: Readonly<Record<string, number>>,
): EvaluationReason {
  return { code, blocks: true, message, metric: null, variant: null, numbers };
}

function minutes(ms: number): string {
  const count = ms / 60_000;
  return count === 1 ? '1 minute' : `${count} minutes`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
