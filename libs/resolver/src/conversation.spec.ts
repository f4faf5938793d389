import fc from 'fast-check';
import { Conversation } from './conversation';
import { indexSnapshot } from './index-snapshot';
import { resolve } from './resolve';
import type { ExperimentStep, ServedInterval, SnapshotExperiment, SnapshotPrompt } from './snapshot';
import { experiment, prompt, snapshot, version } from './testing/small-snapshot';

describe('Conversation', () => {
  const at = (revision: number, entry: SnapshotPrompt) => indexSnapshot({ ...snapshot(entry), revision });
  const name = 'greeting';

  it('answers as resolve does, and keeps its first answer', () => {
    const running = at(1, prompt({ experiments: [experiment()] }));
    for (let i = 0; i < 200; i++) {
      const conversation = new Conversation(`ü-${i}`);
      expect(conversation.pinned(running, { name })).toBeNull();
      const first = conversation.resolve(running, { name });
      expect(conversation.pinned(running, { name })).toBe(first);
      expect(first).toBe(resolve(running, { name, conversationId: `ü-${i}` }));
      expect(conversation.resolve(at(2, prompt({ latest: 1 })), { name })).toBe(first);
      expect(conversation.resolve(running, { name })).toBe(first);
    }
  });

  it('keeps its first answers however many prompts it asks for', () => {
    const names = Array.from({ length: 50 }, (_, i) => `prompt-${i}`);
    const all = (revision: number, latest: number) =>
      indexSnapshot({ ...snapshot(...names.map((name) => prompt({ name, latest }))), revision });
    const [before, after] = [all(1, 2), all(2, 1)];
    const conversation = new Conversation('c');
    const first = names.map((name) => conversation.resolve(before, { name }));
    expect(first.map((answer) => answer.name)).toEqual(names);
    names.forEach((name, i) => expect(conversation.resolve(after, { name })).toBe(first[i]));
  });

  it('keeps the newer answer where an ended experiment took the older one back', () => {
    const names = ['greeting', ...Array.from({ length: 30 }, (_, i) => `prompt-${i}`)];
    const all = (revision: number, over: Partial<SnapshotExperiment>) => {
      const onTrial = prompt({ experiments: [experiment(over)] });
      return indexSnapshot({
        ...snapshot(onTrial, ...names.slice(1).map((name) => prompt({ name }))),
        revision,
      });
    };
    const conversation = new Conversation('c', 150);
    expect(conversation.resolve(all(1, {}), { name })).toMatchObject({ source: 'experiment' });
    const ended = all(2, { endedAt: 200, immediate: true });
    for (const asked of names) conversation.resolve(ended, { name: asked });
    expect(conversation.resolve(ended, { name })).toMatchObject({ reason: 'experiment_ended' });
  });

  it('keeps explicit versions and labels apart from plain requests', () => {
    const conversation = new Conversation('c');
    const before = at(1, prompt({ labels: { staging: 1 } }));
    const after = at(2, prompt({ labels: { staging: 2 }, latest: 1 }));
    expect(conversation.resolve(before, { name })).toMatchObject({ version: 2 });
    expect(conversation.resolve(before, { name, label: 'staging' })).toMatchObject({ version: 1 });
    expect(conversation.resolve(after, { name, label: 'staging' })).toMatchObject({ version: 1 });
    expect(conversation.resolve(after, { name, version: 2 })).toMatchObject({
      version: 2,
      source: 'version',
    });
    expect(conversation.resolve(after, { name })).toMatchObject({ version: 2, source: 'latest' });
  });

  it('lets go when the experiment is ended for everyone at once', () => {
    const conversation = new Conversation('c', 150);
    expect(conversation.resolve(at(1, prompt({ experiments: [experiment()] })), { name })).toMatchObject({
      source: 'experiment',
    });
    expect(
      conversation.resolve(at(2, prompt({ experiments: [experiment({ endedAt: 200 })] })), { name }),
    ).toMatchObject({ source: 'experiment' });
    const ended = at(3, prompt({ experiments: [experiment({ endedAt: 200, immediate: true })] }));
    expect(conversation.pinned(ended, { name })).toBeNull();
    expect(conversation.resolve(ended, { name })).toMatchObject({
      source: 'latest',
      reason: 'experiment_ended',
    });
  });

  it('does not serve an archived prompt, and does not keep failures', () => {
    const conversation = new Conversation('c');
    expect(conversation.resolve(at(1, prompt({ latest: 0 })), { name })).toMatchObject({ ok: false });
    expect(conversation.resolve(at(2, prompt()), { name })).toMatchObject({ ok: true });
    expect(conversation.resolve(at(3, prompt({ archived: true })), { name })).toMatchObject({
      ok: false,
      code: 'ARCHIVED',
    });
  });

  it('gives prompts it asks for later the words of its beginning', () => {
    const served = [{ from: 0, to: 500, version: 1, label: null }];
    expect(new Conversation('c', 400).resolve(at(1, prompt({ served })), { name, now: 600 })).toMatchObject({
      version: 1,
    });
    expect(new Conversation('c', 500).resolve(at(1, prompt({ served })), { name, now: 600 })).toMatchObject({
      version: 2,
    });
  });
});

