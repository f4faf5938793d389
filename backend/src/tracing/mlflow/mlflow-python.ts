import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What people see who ask MLflow with its own Python client. */
export interface PythonView {
  readonly traces: readonly PythonTrace[];
  readonly runs: readonly { id: string; status: string; params: Readonly<Record<string, string>> }[];
  readonly prompts: readonly {
    name: string;
    version: number;
    template: unknown;
    tags: Readonly<Record<string, string>>;
  }[];
}

export interface PythonTrace {
  readonly id: string;
  readonly state: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly durationMs: number;
  readonly spans: number;
  readonly assessments: readonly { name: string; value: unknown; source: string; valid: boolean }[];
}

const PROGRAM = `
import json, sys, mlflow
experiment, prompts, filter_string = json.loads(sys.argv[1])
traces = mlflow.search_traces(locations=[experiment], filter_string=filter_string, return_type="list", max_results=5000)
runs = mlflow.search_runs(experiment_ids=[experiment], output_format="list", max_results=5000)
loaded = [mlflow.genai.load_prompt(name, version=version) for name, version in prompts]
print(json.dumps({
  "traces": [{
    "id": t.info.trace_id, "state": str(t.info.state.value), "metadata": t.info.trace_metadata, "tags": t.info.tags,
    "durationMs": t.info.execution_duration, "spans": len(t.data.spans),
    "assessments": [{"name": a.name, "value": a.value, "source": a.source.source_type, "valid": a.valid}
                    for a in t.info.assessments],
  } for t in traces],
  "runs": [{"id": r.info.run_id, "status": r.info.status, "params": r.data.params} for r in runs],
  "prompts": [{"name": p.name, "version": p.version, "template": p.template, "tags": p.tags} for p in loaded],
}))
`;

/**
 * Asks MLflow with its own Python client: `search_traces`, `search_runs` and `genai.load_prompt`.
 * @param python An interpreter that has MLflow installed.
 */
export async function askMlflow(
  { url, python }: { url: string; python: string },
  question: { experimentId: string; prompts?: readonly [name: string, version: number][]; filter?: string },
): Promise<PythonView> {
  const { experimentId, prompts = [], filter = null } = question;
  const { stdout } = await promisify(execFile)(
    python,
    ['-W', 'ignore', '-c', PROGRAM, JSON.stringify([experimentId, prompts, filter])],
    {
      env: { PATH: process.env['PATH'], MLFLOW_TRACKING_URI: url, MLFLOW_DISABLE_TELEMETRY: 'true' },
      maxBuffer: 1 << 28,
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as PythonView;
}

/** A setting without which nothing is tested: a run that skipped everything would look like one that passed. */
export function requiredSetting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; \`node tools/test.mjs mlflow\` starts MLflow and sets it`);
  return value;
}
