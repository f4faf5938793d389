import type { EvaluationJob, MlflowStatus, Ready } from './settings-api';

/** A state with an icon, a word, and what it means for people. */
export interface HealthState {
  readonly tone: 'good' | 'wait' | 'bad' | 'none';
  readonly icon: 'check' | 'warning' | 'info';
  readonly word: string;
  readonly meaning: string;
}

const good = (word: string, meaning = ''): HealthState => ({ tone: 'good', icon: 'check', word, meaning });
const wait = (word: string, meaning: string): HealthState => ({
  tone: 'wait',
  icon: 'warning',
  word,
  meaning,
});
const bad = (word: string, meaning: string): HealthState => ({ tone: 'bad', icon: 'warning', word, meaning });
const none = (word: string, meaning: string): HealthState => ({ tone: 'none', icon: 'info', word, meaning });

/** The server as a whole. */
export function registryState({ status }: Ready): HealthState {
  if (status === 'ok') return good('ok', 'Resolves and changes are answered.');
  if (status === 'starting') return wait('starting', 'It has not read its prompts yet.');
  return bad('degraded', 'Agents are served from memory; changes are refused until the database is back.');
}

/** The database by itself. */
export function databaseState({ database }: Ready): HealthState {
  if (database.status === 'ok') return good('answers');
  if (database.status === 'starting')
    return wait('starting', 'It is being opened, or its schema is brought up to date.');
  return bad('does not answer', 'The server tries again every second, by itself.');
}

/** The job that evaluates running experiments. */
export function jobState({ ranAt, failed }: EvaluationJob): HealthState {
  if (ranAt === null)
    return none('not run yet', 'It has not run since this server started; another replica may run it.');
  if (failed === 0) return good('ok');
  const which = failed === 1 ? '1 experiment' : `${new Intl.NumberFormat().format(failed)} experiments`;
  return bad(
    'failing',
    `The evaluation of ${which} failed in the last run. The server’s log says why; nothing is decided meanwhile.`,
  );
}

/** Deliveries to MLflow; nothing else depends on them. */
export function mlflowState({ state, deadLetters, depth }: MlflowStatus): HealthState {
  if (state === 'off') {
    return none(
      'off',
      'No MLflow is configured. Set MLFLOW_TRACKING_URI to tell one about every trace and version.',
    );
  }
  if (state === 'down')
    return wait('waiting', 'MLflow takes nothing now. Deliveries wait here and are sent when it does.');
  if (deadLetters > 0)
    return wait('some given up', 'MLflow refused some deliveries for good; they are listed below.');
  return good('ok', depth > 0 ? 'Deliveries are on their way.' : 'Everything is delivered.');
}
