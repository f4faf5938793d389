import { atMost, type Outcomes } from './replicate';

/** One pass line. */
export interface Judgement {
  readonly goal: string;
  readonly must: string;
  readonly measured: string;
  readonly held: boolean;
}

export type AllOutcomes = ReadonlyMap<string, Outcomes>;

/** Experiments of at most this many units for each variant are called small. */
export const SMALL = 150;

export const percent = (rate: number, digits = 1): string => `${(100 * rate).toFixed(digits)} %`;

/** The outcomes of a cell. Errors: when it was not run. */
export function outcomesOf(all: AllOutcomes, { name }: { readonly name: string }): Outcomes {
  const found = all.get(name);
  if (!found) throw new Error(`${name} was not simulated`);
  return found;
}

/** A method's highest rate over several cells, and whether it keeps to `limit` with three standard errors in each. */
export function highest(
  all: AllOutcomes,
  cells: readonly { readonly name: string }[],
  method: string,
  limit: number,
): { readonly measured: string; readonly held: boolean } {
  const found = cells
    .map((cell) => ({ cell, outcomes: outcomesOf(all, cell) }))
    .filter(({ outcomes }) => outcomes.columns.includes(method))
    .map(({ cell, outcomes }) => ({
      name: cell.name,
      rate: outcomes.rate(method),
      most: atMost(limit, outcomes.replications),
    }));
  const worst = found.reduce((a, b) => (b.rate - b.most > a.rate - a.most ? b : a));
  const over = found.filter(({ rate, most }) => rate > most);
  return {
    measured: `at most ${percent(worst.rate, 2)} in ${found.length} cells (bound ${percent(worst.most, 2)}: ${worst.name})`,
    held: over.length === 0,
  };
}
