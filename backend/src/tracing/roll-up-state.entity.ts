import { Entity, PrimaryColumn } from 'typeorm';

/** The one row whose lock has who makes sums. */
@Entity('roll_up_state')
export class RollUpState {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'roll_up_state_pk' })
  id: number;
}
