import { type MlflowTrace } from './mlflow-records';
import { mlflowAssessmentId, readTraceInfo, sessionOf, spansWire, traceInfoWire } from './mlflow-trace-wire';

const TRACE: MlflowTrace = {
  traceId: '0123456789abcdef0123456789abcdef',
  experimentId: '1',
  runId: 'r1',
  name: 'triage',
  startedAt: new Date('2026-11-22T06:00:00.123Z'),
  durationMs: 1234.6,
  state: 'OK',
  sessionId: 'c1',
  requestPreview: null,
  responsePreview: null,
  metadata: { prompt_version: '3' },
  tags: { agent: 'energy' },
  prompts: [{ name: 'p', version: 7 }],
  model: null,
  inputTokens: null,
  outputTokens: null,
  costUsd: null,
};

describe('traceInfoWire', () => {
  it('says everything of an invocation but its words', () => {
    expect(traceInfoWire(TRACE)).toEqual({
      trace_id: 'tr-0123456789abcdef0123456789abcdef',
      client_request_id: '0123456789abcdef0123456789abcdef',
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '1' } },
      request_time: '2026-11-22T06:00:00.123Z',
      execution_duration: '1.235s',
      state: 'OK',
      trace_metadata: {
        'mlflow.trace_schema.version': '3',
        'mlflow.trace.session': 'c1',
        'mlflow.sourceRun': 'r1',
        prompt_version: '3',
      },
      tags: {
        'mlflow.traceName': 'triage',
        'mlflow.linkedPrompts': '[{"name":"p","version":"7"}]',
        agent: 'energy',
      },
    });
  });

  it('keeps within MLflow’s limits, without halves of characters', () => {
    const wire = traceInfoWire({
      ...TRACE,
      requestPreview: '😀'.repeat(600),
      responsePreview: 'x'.repeat(1_000),
      metadata: { long: `${'m'.repeat(248)}😀😀`, broken: 'a\ud83d\0b' },
      tags: { long: 't'.repeat(5_000) },
    });
    expect(wire).toMatchObject({
      request_preview: `${'😀'.repeat(499)}…`,
      response_preview: 'x'.repeat(1_000),
      trace_metadata: { long: `${'m'.repeat(248)}…`, broken: 'a\ufffd\ufffdb' },
      tags: { long: `${'t'.repeat(4_095)}…` },
    });
  });
});

describe('sessionOf', () => {
  it('keeps an id, and two that are too long apart', () => {
    expect(sessionOf('c'.repeat(250))).toBe('c'.repeat(250));
    const [a, b] = [sessionOf(`${'c'.repeat(300)}a`), sessionOf(`${'c'.repeat(300)}b`)];
    expect(a).toHaveLength(250);
    expect(a).not.toBe(b);
  });
});

describe('spansWire', () => {
  const span = (trace: MlflowTrace) =>
    (spansWire([trace]) as unknown as { resourceSpans: [{ scopeSpans: [{ spans: [SpanWire] }] }] })
      .resourceSpans[0].scopeSpans[0].spans[0];
  interface SpanWire {
    spanId: string;
    startTimeUnixNano: string;
    endTimeUnixNano: string;
    status: object;
    attributes: { key: string; value: { stringValue: string } }[];
  }
  const attributes = (trace: MlflowTrace) =>
    Object.fromEntries(span(trace).attributes.map(({ key, value }) => [key, value.stringValue]));

  it('is the same span each time it is sent', () => {
    expect(span(TRACE)).toEqual(span(TRACE));
    expect(span(TRACE).spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(span(TRACE)).toMatchObject({
      startTimeUnixNano: '1795327200123000000',
      endTimeUnixNano: '1795327201358000000',
      status: { code: 1 },
    });
    expect(span({ ...TRACE, state: 'ERROR' }).status).toEqual({ code: 2 });
  });

  it('says tokens, cost, model and previews when they are known', () => {
    expect(attributes(TRACE)).toEqual({ 'mlflow.spanType': 'LLM' });
    const known = {
      model: 'gpt-4o',
      inputTokens: 5,
      outputTokens: null,
      costUsd: 0.5,
      requestPreview: 'a "b"',
    };
    expect(attributes({ ...TRACE, ...known })).toEqual({
      'mlflow.spanType': 'LLM',
      'mlflow.spanInputs': '"a \\"b\\""',
      'gen_ai.request.model': 'gpt-4o',
      'mlflow.chat.tokenUsage': '{"input_tokens":5,"output_tokens":0,"total_tokens":5}',
      'mlflow.llm.cost': '{"total_cost":0.5}',
    });
  });
});

describe('mlflowAssessmentId', () => {
  it('is MLflow’s form, and always the same for an outcome', () => {
    expect(mlflowAssessmentId('o1')).toMatch(/^a-[0-9a-f]{32}$/);
    expect(mlflowAssessmentId('o1')).toBe(mlflowAssessmentId('o1'));
    expect(mlflowAssessmentId('o1')).not.toBe(mlflowAssessmentId('o2'));
  });
});

describe('readTraceInfo', () => {
  it('reads what MLflow answers, empty parts left out as it does', () => {
    const info = readTraceInfo({
      trace_id: 'tr-0123456789abcdef0123456789abcdef',
      request_time: '2026-11-22T06:00:00.123Z',
      state: 'OK',
      assessments: [
        {
          assessment_id: 'a-1',
          assessment_name: 'confidence',
          source: { source_type: 'HUMAN', source_id: 'ada' },
          create_time: '2026-11-22T07:00:00Z',
          last_update_time: '2026-11-22T08:00:00Z',
          feedback: { value: 0 },
          overrides: 'a-0',
          valid: true,
        },
        { assessment_id: 'a-0', assessment_name: 'e', expectation: { value: 'x' }, valid: false },
      ],
    });
    expect(info).toMatchObject({
      traceId: '0123456789abcdef0123456789abcdef',
      startedAt: new Date('2026-11-22T06:00:00.123Z'),
      metadata: {},
      tags: {},
      assessments: [
        { id: 'a-1', name: 'confidence', value: 0, sourceId: 'ada', overrides: 'a-0', valid: true },
        { id: 'a-0', value: null, valid: false, overrides: null },
      ],
    });
    expect(readTraceInfo({ trace_id: 'tr-of-others' }).traceId).toBeNull();
  });
});
