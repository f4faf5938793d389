import { type MlflowConnection } from './mlflow-connection';
import { MlflowError } from './mlflow-error';
import { type SharedRun } from './mlflow-records';
import { linkedPromptsWire } from './mlflow-trace-wire';
import {
  type JsonRecord,
  fitted,
  fittedValues,
  fromPairs,
  listOf,
  pairs,
  quoted,
  recordOf,
  textOf,
} from './mlflow-wire';

const API = '/api/2.0/mlflow';
const RUN_KEY = 'registry.run_key';
/** MLflow cuts longer ones, and then refuses the same param as a changed one. */
const PARAM_LENGTH = 6_000;
const TAG_LENGTH = 8_000;
/** PostgreSQL's column. */
const NAME_LENGTH = 250;

/** Experiments and runs. */
export class MlflowRuns {
  constructor(private readonly connection: MlflowConnection) {}

  async ensureExperiment(name: string): Promise<string> {
    const found = await this.experimentNamed(name);
    if (found !== null) return found;
    try {
      const answer = await this.connection.post(`${API}/experiments/create`, {
        name,
        // Opens it in the view for traces, sessions and prompts.
        tags: pairs({ 'mlflow.experimentKind': 'genai_development' }),
      });
      return textOf(answer['experiment_id']);
    } catch (error) {
      // Somebody else made it meanwhile: that one is meant.
      if (!(error instanceof MlflowError) || error.errorCode !== 'RESOURCE_ALREADY_EXISTS') throw error;
      const made = await this.experimentNamed(name);
      if (made === null) throw error;
      return made;
    }
  }

  private async experimentNamed(name: string): Promise<string | null> {
    const path = `${API}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
    const answer = await this.connection.find(path);
    if (answer === null) return null;
    const experiment = recordOf(answer['experiment']);
    if (experiment['lifecycle_stage'] === 'deleted')
      throw new MlflowError(
        'refused',
        `The experiment "${name}" was deleted in MLflow: restore it there, or set MLFLOW_EXPERIMENT_NAME`,
      );
    return textOf(experiment['experiment_id']);
  }

  async findOrCreate(run: SharedRun): Promise<string> {
    const found = (await this.find(run)) ?? (await this.create(run));
    const runId = textOf(recordOf(found['info'])['run_id']);
    const params = fittedValues(run.params, PARAM_LENGTH);
    const known = fromPairs(recordOf(found['data'])['params']);
    const missing = Object.fromEntries(Object.entries(params).filter(([key]) => known[key] === undefined));
    if (Object.keys(missing).length > 0)
      await this.connection.post(`${API}/runs/log-batch`, { run_id: runId, params: pairs(missing) });
    // Nothing of ours is ever running there; params and traces are accepted afterwards all the same.
    if (recordOf(found['info'])['status'] === 'RUNNING')
      await this.connection.post(`${API}/runs/update`, {
        run_id: runId,
        status: 'FINISHED',
        end_time: run.startedAt.getTime(),
      });
    return runId;
  }

  /** Two processes may have made one each: everybody takes the same of them. */
  private async find({ experimentId, key }: SharedRun): Promise<JsonRecord | null> {
    const answer = await this.connection.post(`${API}/runs/search`, {
      experiment_ids: [experimentId],
      filter: `tags.\`${RUN_KEY}\` = ${quoted(key)}`,
      run_view_type: 'ACTIVE_ONLY',
      max_results: 100,
    });
    const id = (run: JsonRecord) => textOf(recordOf(run['info'])['run_id']);
    const runs = listOf(answer['runs']).map(recordOf);
    return runs.sort((a, b) => (id(a) < id(b) ? -1 : 1))[0] ?? null;
  }

  private async create(run: SharedRun): Promise<JsonRecord> {
    const tags = {
      ...run.tags,
      [RUN_KEY]: run.key,
      ...(run.prompts.length === 0
        ? {}
        : { 'mlflow.linkedPrompts': JSON.stringify(linkedPromptsWire(run.prompts)) }),
    };
    const answer = await this.connection.post(`${API}/runs/create`, {
      experiment_id: run.experimentId,
      run_name: fitted(run.name, NAME_LENGTH),
      start_time: run.startedAt.getTime(),
      tags: pairs(fittedValues(tags, TAG_LENGTH)),
    });
    return recordOf(answer['run']);
  }
}
