import {
  advance,
  countAssignment,
  countExcluded,
  decide,
  type Decision,
  type Exclusion,
  type ExperimentSettings,
  type StatisticsState,
} from '@prompt-registry/statistics';

/** Where an experiment stands after some of its events. Moments are epoch milliseconds. */
export interface Standing {
  readonly state: StatisticsState;
  /** How many events were taken. */
  lastEvent: number;
  /** When the last of them was due. */
  lastDueAt: number | null;
  /** Since when a success stands; `null` while none does. */
  heldSince: number | null;
  /** Set once: after which event, and at which moment, it was over. */
  decided: { readonly event: number; readonly at: number } | null;
}

/** What decides besides the data. */
export interface DecisionRules {
  readonly settings: ExperimentSettings;
  /** How long a success must stand. */
  readonly holdMs: number;
  /** Whether a person must agree with a success. */
  readonly approval: boolean;
  /** When a person agreed; counts for the success that stood then. */
  readonly approvedAt: number | null;
}

/** Something that happened to a conversation, with its place in time. */
export type ExperimentEvent = {
  readonly dueAt: number;
  /** Index among the variants. */ readonly variant: number;
} & (
  | { readonly kind: 'assignment' }
  | {
      readonly kind: 'settlement';
      readonly values: ReadonlyArray<number | null>;
      readonly excluded: Exclusion | null;
    }
);

/**
 * Takes events in their order and decides after every one of them, so that it does not matter how many come at once.
 * CHANGES `standing`. Stops at the event that decides, or before the event until which time alone decides: nothing is
 * taken after that. Answers how many were taken.
 */
export function takeEvents(
  standing: Standing,
  rules: DecisionRules,
  events: readonly ExperimentEvent[],
): number {
  let taken = 0;
  for (const event of events) {
    const at = dueOf(standing, event);
    passTime(standing, rules, at);
    if (standing.decided) break;
    count(standing.state, rules.settings, event, at);
    standing.lastEvent += 1;
    standing.lastDueAt = at;
    taken += 1;
    look(standing, rules, at);
    if (standing.decided) break;
  }
  return taken;
}

/** When an event is due in its place: what shows up late comes last. */
export function dueOf(
  { lastDueAt }: Pick<Standing, 'lastDueAt'>,
  { dueAt }: Pick<ExperimentEvent, 'dueAt'>,
): number {
  return Math.max(dueAt, lastDueAt ?? dueAt);
}

/**
 * Lets time pass until a moment: a minimum runtime, a hold time or a maximum runtime may end, or a person have agreed.
 * Each is looked at when it happened and not when someone comes to look. CHANGES `standing`.
 */
export function passTime(standing: Standing, rules: DecisionRules, until: number): void {
  let from = standing.lastDueAt ?? rules.settings.startedAt;
  while (!standing.decided) {
    const next = moments(standing, rules).filter((at) => at >= from && at <= until);
    if (next.length === 0) return;
    const at = Math.min(...next);
    look(standing, rules, at);
    // Moments are whole milliseconds.
    from = at + 1;
  }
}

/** The verdict as it stands at a moment; of one that is over, the verdict that ended it. */
export function decisionOf({ state, decided }: Standing, { settings }: DecisionRules, now: number): Decision {
  return decide(state, settings, decided?.at ?? now);
}

/** Counts one event in the statistics. CHANGES `state`. */
export function count(
  state: StatisticsState,
  settings: ExperimentSettings,
  event: ExperimentEvent,
  at: number,
): void {
  // Shares never change after the start, and growing traffic moves nobody.
  const propensities = settings.variants.map(({ share }) => share);
  if (event.kind === 'assignment') countAssignment(state, settings, event.variant, propensities);
  else if (event.excluded) countExcluded(state, event.excluded);
  else advance(state, settings, { variant: event.variant, propensities, values: event.values, at });
}

function moments({ heldSince }: Standing, { settings, holdMs, approvedAt }: DecisionRules): number[] {
  const { startedAt, minimumRuntimeMs, maximumRuntimeMs } = settings;
  const found = [startedAt + minimumRuntimeMs, startedAt + maximumRuntimeMs];
  if (heldSince !== null && holdMs > 0) found.push(heldSince + holdMs);
  if (heldSince !== null && approvedAt !== null) found.push(approvedAt);
  return found;
}

function look(standing: Standing, rules: DecisionRules, at: number): void {
  const decision = decide(standing.state, rules.settings, at);
  const succeeds = decision.decisive && decision.verdict === 'success';
  if (!succeeds) standing.heldSince = null;
  else standing.heldSince ??= at;
  if (decision.decisive && missing(decision, standing.heldSince, rules, at).length === 0)
    standing.decided = { event: standing.lastEvent, at };
}

/** What a decisive verdict still waits for. */
export function missing(
  { verdict }: Decision,
  heldSince: number | null,
  { holdMs, approval, approvedAt }: DecisionRules,
  at: number,
): Array<'hold_time' | 'approval'> {
  if (verdict !== 'success') return [];
  const found: Array<'hold_time' | 'approval'> = [];
  const since = heldSince ?? at;
  if (at < since + holdMs) found.push('hold_time');
  if (approval && (approvedAt === null || approvedAt < since || approvedAt > at)) found.push('approval');
  return found;
}
