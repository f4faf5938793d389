/** A figure that an insight rests on. @example { entityId: 'sensor.boiler_energy', statistic: 'mean per day', value: 3.1, unit: 'kWh', period: '2026-02-02/2026-02-23' } */
export interface Evidence {
  readonly entityId: string;
  readonly statistic: string;
  readonly value: number;
  readonly unit: string;
  readonly period: string;
  /** The same figure at another time; null when it was not compared. */
  readonly comparedWith: { readonly value: number; readonly period: string } | null;
}

/** What an analyst found out, in the six fields that every prompt of the corpus agrees on. @example insight.confidence // 0.86 */
export interface Insight {
  readonly title: string;
  readonly finding: string;
  /** At least one. */
  readonly evidence: readonly Evidence[];
  /** 0 to 1: the probability that the finding stands after a careful check. */
  readonly confidence: number;
  readonly recommendedAction: string;
  readonly expectedEffect: string;
}

/** What kept an analyst from seeing more. @example { entityId: '*', problem: 'no weather', consequence: 'heating not compared' } */
export interface DataGap {
  readonly entityId: string;
  readonly problem: string;
  readonly consequence: string;
}

/** An observation for another role. @example { to: 'data_scientist', note: 'Is the slope different?' } */
export interface Handoff {
  readonly to: string;
  readonly note: string;
}

/** An analyst's whole answer. No insights is a good answer. @example analysis.insights.length // 2 */
export interface Analysis {
  readonly insights: readonly Insight[];
  readonly dataGaps: readonly DataGap[];
  readonly handoffs: readonly Handoff[];
}
