import { randomBytes } from 'node:crypto';
import type { Json, MovedServer } from './moved-server';

const HOUR_MS = 3_600_000;

/** What happens in one conversation. */
export interface StagedConversation {
  /** Index among the variants. */
  readonly variant: number;
  readonly actioned: boolean;
  readonly latencyMs?: number;
  /** Of the trace. */
  readonly more?: object;
}

/** An experiment and what its conversations are like. */
export interface Staging {
  readonly name: string;
  /** Versions of the prompt, the control first. */
  readonly words: readonly string[];
  readonly plan?: object;
  readonly more?: object;
  /** How many conversations at each step, and what each is like. */
  readonly perStep: number;
  /** How many steps have conversations; all of them without. */
  readonly steps?: number;
  conversation(draw: () => number, at: number): StagedConversation;
}

/** An experiment that has started, for its traffic. */
export interface Staged {
  readonly staging: Staging;
  readonly id: string;
  readonly hashes: readonly string[];
  readonly draw: () => number;
  sent: number;
}

/** Settled after half an hour, at the next step. */
export const STAGED_PLAN = {
  primaryMetric: 'user_actioned',
  minimumDetectableEffect: 0.1,
  guardrails: [{ metric: 'latency' }],
  windowMinutes: 30,
  graceMinutes: 1,
  minimumRuntimeMinutes: 0,
  maximumRuntimeMinutes: 40_320,
  minimumUnits: 30,
};

/** Makes a prompt with those words and an experiment on them, and starts it unless `start` is false. */
export async function stage(server: MovedServer, staging: Staging, start = true): Promise<Staged> {
  const prompt = `staged/${staging.name.replaceAll(/[^a-z0-9]+/gi, '_')}`;
  const path = `/prompts/${encodeURIComponent(prompt)}`;
  const [first, ...others] = staging.words;
  await server.call('POST', '/prompts', { name: prompt, content: first });
  await server.call('PUT', `${path}/labels/production`, { version: 1 });
  await server.call('PATCH', path, { serves: 'production' });
  for (const content of others) await server.call('PUT', path, { content }, { 'if-match': '*' });
  const hashes: string[] = [];
  for (let version = 1; version <= staging.words.length; version++)
    hashes.push((await server.call('GET', `${path}/versions/${version}`)).contentHash);
  const share = 1 / staging.words.length;
  const made: Json = await server.call('POST', `${path}/experiments`, {
    name: staging.name,
    hypothesis: 'Shorter steps are acted on more often.',
    variants: staging.words.map((_, index) => ({
      name: variantName(index),
      version: index + 1,
      share,
    })),
    plan: { ...STAGED_PLAN, ...staging.plan },
    ...staging.more,
  });
  if (start) await server.call('POST', `/experiments/${made.id}/start`, {});
  return { staging, id: made.id, hashes, draw: random(staging.name.length), sent: 0 };
}

/** Sends one step's conversations, at the server's time, which is that many hours ago. */
export async function sendStep(server: MovedServer, staged: Staged, hoursAgo: number): Promise<void> {
  const at = new Date(Date.now() - hoursAgo * HOUR_MS).toISOString();
  const traces: object[] = [];
  const outcomes: object[] = [];
  for (let i = 0; i < staged.staging.perStep; i++) {
    const {
      variant,
      actioned,
      latencyMs = 900,
      more,
    } = staged.staging.conversation(staged.draw, staged.sent);
    const id = randomBytes(16).toString('hex');
    traces.push({
      id,
      promptName: `staged/${staged.staging.name.replaceAll(/[^a-z0-9]+/gi, '_')}`,
      promptVersion: variant + 1,
      contentHash: staged.hashes[variant],
      source: 'experiment',
      experimentId: staged.id,
      variant: variantName(variant),
      conversationId: `${staged.id}-${staged.sent}`,
      startedAt: at,
      latencyMs,
      status: 'ok',
      ...more,
    });
    if (actioned)
      outcomes.push({
        id: randomBytes(16).toString('hex'),
        traceId: id,
        metric: 'user_actioned',
        value: 1,
        occurredAt: at,
      });
    staged.sent += 1;
  }
  await server.call('POST', '/traces', { traces });
  if (outcomes.length > 0) await server.call('POST', '/outcomes', { outcomes });
}

const NAMES = [
  'control',
  'shorter',
  'warmer',
  'stricter',
  'plainer',
  'bolder',
  'formal',
  'brief',
  'guided',
  'examples',
];

function variantName(index: number): string {
  return NAMES[index] ?? `variant-${index}`;
}

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
