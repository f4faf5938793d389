import fc from 'fast-check';
import { indexSnapshot } from './index-snapshot';
import { resolve } from './resolve';
import type { Resolution, ResolveRequest } from './resolution';
import type { Snapshot, SnapshotExperiment, SnapshotPrompt } from './snapshot';
import { version } from './testing/small-snapshot';

// The model: the rules read aloud, in BigInt and text, sharing no code with what it tests.
const M = 0xffffffffn;
const rol = (x: bigint, r: bigint) => ((x << r) | (x >> (32n - r))) & M;
const mix = (h: bigint) => {
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & M;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & M;
  return h ^ (h >> 16n);
};
function murmur(text: string): bigint {
  const bytes = [...Buffer.from(text, 'utf8')].map(BigInt);
  let h = 0n;
  for (let i = 0; i < bytes.length; i += 4) {
    const k =
      (rol(
        (bytes.slice(i, i + 4).reduce((sum, b, j) => sum + (b << BigInt(8 * j)), 0n) * 0xcc9e2d51n) & M,
        15n,
      ) *
        0x1b873593n) &
      M;
    h = i + 4 <= bytes.length ? (rol(h ^ k, 13n) * 5n + 0xe6546b64n) & M : h ^ k;
  }
  return mix(h ^ BigInt(bytes.length));
}
function chosen({ salt, layer, variants }: SnapshotExperiment, traffic: number, id: string): number | null {
  const x = Number(mix(murmur(id) ^ murmur(layer?.salt ?? salt)));
  const [from, to] = layer?.range ?? [0, 1];
  const at = variants.map((_, i) =>
    Math.floor((from + variants.slice(0, i).reduce((sum, v) => sum + v.share, 0) * (to - from)) * 2 ** 32),
  );
  at.push(Math.floor(to * 2 ** 32));
  const i = variants.findIndex(
    (_, j) => x >= at[j]! && x < at[j]! + Math.floor((at[j + 1]! - at[j]!) * traffic),
  );
  return i < 0 ? null : i;
}
function model(
  snapshot: Snapshot,
  { name, conversationId, conversationStartedAt, now, version: v, label }: ResolveRequest,
): string {
  const p = snapshot.prompts.find((candidate) => candidate.name === name);
  if (!p) return 'UNKNOWN_PROMPT';
  if (p.archived) return 'ARCHIVED';
  const has = (n: number) => p.versions.some((candidate) => candidate.version === n);
  const say = (n: number, why: string) =>
    has(n) ? `${n} ${why}` : `UNKNOWN_VERSION ${n} ${n >= 1 && n <= p.latest}`;
  const labelled = (l: string) => (l === 'latest' ? p.latest : new Map(Object.entries(p.labels)).get(l)) || 0;
  if (v !== undefined) return say(v, 'version pinned_version');
  if (label !== undefined && label !== p.serves)
    return labelled(label)
      ? say(labelled(label), `${label === 'latest' ? 'latest' : 'label'} pinned_label`)
      : 'UNKNOWN_LABEL';
  const began =
    conversationStartedAt !== undefined && now! - conversationStartedAt <= snapshot.pinHours! * 3_600_000
      ? conversationStartedAt
      : Infinity;
  const lastChange = Math.max(
    ...p.served.map((s) => s.to),
    ...p.experiments.flatMap((e) => [...e.steps.map((s) => s.from), e.endedAt ?? -Infinity]),
  );
  const past = began < lastChange ? p.served.find((s) => began < s.to) : undefined;
  const [n, by] = past
    ? [past.version, past.label]
    : [labelled(p.serves), p.serves === 'latest' ? null : p.serves];
  const plain = (why: string) =>
    n ? say(n, `${by === null ? 'latest' : 'label'} ${why}`) : 'NOTHING_SERVED';
  const e = p.experiments
    .filter((x) => x.steps[0]!.from <= began && (x.endedAt === null || began < x.endedAt))
    .pop();
  if (!e) return plain(began < lastChange ? 'conversation_began_earlier' : 'no_experiment');
  const step = e.steps.filter((s) => s.from <= began).pop()!;
  if (e.immediate && e.endedAt !== null) return plain('experiment_ended');
  if (step.status === 'paused') return plain('paused');
  if (e.hashVersion !== 1) return plain('hash_version_unsupported');
  if (!conversationId) return plain('no_conversation');
  const i = chosen(e, step.trafficShare, conversationId);
  if (i === null) return plain('not_in_traffic');
  const variant = e.variants[i]!;
  return has(variant.version)
    ? `${variant.version} experiment assigned ${e.id} ${variant.name}`
    : plain('experiment_invalid');
}

function told(answer: Resolution): string {
  if (answer.ok)
    return `${answer.version} ${answer.source} ${answer.reason}${answer.experiment ? ` ${answer.experiment.id} ${answer.experiment.variant}` : ''}`;
  return answer.code === 'UNKNOWN_VERSION'
    ? `UNKNOWN_VERSION ${answer.version} ${answer.notInSnapshot}`
    : answer.code;
}

const time = fc.integer({ min: 0, max: 100 });
const number = fc.integer({ min: 1, max: 5 });
const times = (length: number) =>
  fc.uniqueArray(time, { minLength: length, maxLength: length }).map((list) => list.sort((a, b) => a - b));
