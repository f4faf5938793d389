import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Role } from './principal';

/** A person who signs in. Never deleted, so that history keeps naming someone; disabled instead. */
@Entity('users')
@Index('user_email_unique', ['email'], { unique: true })
@Check('user_role_known', `role IN ('viewer', 'editor', 'admin')`)
export class User {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_pk' })
  id: string;

  /** In lower case. */
  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  role: Role;

  /** argon2id, with its salt and parameters. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt: Date | null;
}
