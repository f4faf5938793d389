import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { experimentNotFound } from '../experiments/experiment-change.service';
import { toMoment } from '../identity/moment';
import { isUuid } from '../identity/uuid';
import type { EvaluationDto } from './evaluation.dto';
import type { EvaluationSeriesDto, EvaluationSeriesQueryDto } from './evaluation-list.dto';

/** Every n-th, so that a long experiment's series stays small; rows are numbered from the index alone. */
const SERIES = `
WITH numbered AS (
  SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total
  FROM evaluations WHERE experiment_id = $1
    AND ($2::timestamptz IS NULL OR at >= $2) AND ($3::timestamptz IS NULL OR at < $3)
)
SELECT e.id, e.slot, e.at, e.trigger, e.verdict, e.decisive, e.reasons, e.units, e.new_units AS "newUnits",
  e.duration_ms AS "durationMs", e.read_out AS figures, n.total::integer AS total
FROM numbered n JOIN evaluations e ON e.id = n.id
WHERE n.place = 1 OR n.place = n.total OR n.place % greatest(1, ceil(n.total::numeric / $4)::bigint) = 0
ORDER BY e.id`;

/** What was seen of an experiment, look by look. */
@Injectable()
export class EvaluationSeriesQuery {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The looks in a time, thinned evenly.
   * @throws DomainError EXPERIMENT_NOT_FOUND.
   */
  async ofExperiment(
    id: string,
    { from, to, points }: EvaluationSeriesQueryDto,
  ): Promise<EvaluationSeriesDto> {
    const known = isUuid(id)
      ? ((await this.dataSource.query('SELECT 1 FROM prompt_experiments WHERE id = $1', [id])) as unknown[])
      : [];
    if (known.length === 0) throw experimentNotFound(id);
    const [after, before] = [from && toMoment(from, 'from'), to && toMoment(to, 'to')];
    const rows = (await this.dataSource.query(SERIES, [id, after ?? null, before ?? null, points])) as Array<
      EvaluationDto & { total: number }
    >;
    return {
      items: rows.map(({ total: _, ...point }) => point),
      total: rows[0]?.total ?? 0,
    };
  }
}
