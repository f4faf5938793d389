import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A label that only admins may move, on every prompt. */
@Entity('protected_labels')
export class ProtectedLabel {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'protected_labels_pk' })
  label: string;

  @Column({ name: 'protected_by', type: 'text' })
  protectedBy: string;

  @Column({ name: 'protected_at', type: 'timestamptz' })
  protectedAt: Date;
}
