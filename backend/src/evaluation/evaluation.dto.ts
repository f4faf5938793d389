import { ApiProperty } from '@nestjs/swagger';
import type { EvaluationFigures } from './evaluation-figures';
import type { EvaluationReason } from './evaluation-verdict';
import { VERDICTS } from './evaluation-verdict';
import type { Evaluation } from './evaluation.entity';

const TRIGGERS = ['schedule', 'person'] as const;

/** Why a verdict is what it is, or what it waits for. */
export class EvaluationReasonDto {
  /**
   * Stable; the words are not.
   * @example "guardrail_open"
   */
  code: string;

  /**
   * It keeps a success from completing the experiment.
   * @example true
   */
  blocks: boolean;

  /**
   * In words that a person can act on.
   * @example "latency has not been shown to be within its margin yet."
   */
  message: string;

  /** The metric it is about. */
  @ApiProperty({ type: String, nullable: true, example: 'latency' })
  metric: string | null;

  /** The variant it is about. */
  @ApiProperty({ type: String, nullable: true, example: 'shorter' })
  variant: string | null;

  /** The figures of the sentence, by name. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, example: { margin: 250 } })
  numbers: Readonly<Record<string, number>>;
}

const NUMBER_OR_NULL = { type: 'number', nullable: true } as const;
const members = (properties: Record<string, object>) => ({
  type: 'object' as const,
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** The schema of {@link EvaluationFigures}. */
export const FIGURES = members({
  progress: { type: 'number' },
  sampleRatio: members({ assignment: { type: 'number' }, settlement: { type: 'number' } }),
  mixedShare: { type: 'number' },
  metrics: {
    type: 'array',
    items: members({
      name: { type: 'string' },
      variants: {
        type: 'array',
        items: members({ name: { type: 'string' }, count: { type: 'integer' }, mean: NUMBER_OR_NULL }),
      },
      comparisons: {
        type: 'array',
        items: members({
          variant: { type: 'string' },
          difference: NUMBER_OR_NULL,
          interval: { type: 'array', nullable: true, items: { type: 'number' }, minItems: 2, maxItems: 2 },
          sequentialP: NUMBER_OR_NULL,
          anytimeP: NUMBER_OR_NULL,
          chanceToWin: NUMBER_OR_NULL,
        }),
      },
    }),
  },
});

/** One look at an experiment: what was seen and concluded. */
export class EvaluationDto {
  /**
   * Grows with time.
   * @example "4712"
   */
  id: string;

  /**
   * The moment of the schedule that it stands for; of a person's, the moment itself.
   * @example "2026-01-31T09:30:00.000Z"
   */
  slot: Date;

  /** Who wanted it. */
  @ApiProperty({ enum: TRIGGERS, example: 'schedule' })
  trigger: (typeof TRIGGERS)[number];

  /**
   * When.
   * @example "2026-01-31T09:30:00.412Z"
   */
  at: Date;

  /** What was concluded. */
  @ApiProperty({ enum: VERDICTS, example: 'running' })
  verdict: (typeof VERDICTS)[number];

  /**
   * It ends the experiment.
   * @example false
   */
  decisive: boolean;

  /** Why, and what it waits for. */
  reasons: EvaluationReasonDto[];

  /** What was seen, for charts. */
  @ApiProperty({
    ...FIGURES,
    selfRequired: true,
    example: {
      progress: 0.4,
      sampleRatio: { assignment: 0.9, settlement: 0.8 },
      mixedShare: 0,
      metrics: [
        {
          name: 'user_actioned',
          variants: [
            { name: 'control', count: 410, mean: 0.31 },
            { name: 'shorter', count: 398, mean: 0.35 },
          ],
          comparisons: [
            {
              variant: 'shorter',
              difference: 0.04,
              interval: [-0.06, 0.14],
              sequentialP: 0.6,
              anytimeP: 0.8,
              chanceToWin: 0.89,
            },
          ],
        },
      ],
    },
  })
  figures: EvaluationFigures;

  /** Settled conversations in all that are analysed. */
  @ApiProperty({ type: 'integer', example: 808 })
  units: number;

  /** Conversations that it settled, with those it left out. */
  @ApiProperty({ type: 'integer', example: 12 })
  newUnits: number;

  /** How long it took until it was written, in milliseconds. */
  @ApiProperty({ type: Number, example: 41.3 })
  durationMs: number;
}

export function toEvaluationDto(evaluation: Evaluation): EvaluationDto {
  const { id, slot, trigger, at, verdict, decisive, reasons, readOut, units, newUnits, durationMs } =
    evaluation;
  return {
    id,
    slot,
    trigger,
    at,
    verdict: verdict as EvaluationDto['verdict'],
    decisive,
    reasons: reasons as unknown as EvaluationReason[],
    figures: readOut as unknown as EvaluationFigures,
    units,
    newUnits,
    durationMs,
  };
}
