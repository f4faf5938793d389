import type { EntityManager } from 'typeorm';
import { nextEvents, type DueEvent } from './due-events';
import type { OpenExperiment } from './experiment-standing';
import { readObservations, readDue, writeTaken, type Observation, type TakenEvent } from './settlement.query';
import { dueOf, takeEvents, type ExperimentEvent } from './standing';
import { observedMetrics, unitValues } from './unit-values';

const MINUTE_MS = 60_000;
/** Events of one transaction at most: about the time that a person's change may have to wait. */
export const CHUNK = 2_000;

export interface Settled {
  /** Conversations settled, counted or left out. */
  readonly units: number;
  /** There may be further events that are due. */
  readonly more: boolean;
}

/** Takes the next due events of an experiment into its standing and writes what became of them. CHANGES `open.standing`. */
export async function settleChunk(manager: EntityManager, open: OpenExperiment, now: Date): Promise<Settled> {
  const { experiment, standing, rules, values } = open;
  if (standing.decided) return { units: 0, more: false };
  const { events: due, more } = nextEvents(await readDue(manager, experiment.id, now, CHUNK), CHUNK);
  const settlements = due.filter(({ kind }) => kind === 'settlement');
  const observations = await readObservations(manager, experiment.id, {
    settlements,
    windowMs: experiment.plan.windowMinutes * MINUTE_MS,
    metrics: observedMetrics(values.metrics),
  });
  const events = toEvents(open, due, observations);
  const first = standing.lastEvent + 1;
  let { lastDueAt } = standing;
  const taken = takeEvents(standing, rules, events);
  const written = events.slice(0, taken).map((event, i): TakenEvent => {
    lastDueAt = dueOf({ lastDueAt }, event);
    const { conversationId } = due[i] as DueEvent;
    const unit = event.kind === 'settlement' ? { ...event, dueAt: lastDueAt } : null;
    return { event: first + i, conversationId, unit };
  });
  await writeTaken(manager, experiment.id, written, now);
  return { units: written.filter(({ unit }) => unit).length, more: more && !standing.decided };
}

function toEvents(
  { experiment, values }: OpenExperiment,
  due: readonly DueEvent[],
  observations: readonly Observation[],
): ExperimentEvent[] {
  const indices = new Map(experiment.variants.map(({ name }, i) => [name, i]));
  let settled = 0;
  return due.map(({ kind, variant: name, dueAt }) => {
    const variant = indices.get(name);
    if (variant === undefined)
      throw new Error(`Experiment ${experiment.id} was exposed to a variant "${name}"`);
    if (kind === 'assignment') return { kind, variant, dueAt };
    const { observed, mixed } = observations[settled++] as Observation;
    return { kind, variant, dueAt, values: unitValues(observed, values), excluded: mixed ? 'mixed' : null };
  });
}
