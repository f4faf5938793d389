import fc from 'fast-check';
import {
  allowedActions,
  EXPERIMENT_ACTIONS,
  EXPERIMENT_STATUSES,
  transition,
  type ExperimentAction,
  type ExperimentState,
} from './experiment-transition';

/** Every state that can be told apart. */
const STATES = EXPERIMENT_STATUSES.flatMap((status) =>
  [null, 'b'].flatMap((winner) =>
    [false, true].flatMap((promoted) =>
      [false, true].map((awaitsApproval) => ({ status, winner, promoted, awaitsApproval })),
    ),
  ),
);

/** The whole table again, by hand: what is not in it is refused. */
const POSSIBLE: Readonly<Record<string, string>> = {
  'draft edit': 'draft',
  'draft start': 'running',
  'running grow': 'running',
  'running pause': 'paused',
  'running evaluate': 'running',
  'running stop': 'stopped',
  'running complete': 'completed',
  'paused resume': 'running',
  'paused evaluate': 'paused',
  'paused stop': 'stopped',
  'paused complete': 'completed',
};

function expected(
  { status, winner, promoted, awaitsApproval }: ExperimentState,
  action: ExperimentAction,
): string | undefined {
  if (action === 'approve')
    return awaitsApproval && (status === 'running' || status === 'paused') ? status : undefined;
  if (action === 'promote') return status === 'completed' && winner && !promoted ? 'completed' : undefined;
  if (action === 'undo-promotion') return status === 'completed' && promoted ? 'completed' : undefined;
  return POSSIBLE[`${status} ${action}`];
}

const CASES = STATES.flatMap((state) => EXPERIMENT_ACTIONS.map((action) => [state, action] as const));

describe('the life of an experiment', () => {
  it.each(CASES)('is as the table says: %j %s', (state, action) => {
    const next = transition(state, action);
    expect(next.ok ? next.status : undefined).toBe(expected(state, action));
    if (!next.ok) expect(next.reason).toMatch(/^it/);
  });

  it('offers exactly the actions that it lets pass', () => {
    for (const state of STATES)
      expect(allowedActions(state)).toEqual(EXPERIMENT_ACTIONS.filter((action) => expected(state, action)));
  });

  it('says why not', () => {
    const state: ExperimentState = {
      status: 'paused',
      winner: null,
      promoted: false,
      awaitsApproval: false,
    };
    expect(transition(state, 'pause')).toEqual({
      ok: false,
      reason: 'it is paused; only one that is running allows "pause"',
    });
  });

  it('never leaves its order, whatever is tried', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...EXPERIMENT_ACTIONS), fc.boolean()), { maxLength: 40 }),
        (tries) => {
          let state: ExperimentState = {
            status: 'draft',
            winner: null,
            promoted: false,
            awaitsApproval: false,
          };
          let started = 0;
          let ended = 0;
          for (const [action, wins] of tries) {
            const before = state;
            const next = transition(state, action);
            if (!next.ok) continue;
            if (action === 'start') started += 1;
            if (action === 'stop' || action === 'complete') ended += 1;
            state = {
              status: next.status,
              winner: action === 'complete' && wins ? 'b' : before.winner,
              promoted: action === 'promote' ? true : action === 'undo-promotion' ? false : before.promoted,
              awaitsApproval: false,
            };
            // Nothing but a promotion happens to an ended experiment, and only to one with a winner.
            if (before.status === 'stopped') throw new Error(`${action} after stop`);
            if (before.status === 'completed') expect(state.status).toBe('completed');
            if (state.promoted) expect(state).toMatchObject({ status: 'completed', winner: 'b' });
            if (before.status !== 'draft') expect(state.status).not.toBe('draft');
          }
          expect(started).toBe(state.status === 'draft' ? 0 : 1);
          expect(ended).toBe(state.status === 'completed' || state.status === 'stopped' ? 1 : 0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
