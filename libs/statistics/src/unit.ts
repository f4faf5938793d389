/** One settled conversation with its frozen values: what enters the statistics, exactly once. */
export interface Unit {
  /** Index of its variant in the settings; 0 is the control. */
  readonly variant: number;
  /** Share of every variant in force when the unit was assigned, by variant index (any positive common factor). */
  readonly propensities: readonly number[];
  /** Raw value by metric index; null = no outcome of that metric. */
  readonly values: readonly (number | null)[];
  /** Epoch milliseconds at which it fell due; non-decreasing over the units. */
  readonly at: number;
}
