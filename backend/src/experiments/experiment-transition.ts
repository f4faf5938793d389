export const EXPERIMENT_STATUSES = ['draft', 'running', 'paused', 'completed', 'stopped'] as const;
export type ExperimentStatus = (typeof EXPERIMENT_STATUSES)[number];

export const EXPERIMENT_ACTIONS = [
  'edit',
  'start',
  'grow',
  'pause',
  'resume',
  'evaluate',
  'approve',
  'stop',
  'complete',
  'promote',
  'undo-promotion',
] as const;
export type ExperimentAction = (typeof EXPERIMENT_ACTIONS)[number];

/** What decides which actions are possible. */
export interface ExperimentState {
  readonly status: ExperimentStatus;
  readonly winner: string | null;
  /** Whether the winner was promoted, and that not undone. */
  readonly promoted: boolean;
  /** Whether a winner stands that the plan lets wait for a person. */
  readonly awaitsApproval: boolean;
}

export type Transition =
  | { readonly ok: true; readonly status: ExperimentStatus }
  /** `reason`: a sentence for people. */
  | { readonly ok: false; readonly reason: string };

/** The statuses an action is possible in, and the one it leads to; `same`: it stays. */
const MOVES: Readonly<
  Record<
    ExperimentAction,
    { readonly from: readonly ExperimentStatus[]; readonly to: ExperimentStatus | 'same' }
  >
> = {
  edit: { from: ['draft'], to: 'same' },
  start: { from: ['draft'], to: 'running' },
  grow: { from: ['running'], to: 'same' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  evaluate: { from: ['running', 'paused'], to: 'same' },
  approve: { from: ['running', 'paused'], to: 'same' },
  stop: { from: ['running', 'paused'], to: 'stopped' },
  complete: { from: ['running', 'paused'], to: 'completed' },
  promote: { from: ['completed'], to: 'same' },
  'undo-promotion': { from: ['completed'], to: 'same' },
};

const STANDING: Readonly<Record<ExperimentStatus, string>> = {
  draft: 'is a draft that has not started',
  running: 'is running',
  paused: 'is paused',
  completed: 'is completed',
  stopped: 'was stopped',
};

/** Whether an action is possible and where it leads: the only place that knows the life of an experiment. */
export function transition(state: ExperimentState, action: ExperimentAction): Transition {
  const { from, to } = MOVES[action];
  if (!from.includes(state.status))
    return refusal(`it ${STANDING[state.status]}; only one that ${listed(from)} allows "${action}"`);
  if (action === 'approve' && !state.awaitsApproval)
    return refusal('it has no winner that waits for a person to agree');
  if (action === 'promote' && state.winner === null)
    return refusal('it was completed without a winner, so there is nothing to promote');
  if (action === 'promote' && state.promoted) return refusal('its winner is promoted already');
  if (action === 'undo-promotion' && !state.promoted)
    return refusal('its winner is not promoted, so there is nothing to undo');
  return { ok: true, status: to === 'same' ? state.status : to };
}

/** What can be done next, in the order of a life. */
export function allowedActions(state: ExperimentState): ExperimentAction[] {
  return EXPERIMENT_ACTIONS.filter((action) => transition(state, action).ok);
}

function refusal(reason: string): Transition {
  return { ok: false, reason };
}

function listed(statuses: readonly ExperimentStatus[]): string {
  return statuses.map((status) => STANDING[status]).join(' or ');
}
