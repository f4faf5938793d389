import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row every replica watches: its numbers grow in the same transaction as the change they announce. */
@Entity('registry_state')
export class RegistryState {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'registry_state_pk' })
  id: number;

  /** Grows by one with every change to what a resolve may answer. */
  @Column({ type: 'bigint' })
  revision: string;

  /** Grows by one with every change to API keys. */
  @Column({ name: 'keys_revision', type: 'bigint' })
  keysRevision: string;
}
