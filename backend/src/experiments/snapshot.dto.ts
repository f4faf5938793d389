import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  CHAT_ROLES,
  TEMPLATE_FORMATS,
  type ExperimentStep,
  type JsonObject,
  type VersionContent,
} from '@prompt-registry/resolver';

// These classes document what the fast handlers send: the resolver's own types, which this server and agents share.

const MESSAGE = {
  type: 'object',
  required: ['role', 'content'],
  properties: {
    role: { type: 'string', enum: [...CHAT_ROLES] },
    content: { type: 'string' },
    name: { type: 'string' },
  },
  additionalProperties: false,
};
const PLACEHOLDER = {
  type: 'object',
  required: ['type', 'name'],
  properties: { type: { type: 'string', enum: ['placeholder'] }, name: { type: 'string' } },
  additionalProperties: false,
};

export class SnapshotVersionDto {
  /**
   * The version's number.
   * @example 7
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /**
   * SHA-256 in hex over the canonical JSON of type, templateFormat, content and config; check it before you use the words.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  @ApiProperty({ type: String, pattern: '^[0-9a-f]{64}$' })
  contentHash: string;

  /**
   * One text, or a list of messages.
   * @example "text"
   */
  @ApiProperty({ type: String, enum: ['text', 'chat'] })
  type: 'text' | 'chat';

  /**
   * How variables are written in the content.
   * @example "f-string"
   */
  @ApiProperty({ type: String, enum: [...TEMPLATE_FORMATS] })
  templateFormat: VersionContent['templateFormat'];

  /**
   * The words as they were published: a text, or messages and placeholders.
   * @example "You look after {entity_count} entities."
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'array', items: { oneOf: [MESSAGE, PLACEHOLDER] } }] })
  content: VersionContent['content'];

  /** What the team keeps with the version. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { temperature: 0.2 } })
  config: JsonObject;
}

/** What a plain resolve served in a past, half-open time. */
export class ServedIntervalDto {
  /**
   * From when, in epoch milliseconds.
   * @example 1769851800000
   */
  @ApiProperty({ type: Number })
  from: number;

  /**
   * Until when: the next change took effect then.
   * @example 1769855400000
   */
  @ApiProperty({ type: Number })
  to: number;

  /**
   * What was served.
   * @example 6
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** The label it was served by; `null`: it was the latest. */
  @ApiProperty({ type: String, nullable: true, example: 'production' })
  label: string | null;
}

/** An experiment's state from one moment until the next step or its end. */
export class SnapshotStepDto {
  /**
   * From when, in epoch milliseconds.
   * @example 1769851800000
   */
  @ApiProperty({ type: Number })
  from: number;

  /** Whether conversations that begin are included. */
  @ApiProperty({ type: String, enum: ['running', 'paused'], example: 'running' })
  status: ExperimentStep['status'];

  /**
   * Share of the conversations in the experiment's range that are included.
   * @example 0.5
   */
  @ApiProperty({ type: Number, minimum: 0, maximum: 1 })
  trafficShare: number;
}

export class SnapshotVariantDto {
  /**
   * The variant's name.
   * @example "control"
   */
  name: string;

  /**
   * The version it serves.
   * @example 6
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /**
   * Its share of the included conversations.
   * @example 0.5
   */
  @ApiProperty({ type: Number, minimum: 0, maximum: 1 })
  share: number;
}

/** A hash space that several experiments live in. */
export class SnapshotLayerDto {
  /**
   * The layer's name.
   * @example "tone"
   */
  name: string;

  /** `exclusive`: its experiments share its range out. `shared`: one assignment for all. */
  @ApiProperty({ type: String, enum: ['exclusive', 'shared'], example: 'exclusive' })
  mode: 'exclusive' | 'shared';

  /**
   * Takes the place of the experiment's own salt.
   * @example "5b0a3f"
   */
  salt: string;

  /** The experiment's half-open part of the layer; absent: all of it. */
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
    example: [0, 0.5],
  })
  range?: readonly [number, number];
}

/** An experiment that runs, is paused, or ended so recently that conversations may still be in it. */
export class SnapshotExperimentDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  /**
   * The experiment's name.
   * @example "shorter steps"
   */
  name: string;

  /**
   * What conversations are hashed with.
   * @example "c0ffee"
   */
  salt: string;

  /**
   * Which hash; an agent that does not know it serves what it serves without the experiment.
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  hashVersion: number;

  /** The hash space it is in with others. */
  layer?: SnapshotLayerDto;

  /** The versions on trial; the first is the control. */
  variants: SnapshotVariantDto[];

  /** What happened to it, oldest first. */
  steps: SnapshotStepDto[];

  /** When it ended, in epoch milliseconds; `null`: it has not. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  endedAt: number | null;

  /**
   * True when its end is for running conversations too.
   * @example true
   */
  immediate?: boolean;
}

export class SnapshotPromptDto {
  /**
   * The prompt's id.
   * @example "5f0c8a52-6f0e-4a8e-8f61-0c1f3a9b7d11"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  name: string;

  /**
   * Archived prompts are named, so that agents drop their words.
   * @example false
   */
  archived: boolean;

  /**
   * `latest`, or the label whose version is served.
   * @example "production"
   */
  serves: string;

  /**
   * The newest version's number.
   * @example 7
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  latest: number;

  /** The version of each label. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 1 },
    example: { production: 6 },
  })
  labels: Record<string, number>;

  /** The words that can be served now, and those that running conversations may be pinned to. */
  versions: SnapshotVersionDto[];

  /** What was served before, as far as running conversations may be pinned to it, oldest first. */
  served: ServedIntervalDto[];

  /** Its experiments, oldest first. */
  experiments: SnapshotExperimentDto[];
}

/** Everything that is needed to resolve without asking anyone. */
export class SnapshotDto {
  /**
   * Grows with every change of what a resolve may answer.
   * @example 42
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  revision: number;

  /**
   * When this server put it together.
   * @example "2026-01-31T09:30:00.000Z"
   */
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  /**
   * How long a conversation keeps what was served when it began.
   * @example 24
   */
  @ApiProperty({ type: Number, minimum: 0 })
  pinHours: number;

  /** The prompts, in no particular order. */
  prompts: SnapshotPromptDto[];
}
