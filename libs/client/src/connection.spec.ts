import { eventually } from '../testing/eventually';
import { FakeClock } from '../testing/fake-clock';
import { prompt, version } from '../testing/fixtures';
import { quiet } from '../testing/line';
import { problem, RegistryServer, type SeenRequest } from '../testing/registry-server';
import { PromptRegistry, type PromptRegistryError } from './index';

const SNAPSHOT = '/api/v1/snapshot';
const EVENTS = '/api/v1/snapshot/events';

let server: RegistryServer;
let clock: FakeClock;
let registry: PromptRegistry;
let errors: PromptRegistryError[];

beforeEach(async () => {
  server = new RegistryServer([prompt('greeting')]);
  server.compresses = false;
  await server.listen();
  clock = new FakeClock();
  errors = [];
  registry = new PromptRegistry({
    url: server.url,
    apiKey: 'pr_test',
    clock,
    random: () => 0.5,
    onError: (error) => errors.push(error),
  });
});

afterEach(async () => {
  const closed = registry.close();
  await clock.advance(10_000);
  await closed;
  await server.close();
});

const refuse = (status: number, headers: Record<string, string> = {}, paths = [SNAPSHOT, EVENTS]): void => {
  server.intercept = ({ path }, response) =>
    paths.includes(path) && (problem(response, status, 'refused', headers), true);
};
const requests = (path: string): SeenRequest[] => server.seen.filter((seen) => seen.path === path);

/** Lets time pass in steps, with the sockets' time in between. */
async function pass(ms: number, stepMs = 500): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    await clock.advance(Math.min(stepMs, left));
    await quiet(server);
  }
}

async function started(): Promise<void> {
  void registry.start();
  await eventually(
    'first answer',
    () => requests(SNAPSHOT).length === 1 && registry.status().source === 'memory',
  );
  await clock.advance(1);
  await eventually('stream', () => server.openStreams === 1);
  await pass(10, 10);
}

