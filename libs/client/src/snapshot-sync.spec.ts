import fc from 'fast-check';
import { resolve } from '@prompt-registry/resolver';
import { FakeClock, settle } from '../testing/fake-clock';
import { prompt, snapshot, version } from '../testing/fixtures';
import type { ChangeEvent, SnapshotAnswer } from './contract';
import { Freshness } from './freshness';
import { Notifier } from './notifier';
import { ServerError } from './registry-errors';
import { SnapshotStore } from './snapshot-store';
import { SnapshotSync } from './snapshot-sync';

const NAMES = ['a', 'b', 'c'];

/** The registry as the wire shows it: states, each with its tag; a backup may be restored. */
class WireServer {
  revision = 1;
  epoch = 0;
  versions = new Map(NAMES.map((name) => [name, 1]));
  down = false;
  requests = 0;
  private backup = { revision: 1, versions: new Map(this.versions) };

  get etag(): string {
    return `"${this.epoch}-${this.revision}"`;
  }

  entry(name: string) {
    return prompt(name, [
      version(this.versions.get(name) ?? 0, `${name} ${this.epoch} ${this.versions.get(name)}`),
    ]);
  }

  change(name: string): ChangeEvent {
    const previous = this.revision;
    this.revision += 1;
    this.versions.set(name, (this.versions.get(name) ?? 0) + 1);
    return { revision: this.revision, previous, etag: this.etag, prompts: [this.entry(name)] };
  }

  back(): void {
    this.backup = { revision: this.revision, versions: new Map(this.versions) };
  }

  restore(): void {
    this.epoch += 1;
    this.revision = this.backup.revision;
    this.versions = new Map(this.backup.versions);
  }

  answer(etag: string | null): SnapshotAnswer {
    this.requests += 1;
    if (this.down) throw new ServerError('CONNECTION_FAILED', 'down');
    if (etag === this.etag) return { kind: 'unchanged' };
    return {
      kind: 'snapshot',
      snapshot: snapshot(
        this.revision,
        NAMES.map((name) => this.entry(name)),
      ),
      etag: this.etag,
    };
  }
}

class Setup {
  readonly server = new WireServer();
  readonly store = new SnapshotStore();
  readonly clock = new FakeClock();
  readonly freshness = new Freshness(60_000, this.clock, () => undefined);
  /** Answers that are on their way, made when the request arrived. */
  readonly underWay: Array<() => void> = [];
  readonly sync = new SnapshotSync(
    this.store,
    {
      snapshot: (etag) =>
        new Promise((resolve, reject) => {
          try {
            const answer = this.server.answer(etag);
            this.underWay.push(() => resolve(answer));
          } catch (error) {
            this.underWay.push(() => reject(error as Error));
          }
        }),
    },
    this.freshness,
    new Notifier({ onError: () => undefined, onChange: undefined }),
    () => undefined,
  );

  async deliverAll(): Promise<void> {
    await settle();
    while (this.underWay.length > 0) {
      this.underWay.shift()?.();
      await settle();
    }
  }

  receive(event: ChangeEvent): void {
    if (!this.sync.change(event)) void this.sync.refetch();
  }

  texts(): unknown[] {
    return NAMES.map((name) => {
      const answer = resolve(this.store.index, { name });
      return answer.ok ? answer.content.content : answer.code;
    });
  }

  serverTexts(): unknown[] {
    return NAMES.map((name) => this.server.entry(name).versions[0]?.content);
  }
}

async function inStep(): Promise<Setup> {
  const setup = new Setup();
  void setup.sync.fetch();
  await setup.deliverAll();
  setup.sync.hello({ revision: setup.server.revision, etag: setup.server.etag });
  return setup;
}

