import { ApiProperty } from '@nestjs/swagger';
import { CHAT_ROLES, TEMPLATE_FORMATS, type VersionContent } from '@prompt-registry/resolver';
import type { TraceLinks } from './mlflow/mlflow-links.service';
import { TraceSummaryDto } from './trace-list.dto';
import type { TracePreviews } from './trace.entity';

const TEXT = { type: 'string' } as const;
const MESSAGE = {
  type: 'object',
  required: ['role', 'content'],
  properties: { role: { type: 'string', enum: [...CHAT_ROLES] }, content: TEXT, name: TEXT },
  additionalProperties: false,
};
const PLACEHOLDER = {
  type: 'object',
  required: ['type', 'name'],
  properties: { type: { type: 'string', enum: ['placeholder'] }, name: TEXT },
  additionalProperties: false,
};
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** A value that arrived for a trace, or for its conversation in its experiment. */
export class RecordedOutcomeDto {
  /**
   * The client's id.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736-confidence"
   */
  id: string;

  /** What it is about. */
  @ApiProperty({ enum: ['trace', 'conversation'], example: 'trace' })
  of: 'trace' | 'conversation';

  /**
   * The metric.
   * @example "confidence"
   */
  metric: string;

  /**
   * The value.
   * @example 0.82
   */
  value: number;

  /**
   * When it was measured, by the client's clock.
   * @example "2026-01-31T09:31:00.000Z"
   */
  occurredAt: Date;

  /**
   * When the server got it.
   * @example "2026-01-31T09:31:02.000Z"
   */
  receivedAt: Date;

  /** Who told it: a client, or an assessment in MLflow. */
  @ApiProperty({ enum: ['api', 'mlflow'], example: 'api' })
  source: 'api' | 'mlflow';
}

/** Exactly the words that were served, as they were published, and the version that has them. */
export type TraceWords = VersionContent & { readonly version: number };

/** Where a trace is seen in MLflow. */
export class TraceLinksDto {
  /** `off`: MLflow was never told. `waiting`: it will be. `failed`: that was given up. */
  @ApiProperty({ enum: ['off', 'waiting', 'delivered', 'failed'], example: 'delivered' })
  state: TraceLinks['state'];

  /** The trace; `null` until it was delivered. */
  @ApiProperty({
    type: String,
    nullable: true,
    example:
      'https://mlflow.example.com/#/experiments/1/traces?selectedEvaluationId=tr-4bf92f3577b34da6a3ce929d0e0e4736',
  })
  traceUrl: string | null;

  /** The run of its prompt, version, variant, agent and day; `null` until there is one. */
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://mlflow.example.com/#/experiments/1/runs/8f14e45f',
  })
  runUrl: string | null;

  /** The version that it names; `null` until it is mirrored. */
  @ApiProperty({ type: String, nullable: true, example: 'https://mlflow.example.com/#/prompts/architect' })
  promptUrl: string | null;
}

/** One use of a prompt, with everything that is known about it. */
export class TraceDetailDto extends TraceSummaryDto {
  /** The published words with the hash that was reported; `null`: no version of the prompt has it. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    required: ['version', 'type', 'templateFormat', 'content', 'config'],
    selfRequired: true,
    properties: {
      version: { type: 'integer', minimum: 1 },
      type: { type: 'string', enum: ['text', 'chat'] },
      templateFormat: { type: 'string', enum: [...TEMPLATE_FORMATS] },
      content: { oneOf: [TEXT, { type: 'array', items: { oneOf: [MESSAGE, PLACEHOLDER] } }] },
      config: { type: 'object', additionalProperties: true },
    },
    additionalProperties: false,
    example: {
      version: 3,
      type: 'text',
      templateFormat: 'f-string',
      content: 'You look after {entity_count} entities.',
      config: {},
    },
  })
  words: TraceWords | null;

  /** What the version has that was reported; another than `contentHash` means other words. `null`: there is no such version. */
  @ApiProperty({ type: String, nullable: true, example: HASH })
  versionHash: string | null;

  /** What was said and heard; `null`: it was not sent, or the server was told not to keep it. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    properties: { input: TEXT, output: TEXT, variables: { type: 'object', additionalProperties: true } },
    additionalProperties: false,
    example: {
      input: 'Why was Tuesday so high?',
      output: 'The heating ran all night.',
      variables: { entity_count: 12 },
    },
  })
  previews: TracePreviews | null;

  /** Oldest first, the first 1,000. */
  outcomes: RecordedOutcomeDto[];

  /** Where it is seen in MLflow. */
  mlflow: TraceLinksDto;
}
