import { Inject, Injectable } from '@nestjs/common';
import { readOut } from '@prompt-registry/statistics';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { experimentNotFound } from '../experiments/experiment-change.service';
import { Experiment } from '../experiments/experiment.entity';
import { MetricsService } from '../experiments/metrics.service';
import { isUuid } from '../identity/uuid';
import { DomainError } from '../problems/domain-error';
import { evaluationFigures } from './evaluation-figures';
import { evaluationVerdict } from './evaluation-verdict';
import { Evaluation } from './evaluation.entity';
import { metricsBehind, openExperiment, saveStanding, type OpenExperiment } from './experiment-standing';
import { settleChunk } from './settle-chunk';
import { passTime } from './standing';

/**
 * A holder of the experiment's lock that says nothing for this long is given up by the database: its transaction ends
 * without effect, and another server goes on.
 */
const LEASE_MS = 10_000;

/**
 * For the transaction: every row that is needed has an index to be found by. Where the tables' statistics are old or there
 * are none, the planner would read whole tables instead, and the longer the history the longer that takes.
 */
const BY_INDEX = `SELECT ${['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material', 'jit']
  .map((setting) => `set_config('${setting}', 'off', true)`)
  .join(', ')}`;

/** One look at an experiment. */
export interface Look {
  readonly experimentId: string;
  readonly trigger: Evaluation['trigger'];
  /** The moment of the schedule it stands for; `null`: a person's, which is the moment itself. */
  readonly slot: Date | null;
  /** `performance.now()` when it began. */
  readonly beganAt: number;
  /** Settled by the look's earlier transactions. */
  readonly newUnits: number;
}

/** What one transaction of a look came to. */
export type LookStep =
  | { readonly kind: 'more'; readonly newUnits: number }
  | { readonly kind: 'written'; readonly evaluation: Evaluation; readonly experiment: Experiment }
  | { readonly kind: 'skipped'; readonly why: 'locked' | 'slot_taken' | 'not_on_trial' };

/** Settles what is due and writes what was seen: one transaction of an evaluation. The experiment's row is the lock. */
@Injectable()
export class SettlementService {
  constructor(
    private readonly metrics: MetricsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /**
   * Takes the next events and, after the last of those that are due, writes the evaluation's row.
   * @throws DomainError EXPERIMENT_NOT_FOUND, and TRANSITION_REFUSED for a person's look at one that is not on trial.
   */
  async step(manager: EntityManager, look: Look): Promise<LookStep> {
    await this.prepare(manager);
    const experiment = await lockExperiment(manager, look);
    if (!experiment) return { kind: 'skipped', why: 'locked' };
    if (experiment.status !== 'running' && experiment.status !== 'paused')
      return notOnTrial(experiment, look);
    if (look.slot && (await isTaken(manager, look.experimentId, look.slot)))
      return { kind: 'skipped', why: 'slot_taken' };
    const now = this.clock.now();
    const metrics = await this.metrics.known(metricsBehind(experiment), manager);
    const open = await openExperiment(manager, experiment, metrics, now);
    const { units, more } = await settleChunk(manager, open, now);
    if (!more) passTime(open.standing, open.rules, now.getTime());
    await saveStanding(manager, open, now);
    const newUnits = look.newUnits + units;
    if (more) return { kind: 'more', newUnits };
    const evaluation = await writeEvaluation(manager, open, { ...look, newUnits }, now);
    return { kind: 'written', evaluation, experiment };
  }

  private async prepare(manager: EntityManager): Promise<void> {
    await manager.query(BY_INDEX);
    if (this.configuration.databaseUrl)
      await manager.query(`SELECT set_config('idle_in_transaction_session_timeout', $1, true)`, [
        String(LEASE_MS),
      ]);
  }
}

/** The experiment, locked until the transaction ends; `null` when another server has it and the schedule need not wait. */
async function lockExperiment(
  manager: EntityManager,
  { experimentId, trigger }: Look,
): Promise<Experiment | null> {
  if (!isUuid(experimentId)) throw experimentNotFound(experimentId);
  const skip = trigger === 'schedule' ? 'SKIP LOCKED' : '';
  const locked = (await manager.query(`SELECT id FROM prompt_experiments WHERE id = $1 FOR UPDATE ${skip}`, [
    experimentId,
  ])) as unknown[];
  if (locked.length > 0) return manager.findOneByOrFail(Experiment, { id: experimentId });
  if (trigger === 'schedule') return null;
  throw experimentNotFound(experimentId);
}

function notOnTrial({ name, status }: Experiment, { trigger }: Look): LookStep {
  if (trigger === 'schedule') return { kind: 'skipped', why: 'not_on_trial' };
  throw new DomainError(
    'TRANSITION_REFUSED',
    `The experiment "${name}" cannot be evaluated: only one that is running or paused can, and it is ${status}`,
  );
}

async function isTaken(manager: EntityManager, experimentId: string, slot: Date): Promise<boolean> {
  return manager.existsBy(Evaluation, { experimentId, slot });
}

/** Two people at the same moment, or one whose clock stands, look twice all the same. */
async function freeMoment(manager: EntityManager, experimentId: string, now: Date): Promise<Date> {
  const [last] = (await manager.query(
    'SELECT max(slot) AS slot FROM evaluations WHERE experiment_id = $1 AND slot >= $2 AND slot < $3',
    [experimentId, now, new Date(now.getTime() + 1_000)],
  )) as Array<{ slot: Date | null }>;
  return last?.slot ? new Date(last.slot.getTime() + 1) : now;
}

async function writeEvaluation(
  manager: EntityManager,
  { experiment, standing, rules }: OpenExperiment,
  look: Look,
  now: Date,
): Promise<Evaluation> {
  const { id: experimentId, status } = experiment;
  const { verdict, decisive, reasons } = evaluationVerdict(standing, rules, status, now.getTime());
  const row = {
    experimentId,
    slot: look.slot ?? (await freeMoment(manager, experimentId, now)),
    trigger: look.trigger,
    at: now,
    verdict,
    decisive,
    reasons: reasons.map((reason) => ({ ...reason })),
    readOut: { ...evaluationFigures(readOut(standing.state, rules.settings, { best: false })) },
    units: standing.state.units,
    newUnits: look.newUnits,
    durationMs: performance.now() - look.beganAt,
  };
  // TypeORM's type for inserts does not know that JSON may hold anything.
  const { identifiers } = await manager.insert(Evaluation, row as QueryDeepPartialEntity<Evaluation>);
  return { ...row, id: String(identifiers[0]?.['id']) };
}
