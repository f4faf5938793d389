import { FakeMlflowRegistry } from './fake-mlflow-registry';
import { Refusal, exists, fits, invalid, missing } from './fake-mlflow-refusal';
import { type JsonRecord, fromPairs, listOf, pairs, recordOf, textOf, textsOf } from './mlflow-wire';

interface Run {
  readonly info: { run_id: string; experiment_id: string; status: string; run_name: string };
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
}

interface StoredTrace {
  info: JsonRecord;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  readonly assessments: Map<string, JsonRecord>;
  readonly prompts: Set<string>;
  spans: number;
}

type Body = JsonRecord & { readonly experimentId: string };

/** The part of MLflow's store that the fake needs; what MLflow refuses it refuses. */
export class FakeMlflowStore {
  readonly experiments = new Map<string, { id: string; stage: string }>();
  readonly runs = new Map<string, Run>();
  readonly traces = new Map<string, StoredTrace>();
  readonly prompts = new FakeMlflowRegistry();

  constructor(private readonly newId: () => string) {}

  /** The answer's body; `null` for an unknown route. */
  route(route: string, body: Body): JsonRecord | null {
    const trace = /^(GET|POST) \/traces\/(tr-[0-9a-f]{32})(\/assessments)?(?:\/([^/]+))?$/.exec(route);
    if (trace)
      return this.traceRoute(trace[1] ?? '', trace[2] ?? '', Boolean(trace[3]), trace[4] ?? null, body);
    switch (route) {
      case 'GET /experiments/get-by-name':
        return this.experiment(textOf(body['experiment_name']));
      case 'POST /experiments/create':
        return this.createExperiment(textOf(body['name']));
      case 'POST /runs/search':
        return this.searchRuns(textOf(body['filter']));
      case 'POST /runs/create':
        return this.createRun(body);
      case 'POST /runs/log-batch':
        return this.logParams(body);
      case 'POST /runs/update':
        this.run(body).info.status = textOf(body['status']);
        return {};
      case 'POST /traces':
        return this.putTrace(recordOf(recordOf(body['trace'])['trace_info']));
      case 'POST /v1/traces':
        return this.putSpans(body);
      case 'POST /traces/link-prompts':
        return this.linkPrompts(body);
      case 'POST /traces/search':
        return this.searchTraces(body);
      default:
        return this.prompts.route(route, body);
    }
  }

  private experiment(name: string): JsonRecord {
    const found = this.experiments.get(name);
    if (!found) throw missing(`Experiment ${name}`);
    return { experiment: { experiment_id: found.id, name, lifecycle_stage: found.stage } };
  }

  private createExperiment(name: string): JsonRecord {
    if (name.length > 500) throw invalid("'name' exceeds the maximum length of 500 characters");
    if (this.experiments.has(name)) throw exists(`Experiment(name=${name})`);
    const id = String(this.experiments.size + 1);
    this.experiments.set(name, { id, stage: 'active' });
    return { experiment_id: id };
  }

