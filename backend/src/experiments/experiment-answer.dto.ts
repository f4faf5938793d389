import { ApiProperty } from '@nestjs/swagger';
import { STEP_KINDS, type StepKind } from './experiment-step.entity';
import { EXPERIMENT_ACTIONS, EXPERIMENT_STATUSES } from './experiment-transition';
import type { ExperimentAction, ExperimentStatus } from './experiment-transition';
import type { Experiment, LayerPlace, ParityOverride } from './experiment.entity';
import { VariantDto } from './experiment.dto';
import { ExperimentPlanDto } from './experiment-plan-answer.dto';

const TEXT = { type: 'string' } as const;

/** An experiment as lists show it. */
export class ExperimentSummaryDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  /**
   * The prompt's id.
   * @example "7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  promptId: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  /**
   * What it is called.
   * @example "shorter steps"
   */
  name: string;

  /**
   * What is expected, and why.
   * @example "Shorter steps are acted on more often"
   */
  hypothesis: string;

  /** Where in its life it is. */
  @ApiProperty({ type: String, enum: EXPERIMENT_STATUSES, example: 'running' })
  status: ExperimentStatus;

  /** The versions on trial; the first is the control. */
  @ApiProperty({ type: [VariantDto] })
  variants: readonly VariantDto[];

  /**
   * Share of the prompt's conversations that are included.
   * @example 0.5
   */
  trafficShare: number;

  /** The hash space it is in with others; `null`: its own. `range`: its part of an exclusive one, once it has started. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    required: ['name', 'mode', 'share', 'range'],
    selfRequired: true,
    properties: {
      name: TEXT,
      mode: { type: 'string', enum: ['exclusive', 'shared'] },
      share: { type: 'number', nullable: true },
      range: { type: 'array', nullable: true, items: { type: 'number' }, minItems: 2, maxItems: 2 },
    },
    additionalProperties: false,
    example: { name: 'tone', mode: 'exclusive', share: 0.5, range: [0, 0.5] },
  })
  layer: LayerPlace | null;

  /** When it started; `null`: it has not. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-31T09:30:00.000Z' })
  startAt: Date | null;

  /** When it was completed or stopped; `null`: it was not. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-02-14T09:30:00.000Z' })
  endAt: Date | null;

  /** How it is evaluated. */
  @ApiProperty({ type: ExperimentPlanDto })
  plan: Experiment['plan'];

  /** The final read-out; `null` until there is one. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: null })
  metrics: Record<string, unknown> | null;

  /** What was decided on which figures; `null` until something was. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: null })
  decision: Record<string, unknown> | null;

  /** Set when it was started although the variants differ in what callers rely on. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    required: ['by', 'at', 'reason', 'differences'],
    selfRequired: true,
    properties: {
      by: TEXT,
      at: { type: 'string', format: 'date-time' },
      reason: TEXT,
      differences: {
        type: 'array',
        items: {
          type: 'object',
          required: ['variant', 'aspect', 'detail'],
          properties: {
            variant: TEXT,
            aspect: { type: 'string', enum: ['type', 'variables', 'placeholders', 'outputSchema'] },
            detail: TEXT,
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
    example: null,
  })
  parityOverride: ParityOverride | null;

  /** The variant that won; `null` until completed, and when none did. */
  @ApiProperty({ type: String, nullable: true, example: 'shorter' })
  winner: string | null;

  /** Why it was completed or stopped; `null` until it was. */
  @ApiProperty({ type: String, nullable: true, example: 'Shorter steps are acted on more often' })
  conclusion: string | null;

  /**
   * Whether the winner is promoted, and that not undone.
   * @example false
   */
  promoted: boolean;

  /**
   * Who planned it.
   * @example "ada@example.com"
   */
  createdBy: string;

  /**
   * When.
   * @example "2026-01-30T09:30:00.000Z"
   */
  createdAt: Date;

  /**
   * Who changed it last.
   * @example "ada@example.com"
   */
  updatedBy: string;

  /**
   * When.
   * @example "2026-01-31T09:30:00.000Z"
   */
  updatedAt: Date;
}

/** Something that happened to an experiment. */
export class ExperimentStepDto {
  /**
   * When; conversations that began earlier are not affected.
   * @example "2026-01-31T09:30:00.000Z"
   */
  at: Date;

  /** What. */
  @ApiProperty({ type: String, enum: STEP_KINDS, example: 'started' })
  kind: StepKind;

  /**
   * The traffic share from then on.
   * @example 0.5
   */
  trafficShare: number;

  /**
   * Why; empty when nobody said.
   * @example "Agreed in the weekly review"
   */
  reason: string;

  /**
   * Who.
   * @example "ada@example.com"
   */
  actor: string;

  /** What belongs to the kind, such as what was served before and after a promotion. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { immediate: false } })
  details: Record<string, unknown>;
}

/** An experiment with its history. */
export class ExperimentDto extends ExperimentSummaryDto {
  /** What decides the assignments; `null` until it starts. */
  @ApiProperty({ type: String, nullable: true, example: '9f86d081884c7d659a2feaa0c55ad015' })
  salt: string | null;

  /** How conversations are hashed; `null` until it starts. */
  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  hashVersion: number | null;

  /** What happened, oldest first. */
  steps: ExperimentStepDto[];

  /** What can be done now. */
  @ApiProperty({
    type: String,
    isArray: true,
    enum: EXPERIMENT_ACTIONS,
    example: ['pause', 'evaluate', 'stop', 'complete'],
  })
  allowedActions: ExperimentAction[];
}