// What the server does: keeps served intervals and experiment steps as things happen.
type Change = {
  readonly kind: 'publish' | 'promote' | 'start' | 'pause' | 'resume' | 'stop';
  readonly share: number;
};
class History {
  private latest = 1;
  private since = 0;
  private readonly served: ServedInterval[] = [];
  private readonly experiments: (Omit<SnapshotExperiment, 'steps' | 'endedAt'> & {
    steps: ExperimentStep[];
    endedAt: number | null;
  })[] = [];

  apply({ kind, share }: Change, now: number): void {
    const open = this.experiments.find((candidate) => candidate.endedAt === null);
    if (kind === 'publish' || kind === 'promote') {
      this.served.push({ from: this.since, to: now, version: this.latest, label: null });
      this.latest++;
      this.since = now;
      if (kind === 'promote' && open) open.endedAt = now;
    } else if (kind === 'start' && !open) {
      this.experiments.push({
        ...experiment({ id: `e${now}`, salt: `s${now}` }),
        steps: [{ from: now, status: 'running', trafficShare: share }],
      });
    } else if (open && kind === 'stop') open.endedAt = now;
    else if (open) {
      // Traffic only grows.
      const trafficShare = Math.max(share, open.steps.at(-1)?.trafficShare ?? 0);
      open.steps.push({ from: now, status: kind === 'pause' ? 'paused' : 'running', trafficShare });
    }
  }

  index(revision: number) {
    const versions = Array.from({ length: 40 }, (_, i) => version(i + 1));
    return indexSnapshot({
      ...snapshot(
        prompt({ latest: this.latest, versions, served: this.served, experiments: this.experiments }),
      ),
      revision,
    });
  }
}

describe('a running conversation', () => {
  it('keeps its words through every publish, start, pause, growth, stop and promotion', () => {
    const change = fc.record({
      kind: fc.constantFrom(
        'publish',
        'promote',
        'start',
        'start',
        'pause',
        'resume',
        'resume',
        'stop',
      ) as fc.Arbitrary<Change['kind']>,
      share: fc.constantFrom(0.1, 0.5, 1),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), (changes) => {
        const history = new History();
        const begun: { id: string; startedAt: number; hash: string }[] = [];
        changes.forEach((next, i) => {
          const now = i + 1;
          history.apply(next, now);
          const index = history.index(now);
          const words = (id: string, startedAt: number | undefined) => {
            const answer = resolve(index, {
              name: 'greeting',
              conversationId: id,
              conversationStartedAt: startedAt,
              now,
            });
            return answer.ok
              ? `${answer.contentHash} ${answer.experiment?.id} ${answer.experiment?.variant}`
              : answer.code;
          };
          for (const { id, startedAt, hash } of begun)
            if (words(id, startedAt) !== hash) throw new Error(`${id} of ${startedAt} changed at ${now}`);
          for (let k = 0; k < 3; k++) {
            const id = `c-${now}-${k}`;
            if (words(id, undefined) !== words(id, now))
              throw new Error('beginning now and beginning at now differ');
            begun.push({ id, startedAt: now, hash: words(id, now) });
          }
        });
      }),
      { numRuns: 500 },
    );
  });
});
