import { startServer, type TestServer } from '../../e2e/harness';
import { DataSource } from 'typeorm';
describe('perf', () => {
  let server: TestServer;
  beforeAll(async () => { server = await startServer(); }, 120000);
  afterAll(() => server.stop());
  it('plans', async () => {
    const ds = server.app.get(DataSource);
    if (process.env.NOFAST) { await ds.query('DROP INDEX prompt_search'); await ds.query('CREATE INDEX prompt_search ON prompts USING gin (search) WITH (fastupdate = off)'); }
    await ds.query(`INSERT INTO prompts (id, name, description, agent_role, depth, strategy, domain, tags, type, serves, latest_version, edit_count, changed_revision, search, created_by, created_at, updated_by, updated_at)
      SELECT gen_random_uuid(), 'folder' || (n % 50) || '/prompt' || n, 'Describes prompt ' || n, 'role' || (n % 8), 'depth' || (n % 3), NULL, 'domain' || (n % 4),
       jsonb_build_array('tag' || (n % 20), 'common'), 'text', 'latest', 1, 0, 1,
       to_tsvector('english', (SELECT string_agg('word' || ((n * 7 + m * 13) % 2000), ' ') FROM generate_series(1, 800) m) || ' evidence ') || setweight(to_tsvector('english', 'prompt' || n), 'A'),
       'x', now(), 'x', now() - n * interval '1 minute' FROM generate_series(1, 5000) n`);
    for (const prep of ['ANALYZE', 'VACUUM ANALYZE']) {
    try { await ds.query(prep); } catch (e) { console.log(String(e)); }
    for (const sql of [
      `SELECT id FROM prompts WHERE search @@ websearch_to_tsquery('english', 'zzz')`,
      `SELECT id FROM prompts WHERE search @@ websearch_to_tsquery('english', $1) UNION SELECT id FROM prompts WHERE name ILIKE '%zzz%'`,
      `SELECT p.id FROM prompts p WHERE p.archived_at IS NULL AND p.id IN (SELECT id FROM prompts WHERE search @@ websearch_to_tsquery('english', $1) UNION SELECT id FROM prompts WHERE name ILIKE '%zzz%')`,
    ]) console.log(prep, ((await ds.query('EXPLAIN ANALYZE ' + sql.replace('$1', "'zzz'"))) as any[]).map((r) => r['QUERY PLAN']).join('\n'));
    }
  }, 300000);
});
