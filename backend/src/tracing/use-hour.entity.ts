import { Column, Entity, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'use_hours_pk' } as const;

/** How a version was used in an hour, exactly as its traces have it: made again when they change. Only `flagged` counts uses of other words. */
@Entity('use_hours')
export class UseHour {
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', ...KEY })
  promptId: string;

  /** Its first moment; of when the traces started. */
  @PrimaryColumn({ type: 'timestamptz', ...KEY })
  hour: Date;

  /** 0: words that no version has. */
  @PrimaryColumn({ type: 'integer', ...KEY })
  version: number;

  /** Empty: none. */
  @PrimaryColumn({ type: 'text', ...KEY })
  variant: string;

  /** Empty: not reported. */
  @PrimaryColumn({ type: 'text', ...KEY })
  agent: string;

  @Column({ type: 'integer' })
  uses: number;

  @Column({ type: 'integer' })
  errors: number;

  @Column({ type: 'integer' })
  unfinished: number;

  @Column({ type: 'integer' })
  flagged: number;

  /** Uses by where the words came from, in the order of TRACE_SOURCES. */
  @Column({ type: 'integer', array: true })
  sources: number[];

  /** Uses that reported tokens that went in. */
  @Column({ type: 'integer' })
  inputs: number;

  @Column({ name: 'input_tokens', type: 'double precision' })
  inputTokens: number;

  /** Uses that reported tokens that came out. */
  @Column({ type: 'integer' })
  outputs: number;

  @Column({ name: 'output_tokens', type: 'double precision' })
  outputTokens: number;

  /** Uses that reported a cost. */
  @Column({ type: 'integer' })
  costs: number;

  @Column({ name: 'cost_sum', type: 'double precision' })
  costSum: number;

  @Column({ name: 'first_at', type: 'timestamptz', nullable: true })
  firstAt: Date | null;

  @Column({ name: 'last_at', type: 'timestamptz', nullable: true })
  lastAt: Date | null;

  /** Of every use that reported one, in ms. */
  @Column({ type: 'double precision', array: true })
  latencies: number[];

  /** Each once, as units are named. */
  @Column({ type: 'uuid', array: true })
  conversations: string[];
}
