import type { TraceRow } from '../trace.entity';
import { runKeyOf, servedItsVersion, toMlflowTrace, toRun } from './trace-records';

const trace = (more: Partial<TraceRow> = {}): TraceRow => ({
  id: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
  promptId: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
  promptName: 'folder/analyst',
  promptVersion: 3,
  contentHash: 'f'.repeat(64),
  source: 'experiment',
  experimentId: '0d8f3f6f-2f0d-4d0c-9a8e-7b0f4f2e2f11',
  variant: 'b',
  conversationId: 'c-1',
  agent: 'architect',
  model: 'a-model',
  startedAt: new Date('2026-03-01T23:59:59.500Z'),
  receivedAt: new Date('2026-03-02T00:00:01Z'),
  latencyMs: 12.5,
  inputTokens: 3,
  outputTokens: null,
  cost: 0.25,
  status: 'ok',
  flag: null,
  previews: null,
  digest: '00000000-0000-0000-0000-000000000000',
  ...more,
});
const key = (more: Partial<TraceRow>, runPer: 'day' | 'invocation' = 'day') =>
  runKeyOf(trace(more), '1', runPer);

describe('the run of a trace', () => {
  it('has our own numbers as params, and begins with the day', () => {
    expect(toRun(trace(), '1', [], 'day')).toMatchObject({
      name: 'folder/analyst v3 b architect 2026-03-01',
      startedAt: new Date('2026-03-01T00:00:00Z'),
      params: {
        prompt_id: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
        prompt_version: '3',
        experiment_variant: 'b',
        prompt_name: 'folder/analyst',
        agent: 'architect',
        experiment_id: '0d8f3f6f-2f0d-4d0c-9a8e-7b0f4f2e2f11',
      },
      of: {
        promptId: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
        version: 3,
        experimentId: '0d8f3f6f-2f0d-4d0c-9a8e-7b0f4f2e2f11',
        variant: 'b',
      },
    });
  });

  it('has params also where nothing is known, so that they can be asked for', () => {
    const nothing = { promptId: null, promptVersion: null, variant: null, agent: null };
    expect(toRun(trace(nothing), '1', [], 'day').params).toMatchObject({
      prompt_id: 'unknown',
      prompt_version: 'unknown',
      experiment_variant: 'none',
      agent: 'unknown',
    });
  });

  it('is shared by one prompt, version, experiment, variant, agent and UTC day', () => {
    const other = { id: '5bf92f35-77b3-4da6-a3ce-929d0e0e4736', conversationId: 'c-2', latencyMs: 1 };
    expect(key(other)).toBe(key({}));
    const different: Partial<TraceRow>[] = [
      { promptId: other.id },
      { promptVersion: 4 },
      { experimentId: other.id },
      { variant: null },
      { agent: null },
      { startedAt: new Date('2026-03-02T00:00:00Z') },
    ];
    expect(new Set([{}, ...different].map((more) => key(more))).size).toBe(7);
  });

  it('is the trace’s own when it is to be', () => {
    const other = { id: '5bf92f35-77b3-4da6-a3ce-929d0e0e4736' };
    expect(key(other, 'invocation')).not.toBe(key({}, 'invocation'));
    expect(toRun(trace(), '1', [], 'invocation').startedAt).toEqual(trace().startedAt);
  });
});

describe('a trace', () => {
  it('says which words it served, to whom, and how that went', () => {
    expect(toMlflowTrace(trace({ status: 'error' }), '1', 'run-1', [])).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      experimentId: '1',
      runId: 'run-1',
      name: 'folder/analyst',
      startedAt: trace().startedAt,
      durationMs: 12.5,
      state: 'ERROR',
      sessionId: 'c-1',
      requestPreview: null,
      responsePreview: null,
      metadata: {
        prompt_id: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
        prompt_version: '3',
        experiment_variant: 'b',
        prompt_name: 'folder/analyst',
        source: 'experiment',
        experiment_id: '0d8f3f6f-2f0d-4d0c-9a8e-7b0f4f2e2f11',
        content_hash: 'f'.repeat(64),
        agent: 'architect',
      },
      tags: {
        'registry.status': 'error',
        'registry.prompt': 'folder/analyst',
        'registry.version': '3',
        'registry.experiment': '0d8f3f6f-2f0d-4d0c-9a8e-7b0f4f2e2f11',
        'registry.variant': 'b',
      },
      prompts: [],
      model: 'a-model',
      inputTokens: 3,
      outputTokens: null,
      costUsd: 0.25,
    });
  });

  it.each([
    [null, true],
    ['not_started', true],
    ['hash_mismatch', false],
    ['unknown_version', false],
  ] as const)('flagged %s: served the words of its version: %s', (flag, served) => {
    expect(servedItsVersion(trace({ flag }))).toBe(served);
  });
});
