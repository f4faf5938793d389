import { startServer, type TestServer } from '../../e2e/harness';

describe('a published version', () => {
  let server: TestServer;
  beforeAll(async () => {
    // Damaged words are an error in the log, and here they are wanted.
    server = await startServer({ env: { LOG_LEVEL: 'fatal' } });
    await server.admin.post('/api/v1/prompts', { name: 'fixed', content: 'v1', labels: ['production'] });
  });
  afterAll(() => server.stop());

  it.each([
    `UPDATE prompt_versions SET content = 'other'`,
    `UPDATE prompt_versions SET message = 'other' WHERE version = 1`,
    'DELETE FROM prompt_versions',
    'TRUNCATE prompt_versions CASCADE',
    `INSERT INTO prompt_versions SELECT * FROM prompt_versions ON CONFLICT (id) DO UPDATE SET content = 'other'`,
    `UPDATE label_moves SET reason = 'other'`,
    'DELETE FROM label_moves',
    `UPDATE audit_log SET actor_name = 'other'`,
    'DELETE FROM audit_log',
  ])('stays, whoever says %s', async (statement) => {
    await expect(server.sql(statement)).rejects.toMatchObject({ driverError: { code: '23001' } });
    expect((await server.admin.get('/api/v1/prompts/fixed/versions/1')).body.content).toBe('v1');
  });

  it('stays when its prompt would be deleted', async () => {
    await expect(server.sql('DELETE FROM prompts')).rejects.toMatchObject({ driverError: { code: '23503' } });
  });

  it('is not handed out when its words do not match their hash', async () => {
    const { body } = await server.admin.post('/api/v1/prompts', { name: 'damaged', content: 'v1' });
    await server.sql(
      `INSERT INTO prompt_versions (id, prompt_id, version, template_format, type, content, config, variables, content_hash, author, message, created_at)
       SELECT gen_random_uuid(), prompt_id, 2, template_format, type, 'not what was published', config, variables, content_hash, author, message, created_at
       FROM prompt_versions WHERE prompt_id = $1`,
      [body.id],
    );
    for (const path of ['/versions/2', '/diff?from=1&to=2', '/export?version=2'])
      expect(await server.admin.get(`/api/v1/prompts/damaged${path}`)).toMatchObject({
        status: 503,
        body: { code: 'VERSION_CORRUPT' },
      });
    const rollback = await server.admin.post('/api/v1/prompts/damaged/rollback', { version: 2 });
    expect(rollback).toMatchObject({ status: 503, body: { code: 'VERSION_CORRUPT' } });
    expect((await server.admin.get('/api/v1/prompts/damaged/versions/1')).status).toBe(200);
    expect((await server.admin.get('/api/v1/prompts/damaged/versions')).body.total).toBe(2);
  });
});
