import {
  decisionRecord,
  readOut,
  type Decision,
  type DecisionRecord,
  type Results,
  type Verdict,
} from '@prompt-registry/statistics';
import type { ExperimentEnding } from '../experiments/experiment-conclusion.service';
import type { ExperimentStatistics } from './experiment-statistics.entity';
import { decisionOf, type DecisionRules, type Standing } from './standing';

const LONGEST_CONCLUSION = 2_000;

/** The unit after which nothing was added. */
export interface LastUnit {
  readonly event: number;
  readonly conversationId: string;
  readonly dueAt: string;
}

/** What was decided on which figures, as it is kept with the experiment: everything to recompute it from. */
export interface StoredDecision {
  readonly format: 1;
  readonly verdict: Verdict;
  /** The moment at which it was over. */
  readonly decidedAt: string;
  /** The last event that counts, of assignments and settlements. */
  readonly decidedEvent: number;
  readonly lastUnit: LastUnit | null;
  /** SHA-256 of the settings, as they were frozen. */
  readonly settingsHash: string;
  /** Of a success: since when it stood, and who agreed. */
  readonly heldSince: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly record: DecisionRecord;
}

/** There was never room to find what was looked for, so that not finding it says little. */
const NO_ROOM = 'Ended early: there was room for too few conversations to find a difference that matters.';
const INTRODUCTION: Readonly<Record<Verdict, string>> = {
  harmful: 'Stopped for everybody, because it does harm.',
  success: 'Won.',
  futile: 'Ended early: no difference that matters can be shown any more.',
  no_meaningful_difference: 'No difference that matters.',
  inconclusive: 'Undecided.',
  invalid_srm: 'Not valid.',
  running: 'Running.',
  waiting: 'Waiting.',
};

/** How an experiment ends whose statistics have decided. */
export function endingOf(
  { standing, rules, promote }: { standing: Standing; rules: DecisionRules; promote: boolean },
  row: Pick<ExperimentStatistics, 'settingsHash' | 'approvedBy' | 'approvedAt'>,
  lastUnit: LastUnit | null,
): ExperimentEnding {
  const { decided, heldSince, state } = standing;
  if (!decided) throw new Error('Nothing was decided');
  const decision = decisionOf(standing, rules, decided.at);
  const success = decision.verdict === 'success';
  const stored: StoredDecision = {
    format: 1,
    verdict: decision.verdict,
    decidedAt: iso(decided.at) as string,
    decidedEvent: decided.event,
    lastUnit,
    settingsHash: row.settingsHash,
    heldSince: iso(heldSince),
    approvedBy: success ? row.approvedBy : null,
    approvedAt: success ? iso(row.approvedAt?.getTime() ?? null) : null,
    record: decisionRecord(state, rules.settings, decision),
  };
  const metrics: Results = readOut(state, rules.settings);
  const winner = decision.winner === null ? null : (rules.settings.variants[decision.winner]?.name ?? null);
  return {
    how: decision.verdict === 'harmful' ? 'stopped' : 'completed',
    verdict: decision.verdict,
    winner,
    conclusion: conclusionOf(decision, winner),
    decision: { ...stored },
    metrics: { ...metrics },
    promote: promote && success && winner !== null,
  };
}

/** In words, for people who were not there. */
function conclusionOf({ verdict, reasons }: Decision, winner: string | null): string {
  const short = verdict === 'futile' && reasons.some(({ code }) => code === 'underpowered');
  const usual = short ? NO_ROOM : INTRODUCTION[verdict];
  const introduction = verdict === 'success' && winner !== null ? `"${winner}" won.` : usual;
  return [introduction, ...reasons.map(({ message }) => message)].join(' ').slice(0, LONGEST_CONCLUSION);
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
