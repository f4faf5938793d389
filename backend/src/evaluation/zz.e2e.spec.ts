import { startServer, type TestServer } from '../../e2e/harness';
import { Replay } from '../../e2e/replay';
import { SCENARIOS } from '../../e2e/replay-scenarios';
let server: TestServer;
beforeAll(async () => (server = await startServer({ env: { EVALUATION_CRON: '0 0 1 1 *' } })));
afterAll(() => server?.stop());
const replay = new Replay(() => server);
it('x', async () => {
  const lines: string[] = [];
  for (const s of SCENARIOS) {
    if (process.env['ONLY'] && !s.name.includes(process.env['ONLY'])) continue;
    for (const [n, behaviour] of [['', s.behaviour], ...Object.entries(s.faults)] as const)
      for (let seed = 1; seed <= Number(process.env['N'] ?? 1); seed++) {
        const r = await replay.play(s, { seed, behaviour });
        const d = r.experiment.decision;
        const c = d?.record?.comparisons?.[0];
        lines.push(`${s.name} [${n}] ${seed}: ${r.verdict} wrong=${s.wrong(r).length} incons=${r.inconsistencies.join('|')} units=${d?.record?.lastSeq} ${c ? `${c.control.count}/${c.compared.count} ${c.control.mean.toFixed(2)} ${c.compared.mean.toFixed(2)}` : ''} ${r.verdict==='invalid_srm'?JSON.stringify(r.reasons.map(x=>x.message)):''} ${r.experiment.conclusion?.slice(0,260)}`);
      }
  }
  process.stdout.write(lines.join('\n') + '\n');
}, 3_000_000);