const shares = fc.constantFrom([1], [0.5, 0.5], [0.1, 0.9], [0, 1], [0.2, 0.3, 0.5], [1 / 3, 1 / 3, 1 / 3]);
const experiment = (id: string): fc.Arbitrary<SnapshotExperiment> =>
  fc
    .record({
      id: fc.constant(id),
      name: fc.constant('e'),
      salt: fc.constantFrom('s', 'salt-ü'),
      hashVersion: fc.constantFrom(1, 1, 1, 1, 2),
      layer: fc.constantFrom(
        undefined,
        undefined,
        { name: 'l', mode: 'exclusive' as const, salt: 'l', range: [0.25, 0.8] as const },
        { name: 'm', mode: 'shared' as const, salt: 'm' },
      ),
      variants: fc
        .tuple(shares, fc.array(number, { minLength: 3, maxLength: 3 }))
        .map(([list, versions]) =>
          list.map((share, i) => ({ name: `v${i}`, version: versions[i] ?? 1, share })),
        ),
      steps: fc
        .tuple(
          times(3),
          fc.integer({ min: 1, max: 3 }),
          fc.array(
            fc.tuple(
              fc.constantFrom('running' as const, 'running' as const, 'paused' as const),
              fc.constantFrom(0, 0.3, 1, 1),
            ),
            { minLength: 3, maxLength: 3 },
          ),
        )
        .map(([froms, count, states]) =>
          froms.slice(0, count).map((from, i) => ({
            from,
            status: states[i]?.[0] ?? 'paused',
            trafficShare: states[i]?.[1] ?? 0,
          })),
        ),
      endedAt: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 120 })),
      immediate: fc.constantFrom(undefined, false, true),
    })
    .map(({ layer, immediate, ...rest }) => ({
      ...rest,
      ...(layer && { layer }),
      ...(immediate !== undefined && { immediate }),
    }));
const NAMES = ['greeting', '__proto__', 'ünï'];
const prompt = (name: string): fc.Arbitrary<SnapshotPrompt> =>
  fc.record({
    id: fc.constant(`id-${name}`),
    name: fc.constant(name),
    archived: fc.constantFrom(false, false, false, false, true),
    serves: fc.constantFrom('latest', 'latest', 'production', 'staging'),
    latest: fc.integer({ min: 0, max: 5 }),
    labels: fc.dictionary(fc.constantFrom('production', 'staging', 'canary'), number),
    versions: fc.subarray([1, 2, 3, 4, 5], { minLength: 2 }).map((list) => list.map(version)),
    served: fc
      .tuple(times(4), fc.array(fc.tuple(number, fc.constantFrom(null, 'production')), { maxLength: 3 }))
      .map(([at, list]) =>
        list.map(([n, label], i) => ({ from: at[i] ?? 0, to: at[i + 1] ?? 0, version: n, label })),
      ),
    experiments: fc.oneof(
      fc.constant([]),
      fc.tuple(experiment('e1')),
      fc.tuple(experiment('e1'), experiment('e2')),
    ),
  });
const request: fc.Arbitrary<ResolveRequest> = fc.record({
  name: fc.constantFrom(...NAMES, 'greeting', 'greeting', 'toString'),
  conversationId: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 1e6 }).map((i) => `conv-${i}`) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  conversationStartedAt: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 130 })),
  version: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 1, 3, 9),
  label: fc.constantFrom(undefined, undefined, undefined, undefined, 'latest', 'production', 'nobody'),
  now: fc.integer({ min: 100, max: 160 }),
});
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  revision: fc.constant(1),
  createdAt: fc.constant(''),
  pinHours: fc.constantFrom(24, 60 / 3_600_000),
  prompts: fc.tuple(prompt(NAMES[0]!), prompt(NAMES[1]!), prompt(NAMES[2]!)),
});

describe('resolve', () => {
  const perSnapshot = 50;
  const cases = Number(process.env['CASES'] ?? 100_000);

  it(`agrees with a model of the rules in ${cases} cases`, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        snapshot,
        fc.array(request, { minLength: perSnapshot, maxLength: perSnapshot }),
        (state, requests) => {
          const index = indexSnapshot(state);
          for (const asked of requests) {
            const answer = told(resolve(index, asked));
            const kind = answer.replace(/ v\d$| \d+| e\d/g, '').replace(/^\d+ /, '');
            seen.set(kind, (seen.get(kind) ?? 0) + 1);
            if (answer !== model(state, asked))
              throw new Error(`resolve: ${answer}\nmodel: ${model(state, asked)}\n${JSON.stringify(asked)}`);
          }
        },
      ),
      { numRuns: Math.ceil(cases / perSnapshot), seed: Number(process.env['SEED'] ?? 20261122) },
    );
    // Every outcome must have been visited, or agreement says nothing.
    const kinds = [...seen.keys()].join('\n');
    for (const reason of [
      'experiment assigned',
      'pinned_version',
      'pinned_label',
      'no_experiment',
      'no_conversation',
      'not_in_traffic',
      'paused',
      'conversation_began_earlier',
      'experiment_ended',
      'hash_version_unsupported',
      'experiment_invalid',
      'UNKNOWN_PROMPT',
      'UNKNOWN_VERSION',
      'UNKNOWN_LABEL',
      'ARCHIVED',
      'NOTHING_SERVED',
    ]) {
      expect(kinds).toContain(reason);
    }
  }, 600_000);
});
