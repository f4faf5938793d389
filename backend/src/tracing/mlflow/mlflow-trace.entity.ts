import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TraceRow } from '../trace.entity';
import { MlflowRun } from './mlflow-run.entity';

/** A trace that MLflow has, and the run it was told with. Goes with its trace. */
@Entity('mlflow_traces')
export class MlflowTraceRow {
  @PrimaryColumn({ name: 'trace_id', type: 'uuid', primaryKeyConstraintName: 'mlflow_traces_pk' })
  traceId: string;

  @ManyToOne(() => TraceRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'trace_id', foreignKeyConstraintName: 'mlflow_trace_fk' })
  trace?: Relation<TraceRow>;

  @Column({ name: 'run_key', type: 'text' })
  runKey: string;

  @ManyToOne(() => MlflowRun)
  @JoinColumn({ name: 'run_key', foreignKeyConstraintName: 'mlflow_trace_run_fk' })
  run?: Relation<MlflowRun>;
}
