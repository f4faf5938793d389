import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const METRIC_KINDS = ['binary', 'bounded', 'continuous'] as const;
export const METRIC_DIRECTIONS = ['increase', 'decrease'] as const;
export const METRIC_SCALES = ['linear', 'log'] as const;
/** Where values come from: recorded outcomes, the traces themselves, or other metrics. */
export const METRIC_SOURCES = ['outcome', 'trace', 'composite'] as const;

/** What can be measured, and which way is better. Never changed once it is there: decided experiments rest on it. */
@Entity('metrics')
@Check('metric_kind_known', `kind IN ('binary', 'bounded', 'continuous')`)
@Check('metric_direction_known', `direction IN ('increase', 'decrease')`)
@Check('metric_scale_known', `scale IN ('linear', 'log')`)
@Check('metric_source_known', `source IN ('outcome', 'trace', 'composite')`)
@Check('metric_range_possible', `minimum IS NULL OR maximum IS NULL OR minimum < maximum`)
@Check('metric_bounded_has_range', `kind = 'continuous' OR (minimum IS NOT NULL AND maximum IS NOT NULL)`)
export class Metric {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'metrics_pk' })
  name: string;

  @Column({ type: 'text' })
  description: string;

  @Column({ type: 'text' })
  kind: (typeof METRIC_KINDS)[number];

  /** Which way is better. */
  @Column({ type: 'text' })
  direction: (typeof METRIC_DIRECTIONS)[number];

  /** Values below are refused; `null` = no limit. */
  @Column({ type: 'double precision', nullable: true })
  minimum: number | null;

  @Column({ type: 'double precision', nullable: true })
  maximum: number | null;

  /** For people, such as `ms`; may be empty. */
  @Column({ type: 'text' })
  unit: string;

  /** How differences are analysed when it decides: as they are, or as ratios. */
  @Column({ type: 'text' })
  scale: (typeof METRIC_SCALES)[number];

  /** By how much it may get worse as a guardrail, when the plan does not say; in its unit. */
  @Column({ type: 'double precision', nullable: true })
  margin: number | null;

  /** What a conversation without any value counts as; `null` = it is left out. */
  @Column({ name: 'missing_value', type: 'double precision', nullable: true })
  missingValue: number | null;

  @Column({ type: 'text' })
  source: (typeof METRIC_SOURCES)[number];

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
