import type { ExperimentStatus } from '../experiments/experiment-transition';
import type { SettlementState } from './conversation.dto';

/** What is known of a conversation in an experiment. */
interface Known {
  readonly status: ExperimentStatus;
  readonly settlementDueAt: Date;
  readonly settledAt: Date | null;
  readonly leftOutBecause: string | null;
}

/** Where a conversation stands. An experiment that has ended settles nothing any more. */
export function settlementState(
  { status, settlementDueAt, settledAt, leftOutBecause }: Known,
  now: Date,
): SettlementState {
  if (settledAt) return leftOutBecause === null ? 'settled' : 'left_out';
  if (status === 'completed' || status === 'stopped') return 'never';
  return settlementDueAt > now ? 'waiting' : 'due';
}