describe('SnapshotSync', () => {
  it('applies changes that fit without asking', async () => {
    const setup = await inStep();
    setup.receive(setup.server.change('a'));
    setup.receive(setup.server.change('b'));
    expect(setup.texts()).toEqual(setup.serverTexts());
    expect(setup.server.requests).toBe(1);
    expect(setup.store.index.revision).toBe(3);
  });

  it('asks once for many gaps', async () => {
    const setup = await inStep();
    for (let i = 0; i < 20; i++) {
      setup.server.change('a');
      setup.receive(setup.server.change('b'));
    }
    await setup.deliverAll();
    expect(setup.texts()).toEqual(setup.serverTexts());
    // One request that was under way when the next gap showed, and one after it.
    expect(setup.server.requests).toBeLessThanOrEqual(3);
  });

  it('follows a server that went back to a backup', async () => {
    const setup = await inStep();
    setup.receive(setup.server.change('a'));
    setup.receive(setup.server.change('a'));
    setup.server.restore();
    expect(setup.sync.hello({ revision: setup.server.revision, etag: setup.server.etag })).toBe(false);
    void setup.sync.refetch();
    await setup.deliverAll();
    expect(setup.store.index.revision).toBe(1);
    expect(setup.texts()).toEqual(setup.serverTexts());
  });

  it('puts nothing on top of a state that it knows to be wrong', async () => {
    const setup = await inStep();
    setup.server.restore(); // the same revision, other words
    setup.sync.hello({ revision: setup.server.revision, etag: setup.server.etag });
    void setup.sync.refetch();
    setup.receive(setup.server.change('a'));
    await setup.deliverAll();
    expect(setup.texts()).toEqual(setup.serverTexts());
  });

  it('does not let an answer that was under way undo newer changes', async () => {
    const setup = await inStep();
    setup.store.etag = null; // an entry was refused, so everything is asked for
    void setup.sync.fetch(); // the answer is made now, at revision 1
    await settle();
    setup.receive(setup.server.change('a'));
    setup.receive(setup.server.change('b'));
    expect(setup.store.index.revision).toBe(3);
    setup.underWay.shift()?.();
    await settle();
    expect(setup.texts()).toEqual(setup.serverTexts());
    await setup.deliverAll();
    expect(setup.texts()).toEqual(setup.serverTexts());
    expect(setup.store.index.revision).toBe(3);
  });

  it('is not current while it knows of something newer', async () => {
    const setup = await inStep();
    setup.server.down = true;
    setup.server.change('a');
    setup.receive(setup.server.change('a'));
    await setup.deliverAll();
    for (let i = 0; i < 5; i++) {
      await setup.clock.advance(15_000);
      setup.freshness.heard(); // heartbeats go on
    }
    expect(setup.freshness.stale).toBe(true);
    setup.server.down = false;
    void setup.sync.fetch();
    await setup.deliverAll();
    expect(setup.freshness.stale).toBe(false);
    expect(setup.texts()).toEqual(setup.serverTexts());
  });

  it('ends up where the server is, whatever happens to events and answers on the way (C5)', async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('change' as const),
          name: fc.constantFrom(...NAMES),
          fate: fc.constantFrom('arrives', 'arrives', 'lost', 'twice', 'late', 'huge'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constantFrom(
            'answer',
            'poll',
            'late',
            'heartbeat',
            'back',
            'restore',
            'reconnect',
            'down',
            'up',
            'settle',
          ),
        }),
      },
    );
    let schedules = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        schedules += 1;
        const setup = await inStep();
        const { server } = setup;
        let late: ChangeEvent[] = [];
        let connected = true;
        for (const one of steps) {
          if (one.do === 'change') {
            const { prompts, ...event } = server.change(one.name);
            const whole = { ...event, prompts };
            if (!connected) continue;
            if (one.fate === 'arrives' || one.fate === 'twice') setup.receive(whole);
            if (one.fate === 'twice') setup.receive(whole);
            if (one.fate === 'huge') setup.receive(event);
            if (one.fate === 'late') late.push(whole);
          } else if (one.do === 'answer') setup.underWay.shift()?.();
          else if (one.do === 'poll') void setup.sync.fetch();
          else if (one.do === 'late') for (const event of late.splice(0).reverse()) setup.receive(event);
          else if (one.do === 'heartbeat') setup.freshness.heard();
          else if (one.do === 'back') server.back();
          else if (one.do === 'restore') {
            // Another server process: its streams begin with a hello.
            server.restore();
            connected = false;
            late = [];
          } else if (one.do === 'down') server.down = true;
          else if (one.do === 'up') server.down = false;
          else if (one.do === 'settle') await settle();
          else {
            connected = true;
            late = [];
            if (!setup.sync.hello({ revision: server.revision, etag: server.etag }))
              void setup.sync.refetch();
          }
        }
        // Then the line is good again, and the stream begins anew.
        server.down = false;
        await setup.deliverAll();
        if (!setup.sync.hello({ revision: server.revision, etag: server.etag })) void setup.sync.refetch();
        await setup.deliverAll();
        expect(setup.texts()).toEqual(setup.serverTexts());
        expect(setup.store.index.revision).toBe(server.revision);
        expect(setup.store.etag).toBe(server.etag);
        setup.freshness.heard();
        expect(setup.freshness.stale).toBe(false);
      }),
      { numRuns: Number(process.env.CASES ?? 1_000) },
    );
    process.stderr.write(`${JSON.stringify({ id: 'C5', schedules, held: true })}\n`);
  }, 120_000);
});
