import { startServer, type TestServer } from '../../e2e/harness';
import { Replay, type Replayed } from '../../e2e/replay';
import { SCENARIOS } from '../../e2e/replay-scenarios';
import { random } from '../../e2e/traffic';

/** No schedule: the replay says when it is evaluated. */
const NEVER = { EVALUATION_CRON: '0 0 1 1 *' };
/** The long run, asked for by name. */
const SEEDS = process.env['RELIABILITY'] ? 20 : 0;
const MANY_MINUTES = 40 * 60_000;

let server: TestServer;
beforeAll(async () => (server = await startServer({ env: NEVER })));
afterAll(() => server?.stop());
const replay = new Replay(() => server);

const problems = (wrong: (replayed: Replayed) => string[], replayed: Replayed) => [
  ...wrong(replayed),
  ...replayed.inconsistencies,
];
/** What was decided, on which figures, and what was written about it. */
const decided = ({ experiment }: Replayed) => {
  const { status, winner, conclusion, decision, metrics, promoted } = experiment;
  return { status, winner, conclusion, decision, metrics, promoted };
};

describe.each(SCENARIOS)('replayed traffic: $name', (scenario) => {
  const { seed, wrong, faults } = scenario;
  let first: Replayed;

  it('ends as it should', async () => {
    first = await replay.play(scenario, { seed });
    expect(problems(wrong, first)).toEqual([]);
  });

  it('ends the same whenever it is looked at', async () => {
    const draw = random(seed + 7);
    const seldom = await replay.play(scenario, { seed, looksAfter: () => draw() < 0.2 });
    expect(problems(wrong, seldom)).toEqual([]);
    expect(decided(seldom)).toEqual(decided(first));
  });

  it.each(Object.entries(faults))('is seen to end otherwise when %s', async (_, behaviour) => {
    const faulty = await replay.play(scenario, { seed, behaviour });
    expect(wrong(faulty)).not.toEqual([]);
    expect(faulty.inconsistencies).toEqual([]);
  });
});

if (SEEDS > 0)
  describe.each(SCENARIOS)('replayed traffic, many times: $name', (scenario) => {
    it(
      'ends as it should but for bad luck',
      async () => {
        const wrong: string[] = [];
        for (let seed = 101; seed < SEEDS + 101; seed++) {
          const replayed = await replay.play(scenario, { seed });
          expect(replayed.inconsistencies).toEqual([]);
          const found = scenario.wrong(replayed);
          if (found.length > 0) wrong.push(`seed ${seed}: ${replayed.verdict}, ${found.join(', ')}`);
        }
        if (wrong.length > scenario.unlucky) throw new Error(wrong.join('\n'));
      },
      MANY_MINUTES,
    );
  });
