/**
 * Evidence against each hypothesis that holds when all of them are looked at (closed testing with averages; Vovk & Wang,
 * 2021): the smallest weighted average of any set that contains it.
 *
 * Input and output are ln(evidence); `weights` > 0. Never below the weighted Bonferroni value, whatever the dependence.
 * Reject the hypotheses whose answer reaches ln(1 / alpha).
 * @example closedEvidence([Math.log(30), Math.log(10)], [1, 1]).map(Math.exp) // [20, 10]
 */
export function closedEvidence(logs: readonly number[], weights: readonly number[]): number[] {
  const order = logs.map((_, index) => index).sort((a, b) => logs[a]! - logs[b]!);
  return logs.map((own, index) => {
    // In units of its own evidence, so that nothing overflows that matters: more than exp(700) times as much is enough.
    let sum = weights[index]!;
    let weight = weights[index]!;
    let smallest = 1;
    for (const other of order) {
      if (other === index) continue;
      sum += weights[other]! * Math.exp(Math.min(700, logs[other]! - own));
      weight += weights[other]!;
      if (sum / weight >= smallest) break; // ascending: a larger one cannot lower the average again
      smallest = sum / weight;
    }
    return own + Math.log(smallest);
  });
}
