import { Entity, PrimaryColumn } from 'typeorm';

/** An hour of a prompt whose `use_hours` and `unit_hours` are not those of its records: whoever reads them reads the records instead. */
@Entity('stale_hours')
export class StaleHour {
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'stale_hours_pk' })
  promptId: string;

  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'stale_hours_pk' })
  hour: Date;
}