describe('Connection', () => {
  it('asks slowly while the key is refused', async () => {
    refuse(401);
    void registry.start();
    await eventually('refused', () => errors.some(({ code }) => code === 'NOT_AUTHORISED'));
    await pass(47_000);
    expect([requests(SNAPSHOT).length, requests(EVENTS).length]).toEqual([1, 0]);
    await pass(20_000);
    expect([requests(SNAPSHOT).length, requests(EVENTS).length]).toEqual([2, 1]);
    server.intercept = () => false;
    await pass(70_000);
    expect(registry.status()).toMatchObject({ source: 'memory', stale: false });
  });

  describe('when a record is delivered after an outage', () => {
    const OUTCOMES = '/api/v1/outcomes';
    const outcome = { traceId: '0'.repeat(32), metric: 'confidence', value: 0.8 };

    async function outage(headers: Record<string, string> = {}): Promise<void> {
      await started();
      refuse(503, headers, [SNAPSHOT, EVENTS, OUTCOMES]);
      server.dropStreams();
      await pass(100_000);
      expect(registry.status().stale).toBe(true);
      await clock.advance(300); // between two attempts at the snapshot
      registry.outcome(outcome);
      await pass(1_100, 100);
      expect(registry.status().queued).toBe(1);
    }

    it('asks for the snapshot at once: the server is back', async () => {
      await outage();
      const before = requests(SNAPSHOT).length;
      server.intercept = () => false;
      await pass(1_000, 100);
      expect(registry.status()).toMatchObject({ queued: 0, stale: false });
      expect(requests(SNAPSHOT).length).toBe(before + 1);
    });

    it('waits all the same where the server asked for it', async () => {
      await outage({ 'retry-after': '40' });
      const before = requests(SNAPSHOT).length;
      server.intercept = ({ path }, response) =>
        path !== OUTCOMES && (problem(response, 503, 'refused', { 'retry-after': '40' }), true);
      await pass(42_000);
      expect(registry.status()).toMatchObject({ queued: 0, stale: true });
      expect(requests(SNAPSHOT).length).toBeLessThanOrEqual(before + 1);
    });
  });

  it('waits as long as the server asks', async () => {
    refuse(503, { 'retry-after': '12' });
    void registry.start();
    await eventually('refused', () => errors.some(({ code }) => code === 'HTTP_STATUS'));
    await pass(12_000);
    expect([requests(SNAPSHOT).length, requests(EVENTS).length]).toEqual([1, 0]);
    server.intercept = () => false;
    await pass(1_000);
    expect(registry.status().source).toBe('memory');
  });

  it('polls while there is no stream, and tries the stream for ever', async () => {
    refuse(404, {}, [EVENTS]);
    void registry.start();
    await eventually('first answer', () => registry.status().source === 'memory');
    server.publishSilently(prompt('greeting', [version(2)]));
    await pass(31_000);
    await eventually('polled', () => registry.loadPrompt('greeting').version === 2);
    expect(requests(SNAPSHOT)[1]?.headers['if-none-match']).toBe('"r1"');
    await pass(120_000, 1_000);
    const tried = requests(EVENTS).length;
    expect(tried).toBeGreaterThan(5);
    expect(registry.status().stale).toBe(false);
    server.intercept = () => false;
    await pass(31_000);
    expect(server.openStreams).toBe(1);
  });

  it('takes a silent stream for dead, and catches up on the next one', async () => {
    await started();
    server.publishSilently(prompt('greeting', [version(2)]));
    await pass(39_000);
    expect(requests(EVENTS)).toHaveLength(1);
    await pass(2_000);
    await eventually('second stream', () => requests(EVENTS).length === 2);
    await eventually('caught up', () => registry.loadPrompt('greeting').version === 2);
    expect(errors.some(({ code }) => code === 'TIMEOUT')).toBe(true);
  });

  it('keeps a stream that shows signs of life, is current by them, and polls slowly beside it', async () => {
    await started();
    for (let i = 0; i < 16; i++) {
      server.heartbeat();
      await pass(15_000, 5_000);
    }
    expect(requests(EVENTS)).toHaveLength(1);
    expect(requests(SNAPSHOT)).toHaveLength(1);
    expect(registry.status().stale).toBe(false);
    for (let i = 0; i < 5; i++) {
      server.heartbeat();
      await pass(15_000, 5_000);
    }
    expect(requests(SNAPSHOT)).toHaveLength(2); // the safety poll, after 300 s
  });

  it('says stale a minute after the last word, and since when', async () => {
    await started();
    const last = clock.now();
    refuse(503);
    server.dropStreams();
    await pass(59_000, 1_000);
    expect(registry.loadPrompt('greeting').stale).toBe(false);
    await pass(2_000);
    const answer = registry.loadPrompt('greeting');
    expect(answer).toMatchObject({ text: 'words 1', stale: true });
    expect(Math.abs((answer.staleSince ?? 0) - last)).toBeLessThan(1_000);
  });

  it('leaves longer and longer between attempts, and begins anew after a healthy minute', async () => {
    await started();
    const start = clock.now();
    const attempts: number[] = [];
    server.intercept = ({ path }, response) => {
      if (path === EVENTS) attempts.push(clock.now() - start);
      return path === EVENTS && (problem(response, 500, 'no'), true);
    };
    server.dropStreams();
    await pass(70_000, 250);
    const gaps = attempts.map((at, i) => at - (attempts[i - 1] ?? 0));
    // Half of 1, 2, 4, 8, 16, 30 s; the sockets take up to a step each.
    expect(gaps.length).toBeGreaterThanOrEqual(6);
    [500, 1_000, 2_000, 4_000, 8_000, 15_000].forEach((expected, i) =>
      expect(Math.abs((gaps[i] ?? 0) - expected)).toBeLessThanOrEqual(750),
    );
    server.intercept = () => false;
    await pass(31_000);
    expect(server.openStreams).toBe(1);
    for (let i = 0; i < 5; i++) {
      server.heartbeat();
      await pass(15_000, 5_000);
    }
    const before = requests(EVENTS).length;
    server.dropStreams();
    await pass(1_500, 250);
    expect(requests(EVENTS).length).toBe(before + 1);
  });

  it('catches up when an event cannot be read', async () => {
    await started();
    server.publishSilently(prompt('greeting', [version(2)]));
    server.send('change', '{"revision":2,"previ');
    await eventually('caught up', () => registry.loadPrompt('greeting').version === 2);
  });

  it('does nothing any more after it was closed', async () => {
    await started();
    const closed = registry.close();
    await clock.advance(10_000);
    await closed;
    await eventually('stream closed', () => server.openStreams === 0);
    const before = server.seen.length;
    await pass(400_000, 20_000);
    expect(server.seen.length).toBe(before);
    expect(registry.loadPrompt('greeting')).toMatchObject({ text: 'words 1', stale: true });
  });
});
