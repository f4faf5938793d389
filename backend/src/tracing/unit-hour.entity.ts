import { Column, Entity, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'unit_hours_pk' } as const;

/**
 * What was said of a version's uses of an hour, unit by unit: a conversation, or a use without one. Side by side in arrays, because
 * a row each would be five times as large and as slow to read.
 */
@Entity('unit_hours')
export class UnitHour {
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

  /**
   * All zeros: what was said of traces. Otherwise what was said, at any time, of conversations in the experiment: every hour of
   * such a conversation has the same.
   */
  @PrimaryColumn({ name: 'experiment_id', type: 'uuid', ...KEY })
  experimentId: string;

  @PrimaryColumn({ type: 'text', ...KEY })
  metric: string;

  /** By which a conversation is known without its id; a trace's own. */
  @Column({ type: 'uuid', array: true })
  units: string[];

  @Column({ type: 'integer', array: true })
  counts: number[];

  @Column({ type: 'double precision', array: true })
  sums: number[];
}
