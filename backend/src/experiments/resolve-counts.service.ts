import { Injectable, Logger } from '@nestjs/common';
import type { ResolveCounts } from '@prompt-registry/resolver';
import { Cron } from '@nestjs/schedule';
import { SystemClock } from '../clock';
import { DatabaseService } from '../database/database.service';
import { isOutage } from '../problems/database-errors';
import { FOLDED } from './resolve-count.entity';

/** Every hour, apart from what else happens then. */
const SCHEDULE = '37 41 * * * *';
/** A counter is told of for at most 20 hours (`ResolveCounter`); what has not grown for longer is final. */
const FINAL_AFTER_MS = 86_400_000;

/** In the order of the key, so that two reports of one counter never wait for each other; the largest count holds. */
const KEEP = `
INSERT INTO resolve_counts (experiment_id, variant, counter_id, resolves, updated_at)
SELECT e.id, told.variant, $1, max(told.count), $5
FROM unnest($2::uuid[], $3::text[], $4::bigint[]) AS told (experiment_id, variant, count)
JOIN prompt_experiments e ON e.id = told.experiment_id
WHERE told.count > 0 AND e.start_at IS NOT NULL
  AND e.variants @> jsonb_build_array(jsonb_build_object('name', told.variant))
GROUP BY e.id, told.variant ORDER BY e.id, told.variant
ON CONFLICT ON CONSTRAINT resolve_counts_pk DO UPDATE SET resolves = EXCLUDED.resolves, updated_at = EXCLUDED.updated_at
WHERE resolve_counts.resolves < EXCLUDED.resolves`;

/** One statement, so that a reader finds each count once; what another server is at is left to it. */
const FOLD = `
WITH final AS (
  DELETE FROM resolve_counts USING (
    SELECT experiment_id, variant, counter_id FROM resolve_counts
    WHERE updated_at <= $1 AND counter_id <> $2 FOR UPDATE SKIP LOCKED
  ) AS found
  WHERE resolve_counts.experiment_id = found.experiment_id AND resolve_counts.variant = found.variant
    AND resolve_counts.counter_id = found.counter_id
  RETURNING resolve_counts.experiment_id, resolve_counts.variant, resolve_counts.resolves
)
INSERT INTO resolve_counts (experiment_id, variant, counter_id, resolves, updated_at)
SELECT experiment_id, variant, $2, sum(resolves), $3 FROM final
GROUP BY experiment_id, variant ORDER BY experiment_id, variant
ON CONFLICT ON CONSTRAINT resolve_counts_pk
DO UPDATE SET resolves = resolve_counts.resolves + EXCLUDED.resolves, updated_at = EXCLUDED.updated_at`;

/** How often variants were answered, as agents and servers count it: cumulative by counter, so that no report counts twice. */
@Injectable()
export class ResolveCountsService {
  private readonly logger = new Logger('ResolveCounts');

  constructor(
    private readonly database: DatabaseService,
    private readonly clock: SystemClock,
  ) {}

  /** Keeps what a counter says, where it says more than before; passes over experiments and variants that were never on trial. */
  async keep({ counterId, counts }: ResolveCounts): Promise<void> {
    const columns = [
      counts.map(({ experimentId }) => experimentId),
      counts.map(({ variant }) => variant),
      counts.map(({ count }) => count),
    ];
    await this.database.query(KEEP, [counterId, ...columns, this.clock.now()]);
  }

  /** The scheduled run; a database that is away is folded another time. */
  @Cron(SCHEDULE)
  async scheduled(): Promise<void> {
    // A demonstration's day passes in seconds of those who count, and none of them is silent for good.
    if (this.database.current().status !== 'ok' || this.clock.demonstration()) return;
    try {
      await this.fold();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.debug('The database does not answer; old counters are folded another time');
    }
  }

  /** Makes one row for each variant of all counters that say nothing any more. */
  async fold(): Promise<void> {
    const now = this.clock.now();
    await this.database.query(FOLD, [new Date(now.getTime() - FINAL_AFTER_MS), FOLDED, now]);
  }
}
