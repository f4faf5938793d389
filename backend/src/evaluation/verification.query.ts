import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  decide,
  decisionRecord,
  type DecisionRecord,
  type ExperimentSettings,
  type StatisticsState,
} from '@prompt-registry/statistics';
import { DataSource, type EntityManager } from 'typeorm';
import { experimentNotFound } from '../experiments/experiment-change.service';
import { Experiment } from '../experiments/experiment.entity';
import { isUuid } from '../identity/uuid';
import { canonicalJson } from './canonical-json';
import type { StoredDecision } from './ending';
import { ExperimentStatistics } from './experiment-statistics.entity';
import { StateRebuild, type StoredEvent } from './rebuild-state';
import type { VerificationDto } from './verification.dto';

/** Read piece by piece: an experiment may have millions. */
const PIECE = 10_000;

const EVENTS = `
SELECT x.assigned_event AS event, x.variant AS name, NULL::integer AS variant,
  NULL::jsonb AS values, NULL AS excluded, NULL::timestamptz AS "dueAt"
FROM exposures x WHERE x.experiment_id = $1 AND x.assigned_event IS NOT NULL
UNION ALL
SELECT u.event, NULL, u.variant, u.metric_values, u.excluded, u.due_at
FROM experiment_units u WHERE u.experiment_id = $1
ORDER BY event`;

/** An assignment has the name of its variant, a settlement all the rest. */
interface EventRow {
  readonly event: string;
  readonly name: string | null;
  readonly variant: number;
  readonly values: ReadonlyArray<number | null>;
  readonly excluded: 'mixed' | 'other' | null;
  readonly dueAt: Date;
}

/** Whether an experiment's statistics and decision are what its stored conversations come to. */
@Injectable()
export class VerificationQuery {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Counts every stored conversation again and decides again, on one state of the database.
   * @throws DomainError EXPERIMENT_NOT_FOUND.
   */
  async verify(experimentId: string): Promise<VerificationDto> {
    if (!isUuid(experimentId)) throw experimentNotFound(experimentId);
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const experiment = await manager.findOneBy(Experiment, { id: experimentId });
      if (!experiment) throw experimentNotFound(experimentId);
      const row = await manager.findOneBy(ExperimentStatistics, { experimentId });
      return row ? verified(manager, experiment, row) : NOTHING_YET;
    });
  }
}

const NOTHING_YET: VerificationDto = {
  verified: true,
  events: 0,
  units: 0,
  stateIdentical: null,
  decisionIdentical: null,
  problems: [],
};

async function verified(
  manager: EntityManager,
  experiment: Experiment,
  row: ExperimentStatistics,
): Promise<VerificationDto> {
  const { id, decision } = experiment;
  const settings = JSON.parse(row.settings) as ExperimentSettings;
  const rebuild = await rebuilt(manager, id, settings);
  const { state, events } = rebuild;
  const problems = [...rebuild.problems];
  if (createHash('sha256').update(row.settings).digest('hex') !== row.settingsHash)
    problems.push('The settings are not those that were frozen');
  if (String(events) !== row.lastEvent)
    problems.push(`${events} events are stored, and ${row.lastEvent} were counted`);
  const stateIdentical = JSON.stringify(state) === row.state;
  if (!stateIdentical) problems.push('The statistics are not what the stored conversations come to');
  // One that people ended has none.
  const kept = decision as unknown as StoredDecision | null;
  const decisionIdentical = kept ? isSameDecision(kept, row, settings, state) : null;
  if (decisionIdentical === false) problems.push('The decision is not what the stored conversations come to');
  if (kept && !isEndedAsDecided(experiment, kept, row, settings))
    problems.push('The experiment did not end as it was decided');
  return {
    verified: problems.length === 0,
    events,
    units: state.units,
    stateIdentical,
    decisionIdentical,
    problems,
  };
}

async function rebuilt(
  manager: EntityManager,
  experimentId: string,
  settings: ExperimentSettings,
): Promise<StateRebuild> {
  const rebuild = new StateRebuild(settings);
  const indices = new Map(settings.variants.map(({ name }, i) => [name, i]));
  // A cursor cannot be declared with parameters, and the id is known to be a UUID.
  await manager.query(`DECLARE counted NO SCROLL CURSOR FOR ${EVENTS.replaceAll('$1', `'${experimentId}'`)}`);
  for (;;) {
    const rows = (await manager.query(`FETCH ${PIECE} FROM counted`)) as EventRow[];
    if (rows.length === 0) return rebuild;
    rebuild.take(rows.map((event) => stored(event, indices)));
  }
}

function stored(
  { event, name, variant, values, excluded, dueAt }: EventRow,
  indices: ReadonlyMap<string, number>,
): StoredEvent {
  const place = { event: Number(event) };
  if (name !== null) return { ...place, kind: 'assignment', variant: indices.get(name) ?? -1, dueAt: 0 };
  return { ...place, kind: 'settlement', variant, values, excluded, dueAt: dueAt.getTime() };
}

/** What stands beside the decision says the same. */
function isEndedAsDecided(
  { status, winner }: Experiment,
  { verdict, record, ...kept }: StoredDecision,
  row: ExperimentStatistics,
  { variants }: ExperimentSettings,
): boolean {
  const decided = record.decision.winner === null ? null : (variants[record.decision.winner]?.name ?? null);
  return (
    status === (verdict === 'harmful' ? 'stopped' : 'completed') &&
    winner === (verdict === 'success' ? decided : null) &&
    kept.decidedAt === row.decidedAt?.toISOString() &&
    kept.heldSince === (row.heldSince?.toISOString() ?? null)
  );
}

function isSameDecision(
  kept: StoredDecision,
  row: ExperimentStatistics,
  settings: ExperimentSettings,
  state: StatisticsState,
): boolean {
  const again = decide(state, settings, Date.parse(kept.decidedAt));
  return (
    kept.settingsHash === row.settingsHash &&
    String(kept.decidedEvent) === row.decidedEvent &&
    kept.verdict === again.verdict &&
    wordless(kept.record) === wordless(decisionRecord(state, settings, again))
  );
}

/** A record without the wording of its reasons, which another release may have written otherwise. */
function wordless(record: DecisionRecord): string {
  const reasons = record.decision.reasons.map(({ message: _, ...reason }) => reason);
  return canonicalJson({ ...record, decision: { ...record.decision, reasons } });
}
