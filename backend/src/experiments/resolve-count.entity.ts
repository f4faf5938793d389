import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The counter of what was folded: no process has it. */
export const FOLDED = '00000000-0000-0000-0000-000000000000';

/** How often one counter, of an agent's process or of a server, saw a variant answered. */
@Entity('resolve_counts')
export class ResolveCount {
  @PrimaryColumn({ name: 'experiment_id', type: 'uuid', primaryKeyConstraintName: 'resolve_counts_pk' })
  experimentId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'resolve_counts_pk' })
  variant: string;

  /** `FOLDED`: the sum of counters that are no more. */
  @PrimaryColumn({ name: 'counter_id', type: 'uuid', primaryKeyConstraintName: 'resolve_counts_pk' })
  counterId: string;

  @Column({ type: 'bigint' })
  resolves: string;

  /** When it last grew. */
  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
