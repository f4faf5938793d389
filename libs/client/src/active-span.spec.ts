import { eventually } from '../testing/eventually';
import { experiment, prompt, version } from '../testing/fixtures';
import { RegistryServer } from '../testing/registry-server';
import { PromptRegistry, SPAN_ATTRIBUTES, type GetActiveSpan, type TraceRecord } from './index';

/** `Span` and `TraceAPI` of @opentelemetry/api 1.9, as far as they matter: what an agent really hands over must fit. */
type AttributeValue =
  string | number | boolean | Array<null | undefined | string> | Array<null | undefined | number>;
interface OtelSpan {
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
  setAttribute(key: string, value: AttributeValue): this;
  setAttributes(attributes: Record<string, AttributeValue | undefined>): this;
  addEvent(name: string): this;
  end(endTime?: number): void;
  isRecording(): boolean;
}

/** A recording span: setting an attribute needs its `this`, as the real one does. */
class RecordingSpan implements OtelSpan {
  readonly attributes: Record<string, AttributeValue> = {};

  constructor(readonly traceId: string) {}

  spanContext = () => ({ traceId: this.traceId, spanId: '00f067aa0ba902b7', traceFlags: 1 });
  setAttribute(key: string, value: AttributeValue): this {
    this.attributes[key] = value;
    return this;
  }
  setAttributes = (attributes: Record<string, AttributeValue | undefined>): this => {
    Object.assign(this.attributes, attributes);
    return this;
  };
  addEvent = (): this => this;
  end = (): void => undefined;
  isRecording = (): boolean => true;
}

/** As the real API: a singleton with state, whose methods are bound. */
class TraceApi {
  active: OtelSpan | undefined;
  getActiveSpan = (): OtelSpan | undefined => this.active;
}

const OTEL_TRACE = '0af7651916cd43dd8448eb211c80319c';
let server: RegistryServer;
let registry: PromptRegistry;

async function start(getActiveSpan: GetActiveSpan): Promise<PromptRegistry> {
  registry = new PromptRegistry({ url: server.url, apiKey: 'pr_test', sendEveryMs: 5, getActiveSpan });
  await registry.start();
  return registry;
}

beforeEach(async () => {
  const onTrial = prompt('greeting', [version(1), version(2)], { experiments: [experiment()] });
  server = new RegistryServer([onTrial]);
  await server.listen();
});
afterEach(async () => {
  await registry.close();
  await server.close();
});

describe('the active span', () => {
  it('gets the provenance of what is loaded under it', async () => {
    const api = new TraceApi();
    await start(api.getActiveSpan);
    const span = new RecordingSpan(OTEL_TRACE);
    api.active = span;
    const answer = registry.loadPrompt('greeting', { conversationId: 'c1' });
    expect(span.attributes).toEqual({
      'prompt_registry.prompt.id': 'id-greeting',
      'prompt_registry.prompt.name': 'greeting',
      'prompt_registry.prompt.version': answer.version,
      'prompt_registry.prompt.content_hash': answer.contentHash,
      'prompt_registry.prompt.source': 'experiment',
      'prompt_registry.experiment.id': 'e1',
      'prompt_registry.experiment.variant': answer.experiment?.variant,
      'prompt_registry.trace.id': answer.traceId,
      'gen_ai.conversation.id': 'c1',
    });
  });

  it('of the call to the model gets them as well, when the trace begins there, with the id of its record', async () => {
    const api = new TraceApi();
    await start(api.getActiveSpan);
    const answer = registry.loadPrompt('greeting'); // no span yet
    api.active = new RecordingSpan(OTEL_TRACE);
    const first = answer.trace();
    const second = new RecordingSpan(OTEL_TRACE);
    api.active = second;
    const again = answer.trace();
    expect([first.id, again.id === first.id]).toEqual([answer.traceId, false]);
    expect(second.attributes).toEqual({
      'prompt_registry.prompt.id': 'id-greeting',
      'prompt_registry.prompt.name': 'greeting',
      'prompt_registry.prompt.version': 2,
      'prompt_registry.prompt.content_hash': answer.contentHash,
      'prompt_registry.prompt.source': 'latest',
      'prompt_registry.trace.id': again.id,
    });
  });

  it('does not lend its trace id: two uses under one OpenTelemetry trace are two records', async () => {
    const span = new RecordingSpan(OTEL_TRACE);
    await start(() => span);
    for (const conversationId of ['c1', 'c2'])
      registry.loadPrompt('greeting', { conversationId }).trace().finish();
    const sent = () =>
      server.bodies('/api/v1/traces').flatMap((body) => (body as { traces: TraceRecord[] }).traces);
    await eventually('sent', () => sent().length === 2);
    const ids = sent().map(({ id }) => id);
    expect(new Set([...ids, OTEL_TRACE]).size).toBe(3);
    expect(span.attributes[SPAN_ATTRIBUTES.traceId]).toBe(ids[1]);
  });

  it('may be none, and may fail', async () => {
    await start(() => undefined);
    expect(registry.loadPrompt('greeting').trace().id).toHaveLength(32);
    await registry.close();
    await start(() => {
      throw new Error('no span');
    });
    expect(registry.loadPrompt('greeting').trace().id).toHaveLength(32);
    await registry.close();
    await start(() => ({
      setAttribute: () => {
        throw new Error('ended');
      },
    }));
    expect(registry.loadPrompt('greeting').version).toBe(2);
  });
});
