import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { experimentNotFound } from '../../experiments/experiment-change.service';
import { Experiment } from '../../experiments/experiment.entity';
import { isUuid } from '../../identity/uuid';
import type { VariantLinksDto } from './mlflow-links.dto';
import type { MlflowLinks } from './mlflow-links';
import { MlflowService } from './mlflow.service';
import { variantTags } from './trace-records';

interface VariantRow {
  readonly variant: string;
  readonly runs: number;
  readonly mlflowExperimentId: string | null;
  readonly newestRunId: string | null;
  /** Of the newest trace, when MLflow was told of none: whether it waits, or was given up. */
  readonly entry: 'waiting' | 'failed' | null;
}

/** Each look is by an index: the runs of a variant are few, and of its traces and their deliveries only the newest is looked at. */
const OF_VARIANTS = `
SELECT v.name AS variant, coalesce(r.runs, 0)::integer AS runs, r.mlflow_experiment_id AS "mlflowExperimentId",
  r.run_id AS "newestRunId", o.entry
FROM unnest($2::text[]) WITH ORDINALITY v(name, place)
LEFT JOIN LATERAL (
  SELECT mlflow_experiment_id, run_id, count(*) OVER (PARTITION BY mlflow_experiment_id) AS runs FROM mlflow_runs
  WHERE experiment_id = $1 AND variant = v.name ORDER BY created_at DESC, run_key LIMIT 1
) r ON true
LEFT JOIN LATERAL (
  SELECT id FROM traces WHERE r.run_id IS NULL AND experiment_id = $1 AND variant = v.name
  ORDER BY started_at DESC, id DESC LIMIT 1
) t ON true
LEFT JOIN LATERAL (
  SELECT CASE WHEN dead_at IS NULL THEN 'waiting' ELSE 'failed' END AS entry FROM outbox
  WHERE topic = 'trace' AND key = replace(t.id::text, '-', '') ORDER BY id DESC LIMIT 1
) o ON true
ORDER BY v.place`;

/** Where people see in MLflow what an experiment's variants did. Asks only our own database. */
@Injectable()
export class ExperimentLinksQuery {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Every variant, in the experiment's order.
   * @throws DomainError EXPERIMENT_NOT_FOUND.
   */
  async ofVariants(id: string): Promise<VariantLinksDto[]> {
    const experiment = isUuid(id) ? await this.dataSource.manager.findOneBy(Experiment, { id }) : null;
    if (!experiment) throw experimentNotFound(id);
    const names = experiment.variants.map(({ name }) => name);
    const { links } = this.mlflow;
    if (!links) return names.map((variant) => ({ variant, ...NOWHERE, state: 'off' }));
    const rows = (await this.dataSource.query(OF_VARIANTS, [experiment.id, names])) as VariantRow[];
    return rows.map((row) => toLinks(row, experiment.id, links));
  }
}

const NOWHERE = { runs: 0, runUrl: null, runsUrl: null, tracesUrl: null };

function toLinks(row: VariantRow, experimentId: string, links: MlflowLinks): VariantLinksDto {
  const { variant, runs, mlflowExperimentId, newestRunId, entry } = row;
  if (mlflowExperimentId === null || newestRunId === null)
    return { variant, ...NOWHERE, state: entry ?? 'none' };
  return {
    variant,
    state: 'delivered',
    runs,
    runUrl: links.run(mlflowExperimentId, newestRunId),
    runsUrl: links.runs(mlflowExperimentId, { experiment_id: experimentId, experiment_variant: variant }),
    tracesUrl: links.traces(mlflowExperimentId, variantTags(experimentId, variant)),
  };
}
