import type { ParityDifference } from '@prompt-registry/resolver';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Prompt } from '../prompts/prompt.entity';
import type { ExperimentPlan } from './experiment-plan';
import type { ExperimentStatus } from './experiment-transition';

/** One wording on trial; the first of an experiment is the control. */
export interface Variant {
  readonly name: string;
  readonly version: number;
  /** In (0, 1); those of an experiment sum to 1. */
  readonly share: number;
}

/** The hash space that an experiment shares with others. */
export interface LayerPlace {
  readonly name: string;
  readonly mode: 'exclusive' | 'shared';
  /** Exclusive: how much of the layer to take, in (0, 1]; `null` = as much as the traffic share. */
  readonly share: number | null;
  /** Exclusive, once started: the half-open part it has for itself. */
  readonly range: readonly [from: number, to: number] | null;
}

/** A start although the variants do not fit the same callers: who wanted it, why, and what differs. */
export interface ParityOverride {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly differences: readonly ParityDifference[];
}

/** Two or more versions of a prompt on trial. What happened to it is in its steps. */
@Entity('prompt_experiments')
@Index('experiment_one_running', ['promptId'], { unique: true, where: `status IN ('running', 'paused')` })
@Index('experiment_by_prompt', ['promptId', 'startAt'])
@Check('experiment_status_known', `status IN ('draft', 'running', 'paused', 'completed', 'stopped')`)
@Check('experiment_traffic_possible', `traffic_share > 0 AND traffic_share <= 1`)
@Check(
  'experiment_start_known',
  `(status = 'draft') = (start_at IS NULL) AND (start_at IS NULL) = (salt IS NULL) AND (salt IS NULL) = (hash_version IS NULL)`,
)
@Check('experiment_end_known', `(status IN ('completed', 'stopped')) = (end_at IS NOT NULL)`)
export class Experiment {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'prompt_experiments_pk' })
  id: string;

  @Column({ name: 'prompt_id', type: 'uuid' })
  promptId: string;

  @ManyToOne(() => Prompt)
  @JoinColumn({ name: 'prompt_id', foreignKeyConstraintName: 'experiment_prompt_fk' })
  prompt?: Relation<Prompt>;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  hypothesis: string;

  @Column({ type: 'jsonb' })
  variants: readonly Variant[];

  /** Share of the prompt's conversations that are included, in (0, 1]; only grows once started. */
  @Column({ name: 'traffic_share', type: 'double precision' })
  trafficShare: number;

  /** Random, or the layer's; from the start on. */
  @Column({ type: 'text', nullable: true })
  salt: string | null;

  /** How conversations are hashed; from the start on. */
  @Column({ name: 'hash_version', type: 'integer', nullable: true })
  hashVersion: number | null;

  @Column({ type: 'jsonb', nullable: true })
  layer: LayerPlace | null;

  @Column({ type: 'text' })
  status: ExperimentStatus;

  @Column({ name: 'start_at', type: 'timestamptz', nullable: true })
  startAt: Date | null;

  @Column({ name: 'end_at', type: 'timestamptz', nullable: true })
  endAt: Date | null;

  @Column({ type: 'jsonb' })
  plan: ExperimentPlan;

  /** The final read-out. */
  @Column({ type: 'jsonb', nullable: true })
  metrics: Record<string, unknown> | null;

  /** What was decided on which figures. */
  @Column({ type: 'jsonb', nullable: true })
  decision: Record<string, unknown> | null;

  @Column({ name: 'parity_override', type: 'jsonb', nullable: true })
  parityOverride: ParityOverride | null;

  /** The variant that won; `null` until completed, and when none did. */
  @Column({ type: 'text', nullable: true })
  winner: string | null;

  /** Why it was completed or stopped. */
  @Column({ type: 'text', nullable: true })
  conclusion: string | null;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  /** Grows with every change; the ETag. */
  @Column({ name: 'edit_count', type: 'integer' })
  editCount: number;
}
