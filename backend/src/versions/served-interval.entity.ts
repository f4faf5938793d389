import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { PromptVersion } from './prompt-version.entity';

/** What a plain resolve of the prompt served, from (inclusive) to (exclusive); the open one is what it serves now. */
@Entity('served_intervals')
@Index('served_one_open', ['promptId'], { unique: true, where: 'served_to IS NULL' })
@Index('served_by_prompt', ['promptId', 'servedFrom'])
export class ServedInterval {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'served_intervals_pk',
  })
  id: string;

  @Column({ name: 'prompt_id', type: 'uuid' })
  promptId: string;

  @Column({ type: 'integer' })
  version: number;

  @ManyToOne(() => PromptVersion)
  @JoinColumn([
    { name: 'prompt_id', referencedColumnName: 'promptId', foreignKeyConstraintName: 'served_version_fk' },
    { name: 'version', referencedColumnName: 'version', foreignKeyConstraintName: 'served_version_fk' },
  ])
  served?: Relation<PromptVersion>;

  /** The label it was served by; `null`: as the latest. */
  @Column({ type: 'text', nullable: true })
  label: string | null;

  @Column({ name: 'served_from', type: 'timestamptz' })
  servedFrom: Date;

  @Column({ name: 'served_to', type: 'timestamptz', nullable: true })
  servedTo: Date | null;
}
