import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Records that have arrived and are in no sum yet; the database puts them down, whoever writes them (migrations). */
@Entity('arrivals')
export class Arrival {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'arrivals_pk',
  })
  id: string;

  /** How many. */
  @Column({ type: 'integer' })
  records: number;

  @Column({ type: 'uuid', array: true })
  traces: string[];

  @Column({ type: 'text', array: true })
  outcomes: string[];
}
