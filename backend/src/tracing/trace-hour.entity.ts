import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How a version was used in an hour, by where its words came from. A sum of traces, which may be gone since. */
@Entity('trace_hours')
@Index('trace_hours_by_prompt', ['promptId', 'hour'])
export class TraceHour {
  /** Its first moment; of when the traces started. */
  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'trace_hours_pk' })
  hour: Date;

  /** All zeros: prompts that were not registered. */
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'trace_hours_pk' })
  promptId: string;

  /** 0: words that no version has. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'trace_hours_pk' })
  version: number;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'trace_hours_pk' })
  source: string;

  @Column({ type: 'integer' })
  uses: number;

  @Column({ type: 'integer' })
  errors: number;

  @Column({ type: 'integer' })
  unfinished: number;

  @Column({ type: 'integer' })
  flagged: number;

  /** How many reported a cost. */
  @Column({ type: 'integer' })
  costs: number;

  @Column({ name: 'cost_sum', type: 'double precision' })
  costSum: number;

  /** How many were how slow: see latency-histogram.ts. */
  @Column({ type: 'integer', array: true })
  latencies: number[];
}