  private searchRuns(filter: string): JsonRecord {
    const [, key = '', value = ''] = /^tags\.`([^`]+)` = '([^']*)'$/.exec(filter) ?? [];
    const runs = [...this.runs.values()].filter(({ tags }) => tags[key] === value);
    return runs.length === 0 ? {} : { runs: runs.map(runWire) };
  }

  private createRun(body: Body): JsonRecord {
    const id = this.newId();
    const info = {
      run_id: id,
      experiment_id: textOf(body['experiment_id']),
      status: 'RUNNING',
      run_name: fits(textOf(body['run_name']), 250),
    };
    const run = { info, params: {}, tags: { ...fromPairs(body['tags']) } };
    this.runs.set(id, run);
    return { run: runWire(run) };
  }

  private run(body: Body): Run {
    const run = this.runs.get(textOf(body['run_id']));
    if (!run) throw missing('Run');
    return run;
  }

  private logParams(body: Body): JsonRecord {
    const { params } = this.run(body);
    for (const [key, value] of Object.entries(fromPairs(body['params']))) {
      const stored = value.slice(0, 6_000);
      if (params[key] !== undefined && params[key] !== value)
        throw invalid('Changing param values is not allowed.');
      params[key] = stored;
    }
    return {};
  }

  /** An upsert: what is there stays, tags and metadata are merged. */
  private putTrace(info: JsonRecord): JsonRecord {
    const id = textOf(info['trace_id']);
    const metadata = textsOf(info['trace_metadata']);
    if ((metadata['mlflow.trace.session'] ?? '').length > 250)
      throw invalid("'Session ID' exceeds the maximum length of 250 characters");
    for (const preview of ['request_preview', 'response_preview']) fits(textOf(info[preview]), 1_000);
    if (Object.values(textsOf(info['tags'])).some((tag) => tag.includes('\0')))
      throw new Refusal('INTERNAL_ERROR', 500, 'A string literal cannot contain NUL (0x00) characters.');
    const trace = this.traces.get(id) ?? emptyTrace();
    trace.info = { ...trace.info, ...info };
    trace.metadata = { ...trace.metadata, ...cut(metadata, 250) };
    trace.tags = { ...trace.tags, ...cut(textsOf(info['tags']), 4_096) };
    this.traces.set(id, trace);
    return { trace: { trace_info: traceWire(trace) } };
  }

  private putSpans(body: Body): JsonRecord {
    if (!body.experimentId) throw invalid('x-mlflow-experiment-id');
    for (const resource of listOf(body['resourceSpans']))
      for (const scope of listOf(recordOf(resource)['scopeSpans']))
        for (const span of listOf(recordOf(scope)['spans'])) {
          const id = `tr-${textOf(recordOf(span)['traceId'])}`;
          const trace = this.traces.get(id) ?? { ...emptyTrace(), info: { trace_id: id } };
          this.traces.set(id, { ...trace, spans: 1 });
        }
    return {};
  }

  private traced(id: string): StoredTrace {
    const trace = this.traces.get(id);
    if (!trace) throw missing(`Trace with ID '${id}'`);
    return trace;
  }

  private linkPrompts(body: Body): JsonRecord {
    const { prompts } = this.traced(textOf(body['trace_id']));
    for (const prompt of listOf(body['prompt_versions']).map(recordOf)) {
      if (typeof prompt['version'] !== 'string') throw new Refusal('INTERNAL_ERROR', 500, 'version');
      prompts.add(`${textOf(prompt['name'])}/${prompt['version']}`);
    }
    return {};
  }

  private traceRoute(
    method: string,
    id: string,
    ofAssessments: boolean,
    assessmentId: string | null,
    body: Body,
  ): JsonRecord {
    const trace = this.traced(id);
    if (!ofAssessments) return { trace: { trace_info: traceWire(trace) } };
    if (method === 'GET') {
      const found = trace.assessments.get(decodeURIComponent(assessmentId ?? ''));
      if (!found) throw missing('Assessment');
      return { assessment: found };
    }
    const given = recordOf(body['assessment']);
    const newId = fits(textOf(given['assessment_id']), 50) || `a-${this.newId()}`;
    fits(textOf(given['assessment_name']), 250);
    fits(textOf(recordOf(given['source'])['source_id']), 250);
    if ([...this.traces.values()].some(({ assessments }) => assessments.has(newId)))
      throw new Refusal('INTERNAL_ERROR', 500, 'Failed to create assessment due to a constraint violation.');
    const overridden = trace.assessments.get(textOf(given['overrides']));
    if (overridden) trace.assessments.set(textOf(given['overrides']), { ...overridden, valid: false });
    trace.assessments.set(newId, { ...given, assessment_id: newId, valid: true });
    return { assessment: trace.assessments.get(newId) };
  }

  private searchTraces(body: Body): JsonRecord {
    const [from = 0, to = 0] = [...textOf(body['filter']).matchAll(/\d+/g)].map(Number);
    const max = Number(body['max_results']);
    if (max > 500) throw invalid(`Invalid value ${max} for parameter 'max_results' supplied`);
    const offset = Number(textOf(body['page_token']) || 0);
    const startOf = ({ info }: StoredTrace) => Date.parse(textOf(info['request_time']));
    const all = [...this.traces.values()]
      .filter((trace) => startOf(trace) >= from && startOf(trace) < to)
      .sort((a, b) => startOf(a) - startOf(b));
    const page = all.slice(offset, offset + max);
    return {
      ...(page.length === 0 ? {} : { traces: page.map(traceWire) }),
      ...(page.length === max ? { next_page_token: String(offset + max) } : {}),
    };
  }
}

function emptyTrace(): StoredTrace {
  return { info: {}, metadata: {}, tags: {}, assessments: new Map(), prompts: new Set(), spans: 0 };
}

function cut(record: Readonly<Record<string, string>>, length: number): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value.slice(0, length)]));
}

function runWire({ info, params, tags }: Run): JsonRecord {
  return { info, data: { params: pairs(params), tags: pairs(tags) } };
}

function traceWire({ info, metadata, tags, assessments }: StoredTrace): JsonRecord {
  const found = [...assessments.values()];
  return {
    ...info,
    trace_metadata: metadata,
    tags,
    ...(found.length === 0 ? {} : { assessments: found }),
  };
}
