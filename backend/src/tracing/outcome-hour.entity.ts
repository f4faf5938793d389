import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What was said of a version's uses that started in an hour. Of flagged uses nothing is counted. */
@Entity('outcome_hours')
@Index('outcome_hours_by_prompt', ['promptId', 'hour'])
export class OutcomeHour {
  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'outcome_hours_pk' })
  hour: Date;

  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'outcome_hours_pk' })
  promptId: string;

  /** 0: words that no version has. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'outcome_hours_pk' })
  version: number;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'outcome_hours_pk' })
  metric: string;

  @Column({ type: 'integer' })
  count: number;

  @Column({ type: 'double precision' })
  sum: number;

  /** Sum of the squared values. */
  @Column({ type: 'double precision' })
  squares: number;
}
