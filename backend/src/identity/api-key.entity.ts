import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Scope } from './principal';

/** A credential of a program. The key itself is shown once; here is its SHA-256. */
@Entity('api_keys')
@Index('api_key_hash_unique', ['keyHash'], { unique: true })
export class ApiKey {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'api_keys_pk' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  /** The public beginning of the key, by which a person recognises it. */
  @Column({ type: 'text' })
  prefix: string;

  @Column({ name: 'key_hash', type: 'text' })
  keyHash: string;

  @Column({ type: 'jsonb' })
  scopes: Scope[];

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;
}
