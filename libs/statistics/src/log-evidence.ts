/** Weights of the five bets; they sum to 1. */
export const BET_WEIGHTS = [0.05, 0.15, 0.5, 0.2, 0.1] as const;

/**
 * ln of the weighted mean of exp(logs): the evidence of a mixture, without overflow.
 * @example logMixture([0, 0], [0.5, 0.5]) // 0
 */
export function logMixture(logs: readonly number[], weights: readonly number[]): number {
  const largest = largestLog(logs);
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += weights[i]! * Math.exp(logs[i]! - largest);
  return largest + Math.log(sum);
}

/** The largest of some logs: no mixture of them is above it, which saves working one out at most units. */
export function largestLog(logs: readonly number[]): number {
  let largest = logs[0]!;
  for (let i = 1; i < logs.length; i++) if (logs[i]! > largest) largest = logs[i]!;
  return largest;
}

/** ln((exp(one) + exp(other)) / 2): two directions, or two tests of one hypothesis, as one. */
export function logMean(one: number, other: number): number {
  const largest = Math.max(one, other);
  return largest + Math.log((Math.exp(one - largest) + Math.exp(other - largest)) / 2);
}

/** The evidence itself; at most 1e300, so that it stays a number everywhere. */
export function evidenceOf(log: number): number {
  return log > 690 ? 1e300 : Math.exp(log);
}
