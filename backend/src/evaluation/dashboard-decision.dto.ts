import { ApiProperty } from '@nestjs/swagger';
import { METRIC_SCALES } from '../experiments/metric.entity';
import { EvaluationReasonDto } from './evaluation.dto';

const NULLABLE_NUMBER = { type: Number, nullable: true } as const;

/** What a decision rests on: the difference of a variant to the control in the metric that decided. */
export class DashboardEffectDto {
  /**
   * The metric that decided; the primary one when none did, or a person.
   * @example "user_actioned"
   */
  metric: string;

  /** What the metric was there for. */
  @ApiProperty({ type: String, enum: ['success', 'guardrail'], example: 'success' })
  role: 'success' | 'guardrail';

  /** How its differences are analysed: as they are, or as logarithms of ratios. */
  @ApiProperty({ enum: METRIC_SCALES, example: 'linear' })
  scale: (typeof METRIC_SCALES)[number];

  /**
   * The variant: the winner, the one that decided, or else the first after the control.
   * @example "shorter"
   */
  variant: string;

  /**
   * On the analysed scale; of a metric on a log scale the difference of logarithms.
   * @example 0.041
   */
  difference: number;

  /** Lower end of the interval, which holds at all looks at once; `null` when there is none. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 0.012 })
  low: number | null;

  /** Upper end of the interval. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 0.07 })
  high: number | null;
}

/** What the promotion of a winner changed. */
export class DashboardPromotionDto {
  /**
   * What the prompt serves: `latest`, or the label that was moved.
   * @example "production"
   */
  serves: string;

  /** The version that was served before, which one undo serves again. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 11 })
  before: number;

  /** The version that is served since. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 12 })
  after: number;

  /**
   * Whether the two versions have the same words.
   * @example false
   */
  sameWords: boolean;
}

/** An experiment that ended lately. */
export class DashboardDecisionDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  /**
   * What it is called.
   * @example "shorter steps"
   */
  name: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  /** How it ended. */
  @ApiProperty({ type: String, enum: ['completed', 'stopped'], example: 'completed' })
  status: 'completed' | 'stopped';

  /** The verdict of the figures; `null`: a person ended it. */
  @ApiProperty({ type: String, nullable: true, example: 'success' })
  verdict: string | null;

  /** The variant that won, or that a person named. */
  @ApiProperty({ type: String, nullable: true, example: 'shorter' })
  winner: string | null;

  /** Settled conversations at the last look; 0 when there were no figures. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 2391 })
  units: number;

  /** Why it ended. */
  @ApiProperty({ type: String, nullable: true, example: '"shorter" won.' })
  conclusion: string | null;

  /** Why, as the figures say it; empty when a person ended it. */
  @ApiProperty({ type: [EvaluationReasonDto] })
  reasons: readonly EvaluationReasonDto[];

  /**
   * Whether its figures could not be trusted when it ended.
   * @example false
   */
  unhealthy: boolean;

  /** What was seen; `null` when it ended without figures, or with such as cannot be trusted. */
  @ApiProperty({ type: DashboardEffectDto, nullable: true })
  effect: DashboardEffectDto | null;

  /**
   * Whether the winner is promoted, and that not undone.
   * @example true
   */
  promoted: boolean;

  /** What one undo takes back; `null` when the winner is not promoted. */
  @ApiProperty({ type: DashboardPromotionDto, nullable: true })
  promotion: DashboardPromotionDto | null;

  /**
   * The version that did harm, while it is what the prompt serves: everybody gets it until somebody makes the prompt serve
   * another one. `null`: it is not served, or another experiment began on the prompt since.
   */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, example: null })
  servedHarm: number | null;

  /**
   * When it ended.
   * @example "2026-02-14T09:30:00.000Z"
   */
  endAt: Date;
}
