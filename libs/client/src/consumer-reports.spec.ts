import { FakeClock } from '../testing/fake-clock';
import { experiment, prompt, version } from '../testing/fixtures';
import { quiet } from '../testing/line';
import { problem, RegistryServer } from '../testing/registry-server';
import { PromptRegistry } from './index';

const CONSUMERS = '/api/v1/consumers';

let server: RegistryServer;
let clock: FakeClock;
let registry: PromptRegistry;
beforeEach(async () => {
  const onTrial = prompt('greeting', [version(1), version(2), version(3, 'Hello {name}.')], {
    experiments: [
      experiment({
        variants: [
          { name: 'control', version: 1, share: 0.5 },
          { name: 'named', version: 3, share: 0.5 },
        ],
      }),
    ],
  });
  server = new RegistryServer([onTrial, prompt('plain')]);
  server.compresses = false;
  await server.listen();
  clock = new FakeClock();
  registry = new PromptRegistry({
    url: server.url,
    apiKey: 'pr_test',
    clock,
    random: () => 0.5,
    closeDeadlineMs: 500,
    onError: () => undefined,
  });
  await registry.start();
});
afterEach(async () => {
  await close();
  await server.close();
});

/** Lets time pass in steps, with the sockets' time in between, until something has happened; answers whether it has. */
async function pass(ms: number, stepMs: number, happened: () => boolean): Promise<boolean> {
  for (let left = ms; left > 0 && !happened(); left -= stepMs) {
    await clock.advance(stepMs);
    await quiet(server);
  }
  return happened();
}

async function close(): Promise<void> {
  let done = false;
  void registry.close().then(() => (done = true));
  // It waits for at most twice its deadline.
  expect(await pass(1_200, 10, () => done)).toBe(true);
}

const VALUES = { variables: { name: 'Ada' } };
const ask = (from: number, to: number): void => {
  for (let i = from; i < to; i++) registry.loadPrompt('greeting', { conversationId: `c${i}`, ...VALUES });
};
/** Of a number of conversations, those of a variant; by the answers themselves. */
const expected = (conversations: number, variant: string): number =>
  Array.from({ length: conversations }, (_, i) => i).filter(
    (i) =>
      registry.loadPrompt('greeting', { conversationId: `c${i}`, ...VALUES }).experiment?.variant === variant,
  ).length;
interface Report {
  readonly resolves?: {
    readonly counterId: string;
    readonly counts: ReadonlyArray<{ experimentId: string; variant: string; count: number }>;
  };
}
const reports = (): Report[] => server.bodies(CONSUMERS) as Report[];
const counts = (report: Report | undefined): Record<string, number> =>
  Object.fromEntries(
    (report?.resolves?.counts ?? []).map(({ experimentId, variant, count }) => [
      `${experimentId}/${variant}`,
      count,
    ]),
  );
const more = (): (() => boolean) => {
  const before = reports().length;
  return () => reports().length > before;
};
async function nextReport(withinMs: number): Promise<Report | undefined> {
  expect(await pass(withinMs, 250, more())).toBe(true);
  return reports().at(-1);
}

describe('reports of what was answered', () => {
  it('count every answer with a variant, and nothing else', async () => {
    const conversation = registry.conversation('held');
    const held = conversation.loadPrompt('greeting', VALUES).experiment?.variant ?? '';
    conversation.loadPrompt('greeting', VALUES);
    ask(0, 20);
    const control = expected(20, 'control');
    // Twenty to ask and twenty to look.
    const sums: Record<string, number> = { 'e1/control': 2 * control, 'e1/named': 2 * (20 - control) };
    sums[`e1/${held}`] = (sums[`e1/${held}`] ?? 0) + 2;
    registry.loadPrompt('plain', { conversationId: 'c1' });
    registry.loadPrompt('greeting', { version: 1 });
    registry.loadPrompt('greeting', VALUES);
    for (let i = 0; i < 20; i++)
      try {
        registry.loadPrompt('greeting', { conversationId: `c${i}` }); // without values only the control has words
        sums['e1/control'] = (sums['e1/control'] ?? 0) + 1;
      } catch (error) {
        expect(error).toMatchObject({ code: 'MISSING_VARIABLES' });
      }
    expect(counts(await nextReport(2_000))).toEqual(sums);
  });

  it('come soon when a variant is answered for the first time, then with the others, and only with what is new', async () => {
    await nextReport(2_000); // of the start
    ask(0, 1);
    const first = await nextReport(2_000);
    expect(Object.values(counts(first))).toEqual([1]);
    ask(0, 1);
    expect(await pass(20_000, 250, more())).toBe(false);
    const second = await nextReport(20_000);
    expect(Object.values(counts(second))).toEqual([2]);
    expect(second?.resolves?.counterId).toBe(first?.resolves?.counterId);
    expect(await nextReport(40_000)).not.toHaveProperty('resolves');
  });

  it('tell again what did not arrive', async () => {
    await nextReport(2_000);
    server.intercept = ({ path }, response) =>
      path === CONSUMERS && (problem(response, 503, 'The database does not answer'), true);
    ask(0, 1);
    await nextReport(2_000);
    server.intercept = () => false;
    expect(Object.values(counts(await nextReport(40_000)))).toEqual([1]);
  });

  it('do without the counts where a server does not know them', async () => {
    await nextReport(2_000);
    server.intercept = ({ path, body }, response) =>
      path === CONSUMERS &&
      (body as Report).resolves !== undefined &&
      (problem(response, 422, 'resolves should not exist'), true);
    ask(0, 1);
    const before = reports().length;
    expect(await pass(4_000, 250, () => reports().length === before + 2)).toBe(true);
    const [refused, taken] = reports().slice(before);
    expect([Object.values(counts(refused)), taken?.resolves]).toEqual([[1], undefined]);
    expect(taken).toMatchObject({ revision: 1, source: 'memory' });
  });

  it('come a last time when a process ends, however short it lived', async () => {
    ask(0, 1);
    await close();
    expect(Object.values(counts(reports().at(-1)))).toEqual([1]);
  });

  it('do not keep a process that ends from ending', async () => {
    await nextReport(2_000);
    server.intercept = ({ path }) => path === CONSUMERS;
    ask(0, 1);
    await close();
    expect(Object.values(counts(reports().at(-1)))).toEqual([1]);
  });
});
