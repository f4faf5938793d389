import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Where an agent has what it serves from. */
export const CONSUMER_SOURCES = ['memory', 'snapshot_file', 'prompt_files'] as const;
export type ConsumerSource = (typeof CONSUMER_SOURCES)[number];

/** What a running agent last reported of itself. */
@Entity('consumers')
@Check('consumer_source_known', `source IN ('memory', 'snapshot_file', 'prompt_files')`)
export class Consumer {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'consumers_pk' })
  service: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text', primaryKeyConstraintName: 'consumers_pk' })
  instanceId: string;

  @Column({ name: 'sdk_version', type: 'text' })
  sdkVersion: string;

  /** The revision it serves. */
  @Column({ type: 'bigint' })
  revision: string;

  @Column({ type: 'boolean' })
  stale: boolean;

  @Column({ type: 'text' })
  source: ConsumerSource;

  /** Since when it serves this, by its own clock. */
  @Column({ type: 'timestamptz' })
  since: Date;

  @Column({ name: 'last_seen_at', type: 'timestamptz' })
  lastSeenAt: Date;

  /** The name of the credential it reported with. */
  @Column({ name: 'reported_by', type: 'text' })
  reportedBy: string;
}
