import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says how far the roll-ups have come; whoever adds to them holds its lock. */
@Entity('roll_up_state')
export class RollUpState {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'roll_up_state_pk' })
  id: number;

  /** What arrived until then is in the roll-ups; `null`: nothing is. */
  @Column({ name: 'arrived_until', type: 'timestamptz', nullable: true })
  arrivedUntil: Date | null;
}
