import { startServer, type TestServer } from '../../e2e/harness';
import { DataSource } from 'typeorm';
import { contentHash } from './content-hash';
describe('perf', () => {
  let server: TestServer;
  beforeAll(async () => { server = await startServer(); }, 120000);
  afterAll(() => server.stop());
  it('lists 5000', async () => {
    const words = Array.from({ length: 900 }, (_, n) => `word${n}`);
    const ds = server.app.get(DataSource);
    const hash = contentHash({ type: 'text', templateFormat: 'none', content: 'x', config: {} });
    for (let from = 1; from <= 5000; from += 250) await ds.query(`INSERT INTO prompts (id, name, description, agent_role, depth, strategy, domain, tags, type, serves, latest_version, edit_count, changed_revision, search, created_by, created_at, updated_by, updated_at)
      SELECT gen_random_uuid(), 'folder' || (n % 50) || '/prompt' || n, 'Describes prompt ' || n, 'role' || (n % 8), 'depth' || (n % 3), NULL, 'domain' || (n % 4),
       jsonb_build_array('tag' || (n % 20), 'common'), 'text', 'latest', 1, 0, 1,
       to_tsvector('english', (SELECT string_agg('word' || ((n * 7 + m * 13) % 2000), ' ') FROM generate_series(1, 800) m) || ' evidence ') || setweight(to_tsvector('english', 'prompt' || n), 'A'),
       'x', now(), 'x', now() - n * interval '1 minute' FROM generate_series(${from}, ${from + 249}) n`);
    await ds.query(`INSERT INTO prompt_versions (id, prompt_id, version, template_format, type, content, config, variables, content_hash, author, message, created_at)
      SELECT gen_random_uuid(), id, 1, 'none', 'text', 'x', '{}', '["a","b"]', $1, 'x', 'm', now() FROM prompts`, [hash]);
    await ds.query(`INSERT INTO prompt_labels (prompt_id, label, version, updated_at, updated_by) SELECT id, 'production', 1, now(), 'x' FROM prompts`);
    await ds.query('ANALYZE');
    for (const q of ['', 'pageSize=200', 'sort=updatedAt', 'tag=tag3', 'agentRole=role1&folder=folder9', 'q=evidence', 'q=word77', 'q=prompt4321', 'q=zzz', 'label=production&page=90']) {
      const times: number[] = [];
      let total = 0;
      for (let n = 0; n < 8; n++) { const t = performance.now(); total = (await server.admin.get('/api/v1/prompts?' + q)).body.total; times.push(performance.now() - t); }
      times.sort((a, b) => a - b);
      console.log(q.padEnd(34), 'total', total, 'median ms', times[4]!.toFixed(1), 'min', times[0]!.toFixed(1));
    }
    for (const n of [1]) {
      await server.admin.post('/api/v1/prompts', { name: 'pub', content: 'x' });
      const t = performance.now();
      await Promise.all(Array.from({ length: 200 }, (_, i) => server.admin.put('/api/v1/prompts/pub', { content: 'text ' + i }, { headers: { 'if-match': '*' } })));
      console.log('200 publishes ms', (performance.now() - t).toFixed(0));
      const times: number[] = [];
      for (let i = 0; i < 50; i++) { const t = performance.now(); await server.admin.put('/api/v1/prompts/pub', { content: 'more ' + i }, { headers: { 'if-match': '*' } }); times.push(performance.now() - t); }
      times.sort((a, b) => a - b); console.log('one publish median', times[25]!.toFixed(1));
      const t2: number[] = [];
      for (let i = 0; i < 50; i++) { const t = performance.now(); await server.admin.get('/api/v1/prompts/pub'); t2.push(performance.now() - t); }
      t2.sort((a, b) => a - b); console.log('detail median', t2[25]!.toFixed(1));
      const big = 'word12 '.repeat(71000);
      const t3 = performance.now(); await server.admin.put('/api/v1/prompts/pub', { content: big, templateFormat: 'none' }, { headers: { 'if-match': '*' } }); console.log('500k publish', (performance.now() - t3).toFixed(0));
      const uniq = Array.from({ length: 62500 }, (_, i) => 'u' + i.toString(36).padStart(6, '0')).join(' ');
      const t4 = performance.now(); await server.admin.put('/api/v1/prompts/pub', { content: uniq, templateFormat: 'none' }, { headers: { 'if-match': '*' } }); console.log('500k unique publish', (performance.now() - t4).toFixed(0));
      const t5 = performance.now(); await server.admin.patch('/api/v1/prompts/pub', { description: 'x' }); console.log('patch on it', (performance.now() - t5).toFixed(0));
    }
  }, 300000);
});
