import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { START, Traffic } from '../../e2e/traffic';
import { Trials } from '../../e2e/trials';

const NOBODY = '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77';

let server: TestServer;
const contract = new Contract();
// No schedule: these tests say when it is evaluated.
beforeAll(async () => (server = await startServer({ env: { EVALUATION_CRON: '0 0 1 1 *' } })));
afterAll(() => server?.stop());
const traffic = new Traffic(() => server);
const trials = new Trials(() => server);

/** Every answer is what the contract promises. */
async function series(id: string, query = '', status = 200): Promise<Json> {
  const answer = await server.admin.get<Json>(`/api/v1/experiments/${id}/evaluations${query}`);
  expect(answer.status).toBe(status);
  expect(contract.problems('listEvaluations', answer)).toEqual([]);
  return answer.body;
}

describe('the looks at an experiment', () => {
  const HOUR = 3_600_000;
  const LOOKS = 5_000;
  let id: string;
  const at = (hours: number) => new Date(START + hours * HOUR).toISOString();

  beforeAll(async () => {
    const experiment = await traffic.experiment('looked-at-often');
    await traffic.evaluate(experiment, 0);
    ({ id } = experiment);
    await server.sql(
      `INSERT INTO evaluations (experiment_id, slot, trigger, at, verdict, decisive, reasons, read_out, units, new_units, duration_ms)
       SELECT e.experiment_id, e.slot + i * interval '1 hour', 'schedule', e.at + i * interval '1 hour', e.verdict, e.decisive,
         e.reasons, e.read_out, i, 1, 2.5
       FROM evaluations e, generate_series(1, $2::integer) AS i WHERE e.experiment_id = $1`,
      [id, LOOKS - 1],
    );
  });

  it('are all there while they are few', async () => {
    const { items, total } = await series(id, `?from=${at(10)}&to=${at(20)}`);
    expect(total).toBe(10);
    expect(items.map((look: Json) => look.units)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(items[0]).toMatchObject({
      trigger: 'schedule',
      verdict: 'running',
      decisive: false,
      at: at(10),
      newUnits: 1,
    });
    expect(items[0].figures.metrics[0].name).toBe('user_actioned');
  });

  it.each([
    ['', 300],
    ['?points=2', 2],
    ['?points=50', 50],
    ['?points=2000', 2_000],
  ])('are thinned evenly, the first and the last kept: %s', async (query, points) => {
    const { items, total } = await series(id, query);
    expect(total).toBe(LOOKS);
    const units = items.map((look: Json) => look.units as number);
    expect([units[0], units.at(-1)]).toEqual([0, LOOKS - 1]);
    expect(units.length).toBeLessThanOrEqual(points + 2);
    expect(units.length).toBeGreaterThan(points / 2);
    const gaps = units.slice(1).map((unit: number, i: number) => unit - (units[i] as number));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(LOOKS / points));
    const ids = items.map((look: Json) => BigInt(look.id));
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('are none in a time without', async () => {
    expect(await series(id, `?from=${at(9_000)}`)).toEqual({ items: [], total: 0 });
    expect(await series(id, `?from=${at(20)}&to=${at(10)}`)).toEqual({ items: [], total: 0 });
    await trials.prompt('never-looked-at');
    expect(await series((await trials.draft('never-looked-at')).body.id)).toEqual({ items: [], total: 0 });
  });

  it.each([
    ['?points=1', 'points'],
    ['?points=2001', 'points'],
    ['?points=many', 'points'],
    ['?from=yesterday', 'from'],
    ['?from=2026-02-30T00:00:00Z', 'from'],
    ['?to=2026-02-03', 'to'],
    ['?page=2', 'page'],
  ])('are refused for %s', async (query, field) => {
    const problem = await series(id, query, 422);
    expect(problem).toMatchObject({ code: 'INVALID_INPUT', errors: [{ field }] });
  });

  it('are not found without an experiment', async () => {
    for (const other of [NOBODY, 'nobody'])
      expect((await series(other, '', 404)).code).toBe('EXPERIMENT_NOT_FOUND');
    expect(await series(id, '?from=1970-01-01T00:00:00.123456789Z&points=2')).toMatchObject({ total: LOOKS });
  });
});
