import { CLOCK, type Clock } from '../src/clock';
import type { Json, TestServer } from './harness';
import { outcome, promptWithHashes, sendOutcomes, sendTraces, trace } from './records';
import { HALVES, Trials } from './trials';

export const MINUTE = 60_000;
/** When every simulated experiment starts. */
export const START = Date.parse('2026-03-02T09:00:00.000Z');

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Something that reaches the server at a minute after the start. */
export interface Delivery {
  readonly minute: number;
  readonly conversation: string;
  readonly variant: 'control' | 'b';
  /** A trace that began at this minute, or an outcome that occurred then. */
  readonly at: number;
  readonly outcome?: { readonly metric: string; readonly value: number };
  /** Of the trace. */
  readonly more?: object;
}

export interface TrafficOptions {
  readonly seed: number;
  readonly conversations: number;
  /** Conversations a minute. */
  readonly rate: number;
  /** Chance that a conversation of this variant is acted on. */
  readonly chance: (variant: 'control' | 'b', i: number) => number;
  readonly latency?: (variant: 'control' | 'b', random: () => number) => number;
}

/** Conversations, each with a trace and, a minute later, an outcome. */
export function simulated({ seed, conversations, rate, chance, latency }: TrafficOptions): Delivery[] {
  const draw = random(seed);
  return Array.from({ length: conversations }, (_, i): Delivery[] => {
    const variant = draw() < 0.5 ? 'control' : 'b';
    const minute = Math.floor(i / rate);
    const of = { conversation: `c${i}`, variant } as const;
    const value = draw() < chance(variant, i) ? 1 : 0;
    const latencyMs = latency ? latency(variant, draw) : 1_000;
    return [
      { ...of, minute, at: minute, more: { latencyMs } },
      { ...of, minute: minute + 1, at: minute + 1, outcome: { metric: 'user_actioned', value } },
    ];
  }).flat();
}

/** Settled after five minutes and one of grace, never too early and hardly ever too late. */
export const QUICK_PLAN = {
  primaryMetric: 'user_actioned',
  minimumDetectableEffect: 0.1,
  windowMinutes: 5,
  graceMinutes: 1,
  minimumRuntimeMinutes: 0,
  maximumRuntimeMinutes: 100_000,
  minimumUnits: 20,
};

/** Traffic on a test server whose time is simulated. */
export class Traffic {
  private readonly trials: Trials;
  private readonly hashes = new Map<string, string[]>();
  private readonly sent = new Map<string, Json>();

  constructor(private readonly server: () => TestServer) {
    this.trials = new Trials(server);
  }

  /** Sets the server's time to a minute after the start. */
  clock(minute: number, server: TestServer = this.server()): void {
    jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(START + minute * MINUTE));
  }

  /** A prompt of two versions with an experiment that starts at minute 0. */
  async experiment(name: string, plan: object = {}, more: object = {}): Promise<Json> {
    this.clock(-1);
    const { hashes } = await promptWithHashes(this.server(), name);
    this.hashes.set(name, hashes);
    const made = await this.trials.draft(name, {
      variants: HALVES,
      plan: { ...QUICK_PLAN, ...plan },
      ...more,
    });
    this.clock(0);
    const started = await this.trials.act(made.body.id, 'start');
    if (started.status !== 200) throw new Error(JSON.stringify([made.body, started.body]));
    return started.body;
  }

  /** Delivers what arrives from one minute until before another, minute by minute, at the server's simulated time. */
  async deliver(experiment: Json, deliveries: readonly Delivery[], from: number, to: number): Promise<void> {
    const due = deliveries.filter(({ minute }) => minute >= from && minute < to);
    for (const minute of [...new Set(due.map((delivery) => delivery.minute))].sort((a, b) => a - b)) {
      this.clock(minute);
      const now = due.filter((delivery) => delivery.minute === minute);
      const traces = now
        .filter((delivery) => !delivery.outcome)
        .map((delivery) => this.trace(experiment, delivery));
      const outcomes = now
        .filter((delivery) => delivery.outcome)
        .map((delivery) => this.outcome(experiment, delivery));
      if (traces.length) await accepted(sendTraces(this.server().admin, ...traces));
      if (outcomes.length) await accepted(sendOutcomes(this.server().admin, ...outcomes));
    }
  }

  evaluate(experiment: Json, minute: number): Promise<Json> {
    this.clock(minute);
    return this.trials.act(experiment.id, 'evaluate').then(({ body }) => body);
  }

  private trace(experiment: Json, { conversation, variant, at, more }: Delivery): Json {
    const index = variant === 'b' ? 1 : 0;
    const name = experiment.promptName as string;
    const made = trace({
      promptName: name,
      promptVersion: index + 1,
      contentHash: this.hashes.get(name)?.[index],
      source: 'experiment',
      experimentId: experiment.id,
      variant,
      conversationId: conversation,
      startedAt: new Date(START + at * MINUTE).toISOString(),
      ...more,
    });
    this.sent.set(`${experiment.id} ${conversation}`, made);
    return made;
  }

  /** Of the trace when it was sent, of the conversation when it was not. */
  private outcome(experiment: Json, { conversation, at, outcome: said }: Delivery): Json {
    const of = this.sent.get(`${experiment.id} ${conversation}`);
    const subject = of
      ? { traceId: of.id }
      : { traceId: undefined, conversationId: conversation, experimentId: experiment.id };
    return outcome({ ...subject, ...said, occurredAt: new Date(START + at * MINUTE).toISOString() });
  }
}

async function accepted(sending: Promise<{ status: number; body: Json }>): Promise<void> {
  const { status, body } = await sending;
  if (status !== 200 || body.rejected?.length)
    throw new Error(`${status} ${JSON.stringify(body).slice(0, 500)}`);
}
