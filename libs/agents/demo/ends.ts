import type { Api } from './api';
import type { StartedTrials } from './script';
import { TRIALS, type MeantEnd, type Trial } from './trials';

/** Where an experiment of the demonstration stands. @example { trial, status: 'completed', end: 'promoted', note: '"who-and-units" won. …' } */
export interface TrialEnd {
  readonly trial: Trial;
  readonly id: string | null;
  readonly status: string;
  /** As it would be meant; null when it is something else. */
  readonly end: MeantEnd | null;
  readonly note: string;
}

interface Dashboard {
  readonly experiments: ReadonlyArray<{ id: string; verdict: string | null; units: number }>;
}

interface Experiment {
  readonly status: string;
  readonly promoted: boolean;
  readonly winner: string | null;
  readonly conclusion: string | null;
  readonly decision: { readonly verdict?: string } | null;
}

/** Where all of them stand, as the API tells. */
export async function readEnds(api: Api, started: StartedTrials): Promise<TrialEnd[]> {
  const { experiments } = await api.call<Dashboard>('GET', '/dashboard?days=14');
  return Promise.all(
    TRIALS.map(async (trial): Promise<TrialEnd> => {
      const id = started.get(trial);
      if (id === undefined) return { trial, id: null, status: 'not started', end: null, note: '' };
      const experiment = await api.call<Experiment>('GET', `/experiments/${id}`);
      const seen = experiments.find((each) => each.id === id);
      const note = experiment.conclusion ?? `${seen?.units ?? 0} conversations settled`;
      return { trial, id, status: experiment.status, end: endOf(experiment, seen, trial), note };
    }),
  );
}

function endOf(
  { status, promoted, winner, decision }: Experiment,
  seen: Dashboard['experiments'][number] | undefined,
  { variants }: Trial,
): MeantEnd | null {
  if (status === 'completed') return promoted && winner === variants[1] ? 'promoted' : null;
  if (status === 'stopped') return decision?.verdict === 'harmful' ? 'harmful' : null;
  return seen?.verdict === 'invalid_srm' ? 'unhealthy' : 'running';
}
