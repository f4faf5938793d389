import { MlflowConnection } from './mlflow-connection';
import { type MlflowConfiguration } from './mlflow-configuration';
import { MlflowError } from './mlflow-error';
import {
  type MirroredPrompt,
  type MirroredVersion,
  type MlflowFeedback,
  type MlflowPromptVersion,
  type MlflowTrace,
  type MlflowTraceInfo,
  type MlflowTracePage,
  type MlflowWindow,
  type SharedRun,
} from './mlflow-records';
import { MlflowPrompts } from './mlflow-prompts';
import { MlflowRuns } from './mlflow-runs';
import {
  feedbackWire,
  linkedPromptsWire,
  mlflowTraceId,
  readTraceInfo,
  spansWire,
  traceInfoWire,
} from './mlflow-trace-wire';
import { isRecord, listOf, textOf } from './mlflow-wire';

const TRACES = '/api/3.0/mlflow/traces';
/** The most that MLflow answers is 500; a page has to arrive within the time-out. */
const PAGE_SIZE = 200;

/**
 * The calls to MLflow (3.12 or newer). Each throws only {@link MlflowError} and may be repeated after any of them without
 * doubling anything. What belongs to one trace is sent one call at a time.
 */
export class MlflowClient {
  private readonly connection: MlflowConnection;
  private readonly runs: MlflowRuns;
  private readonly prompts: MlflowPrompts;

  constructor(configuration: MlflowConfiguration) {
    this.connection = new MlflowConnection(configuration);
    this.runs = new MlflowRuns(this.connection);
    this.prompts = new MlflowPrompts(this.connection);
  }

  /** E.g. `3.17.2`. @throws temporary when something else than MLflow answers. */
  async serverVersion(): Promise<string> {
    const answer = (await this.connection.text('/version')).trim();
    if (!/^\d+\.\d+/.test(answer))
      throw new MlflowError('temporary', 'What answers at MLFLOW_TRACKING_URI is not an MLflow server');
    return answer;
  }

  /** The id of the experiment of this name, made when it is missing. @throws refused when it was deleted in MLflow. */
  ensureExperiment(name: string): Promise<string> {
    return this.runs.ensureExperiment(name);
  }

  /** The id of the run with this key, made when it is missing, with all its params. */
  findOrCreateRun(run: SharedRun): Promise<string> {
    return this.runs.findOrCreate(run);
  }

  /** Writes all of a trace but its span. Python's `search_traces` shows it after {@link putSpans} only. */
  async putTrace(trace: MlflowTrace): Promise<void> {
    await this.connection.post(TRACES, { trace: { trace_info: traceInfoWire(trace) } });
  }

  /** Writes the root spans of traces of one experiment; all or none. */
  async putSpans(traces: readonly MlflowTrace[]): Promise<void> {
    const [first] = traces;
    if (!first) return;
    await this.connection.post('/v1/traces', spansWire(traces), {
      'x-mlflow-experiment-id': first.experimentId,
    });
  }

  /** Links a trace to prompt versions. @throws refused (RESOURCE_DOES_NOT_EXIST) before {@link putTrace}. */
  async linkPrompts(traceId: string, prompts: readonly MlflowPromptVersion[]): Promise<void> {
    if (prompts.length === 0) return;
    await this.connection.post('/api/2.0/mlflow/traces/link-prompts', {
      trace_id: mlflowTraceId(traceId),
      prompt_versions: linkedPromptsWire(prompts),
    });
  }

  /** Adds an assessment once. @throws refused (RESOURCE_DOES_NOT_EXIST) before {@link putTrace}. */
  async addFeedback(feedback: MlflowFeedback): Promise<void> {
    const path = `${TRACES}/${mlflowTraceId(feedback.traceId)}/assessments`;
    try {
      await this.connection.post(path, { assessment: feedbackWire(feedback) });
    } catch (error) {
      // A repeated id is a 500 "constraint violation", which an accident of the server could be as well: look.
      if (!(error instanceof MlflowError) || error.status !== 500) throw error;
      if ((await this.connection.find(`${path}/${encodeURIComponent(feedback.id)}`)) === null) throw error;
    }
  }

  /** A trace with its assessments, or `null`. */
  async getTrace(traceId: string): Promise<MlflowTraceInfo | null> {
    const answer = await this.connection.find(`${TRACES}/${mlflowTraceId(traceId)}`);
    const trace = isRecord(answer) && isRecord(answer['trace']) ? answer['trace'] : {};
    return answer === null ? null : readTraceInfo(trace['trace_info']);
  }

  /** A page of the traces that started in the window, with their assessments; the first one without a token. */
  async searchTraces(
    { experimentId, from, to }: MlflowWindow,
    pageToken: string | null,
    pageSize = PAGE_SIZE,
  ): Promise<MlflowTracePage> {
    const answer = await this.connection.post(`${TRACES}/search`, {
      locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }],
      filter: `timestamp_ms >= ${from.getTime()} AND timestamp_ms < ${to.getTime()}`,
      order_by: ['timestamp_ms ASC'],
      max_results: pageSize,
      ...(pageToken === null ? {} : { page_token: pageToken }),
    });
    const traces = listOf(answer['traces']).map(readTraceInfo);
    // A full last page may carry a token: the next one is empty, and an empty one is the last.
    return { traces, nextPageToken: traces.length === 0 ? null : textOf(answer['next_page_token']) || null };
  }

  /** Makes a prompt in MLflow's registry. @throws refused when the name is taken by something that is not its mirror. */
  ensurePrompt(prompt: MirroredPrompt): Promise<void> {
    return this.prompts.ensurePrompt(prompt);
  }

  /** MLflow's number for a version, made when it is missing. One caller per prompt at a time, oldest version first. */
  ensurePromptVersion(version: MirroredVersion): Promise<number> {
    return this.prompts.ensureVersion(version);
  }

  /** Points an alias ({@link mlflowAlias}) at a version. */
  setPromptAlias(name: string, alias: string, version: number): Promise<void> {
    return this.prompts.setAlias(name, alias, version);
  }

  /** Removes an alias; one that is not there is removed. */
  deletePromptAlias(name: string, alias: string): Promise<void> {
    return this.prompts.deleteAlias(name, alias);
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.connection.close();
  }
}
