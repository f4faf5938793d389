import { ApiProperty } from '@nestjs/swagger';

const NULLABLE_TEXT = { type: String, nullable: true } as const;

/** Where people see in MLflow what a variant did. */
export class VariantLinksDto {
  /**
   * Its name.
   * @example "shorter"
   */
  variant: string;

  /**
   * `off`: no MLflow is configured. `none`: nothing of it was told, or only by a release
   * that did not keep whose runs they were, and nothing waits. `waiting`: its first traces are on
   * their way. `failed`: telling its newest trace was given up. `delivered`: MLflow has some of its traces; newer ones may
   * still wait.
   */
  @ApiProperty({ enum: ['off', 'none', 'waiting', 'failed', 'delivered'], example: 'delivered' })
  state: 'off' | 'none' | 'waiting' | 'failed' | 'delivered';

  /**
   * How many runs it has there: one a day and agent, unless every use has its own.
   * @example 2
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  runs: number;

  /** The newest of them. */
  @ApiProperty({ ...NULLABLE_TEXT, example: 'https://mlflow.example.com/#/experiments/1/runs/8f14e45f' })
  runUrl: string | null;

  /** The list of them. */
  @ApiProperty({
    ...NULLABLE_TEXT,
    example:
      'https://mlflow.example.com/#/experiments/1/runs?searchFilter=params.experiment_variant%20%3D%20%27shorter%27',
  })
  runsUrl: string | null;

  /** The list of its traces and no others. */
  @ApiProperty({
    ...NULLABLE_TEXT,
    example:
      'https://mlflow.example.com/#/experiments/1/traces?startTimeLabel=ALL&tag=registry.variant%3Dshorter',
  })
  tracesUrl: string | null;
}

export class VariantLinksListDto {
  /** In the experiment's order. */
  items: VariantLinksDto[];
}
