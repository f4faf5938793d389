import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';
import { Transform } from 'class-transformer';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from '../experiments/experiment-transition';

const MAX_PROMPTS = 200;

/** Whose activity. */
export class PromptActivityQueryDto {
  /** The prompts, by their ids; repeat the parameter for several. */
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MAX_PROMPTS,
    items: { type: 'string', format: 'uuid' },
    example: ['0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77'],
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PROMPTS)
  @IsUUID(undefined, { each: true })
  id: string[];
}

export class VariantOnTrialDto {
  /**
   * Its name; the first of an experiment is the control.
   * @example "control"
   */
  name: string;

  /** The version it serves. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 11 })
  version: number;
}

export class ExperimentOnTrialDto {
  @ApiProperty({ format: 'uuid', example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77' })
  id: string;

  /**
   * Its name.
   * @example "shorter steps"
   */
  name: string;

  /** Running, or paused. */
  @ApiProperty({ enum: ['running', 'paused'], example: 'running' })
  status: 'running' | 'paused';

  /** The control first. */
  variants: VariantOnTrialDto[];

  /** Part of the planned information that the last look had, in [0, 1]; `null` before the first look. */
  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1, example: 0.62 })
  progress: number | null;

  /**
   * Whether its figures cannot be trusted, or it is not evaluated.
   * @example false
   */
  unhealthy: boolean;
}

export class PromptActivityDto {
  @ApiProperty({ format: 'uuid', example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77' })
  promptId: string;

  /** Traces in the span of time. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 4123 })
  uses: number;

  /** The one on trial; a prompt has at most one. */
  @ApiProperty({ type: () => ExperimentOnTrialDto, nullable: true })
  experiment: ExperimentOnTrialDto | null;
}

/** What goes on with some prompts. */
export class PromptActivityListDto {
  /** Uses are counted from here: seven days ago. */
  from: Date;

  /** To here, exclusive: now. */
  to: Date;

  /** One for each of the prompts that exists. */
  items: PromptActivityDto[];
}

export class PromptTargetDto {
  /**
   * Its name.
   * @example "specialists/energy_analyst"
   */
  name: string;

  /** It has versions from 1 to this one. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 12 })
  latestVersion: number;
}

export class ExperimentTargetDto {
  @ApiProperty({ format: 'uuid', example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77' })
  id: string;

  /**
   * Its name.
   * @example "shorter steps"
   */
  name: string;

  /**
   * Its prompt.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  @ApiProperty({ enum: EXPERIMENT_STATUSES, example: 'running' })
  status: ExperimentStatus;
}

/** Everything that a person can go to by its name. */
export class JumpTargetsDto {
  /** Prompts that are not archived, by name; at most 10,000. */
  prompts: PromptTargetDto[];

  /** Experiments, newest first; at most 1,000. */
  experiments: ExperimentTargetDto[];
}
