import { Contract } from '../../e2e/contract';
import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { ownMs } from '../../e2e/own-time';
import { promptWithHashes, sendTraces, trace } from '../../e2e/records';
import { Trials } from '../../e2e/trials';

const NOBODY = '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77';
const DAY_MS = 86_400_000;

let server: TestServer;
const contract = new Contract();
const trials = new Trials(() => server);
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());

/** Every answer is what the contract promises. */
async function get(operation: string, path: string, status = 200): Promise<Json> {
  const answer = await server.admin.get(path);
  expect(answer.status).toBe(status);
  expect(contract.problems(operation, answer)).toEqual([]);
  return answer.body;
}
const activity = async (...ids: string[]): Promise<Json[]> =>
  (await get('getPromptActivity', `/api/v1/prompt-activity?${ids.map((id) => `id=${id}`).join('&')}`)).items;
const used = (promptName: string, contentHash: string, daysAgo: number) =>
  trace({
    promptName,
    contentHash,
    startedAt: new Date(Date.now() - daysAgo * DAY_MS - 1_000).toISOString(),
  });

describe('the activity of prompts', () => {
  it('counts the uses of seven days and says what is on trial, for all of a page at once', async () => {
    const busy = await promptWithHashes(server, 'area/busy');
    const calm = await promptWithHashes(server, 'area/calm');
    const [hash] = busy.hashes as [string];
    await sendTraces(
      server.admin,
      used('area/busy', hash, 0),
      used('area/busy', hash, 6),
      used('area/busy', hash, 8),
    );
    const { id } = (await trials.draft('area/busy', { name: 'shorter steps' })).body;
    expect((await activity(busy.id))[0]).toEqual({ promptId: busy.id, uses: 2, experiment: null });

    await trials.act(id, 'start');
    const found = await activity(busy.id, calm.id, NOBODY);
    const variants = [
      { name: 'control', version: 1 },
      { name: 'b', version: 2 },
    ];
    const experiment = { id, name: 'shorter steps', status: 'running', variants, unhealthy: false };
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({
      promptId: busy.id,
      uses: 2,
      experiment: { ...experiment, progress: null },
    });
    expect(found).toContainEqual({ promptId: calm.id, uses: 0, experiment: null });

    await trials.act(id, 'evaluate');
    await trials.act(id, 'pause');
    expect((await activity(busy.id))[0].experiment).toEqual({ ...experiment, status: 'paused', progress: 0 });
    await trials.act(id, 'stop', { reason: 'Enough' });
    expect((await activity(busy.id))[0].experiment).toBeNull();
  });

  it.each([[''], ['?id=area%2Fbusy'], [`?${`id=${NOBODY}&`.repeat(201)}`]])('refuses %#', async (query) => {
    expect(await get('getPromptActivity', `/api/v1/prompt-activity${query}`, 422)).toMatchObject({
      errors: [{ field: 'id' }],
    });
  });
});

describe('with five thousand prompts', () => {
  /** Far more than it takes, on a machine that does other things too. */
  const LONGEST_MS = 5_000;
  const timed = async (path: string): Promise<Json> => {
    const asked = server.admin.get(path);
    expect(await ownMs(asked)).toBeLessThan(LONGEST_MS);
    return (await asked).body;
  };

  it('the list, its activity and the names are there at once', async () => {
    await server.sql(`
      INSERT INTO prompts (id, name, description, agent_role, tags, type, serves, latest_version, edit_count, changed_revision,
        search, created_by, created_at, updated_by, updated_at)
      SELECT gen_random_uuid(), 'team_' || i % 40 || '/p' || i, '', 'role_' || i % 7, '["many"]', 'text', 'latest', 1, 0, 0,
        '', 'test', now(), 'test', now() FROM generate_series(1, 5000) AS i`);
    await server.sql(`
      INSERT INTO prompt_versions (id, prompt_id, version, template_format, type, content, config, variables, content_hash,
        author, message, created_at)
      SELECT gen_random_uuid(), id, 1, 'none', 'text', 'x', '{}', '[]', '', 'test', '', now() FROM prompts WHERE created_by = 'test'`);
    await server.sql(`
      INSERT INTO traces (id, prompt_id, prompt_name, prompt_version, source, started_at, received_at, status, digest)
      SELECT gen_random_uuid(), p.id, p.name, 1, 'latest', now() - interval '1 hour', now(), 'ok', gen_random_uuid()
      FROM prompts p WHERE p.created_by = 'test'`);
    const { items, total, facets } = await timed('/api/v1/prompts?tag=many&sort=updatedAt');
    expect([items.length, total, facets.folder[0].count]).toEqual([50, 5_000, 125]);
    const ids = items.map(({ id }: Json) => `id=${id}`).join('&');
    const { items: active } = await timed(`/api/v1/prompt-activity?${ids}`);
    expect(active.map(({ uses }: Json) => uses)).toEqual(Array.from({ length: 50 }, () => 1));
    expect((await timed('/api/v1/jump-targets')).prompts.length).toBeGreaterThanOrEqual(5_000);
  });
});

describe('what there is to go to', () => {
  it('names prompts that are not archived, with their latest version, and experiments', async () => {
    await trials.prompt('to/find', ['one', 'two', 'three']);
    await trials.prompt('to/forget');
    await server.admin.delete('/api/v1/prompts/to%2Fforget', { headers: { 'if-match': '*' } });
    const { id } = (await trials.draft('to/find', { name: 'kinder' })).body;
    const { prompts, experiments } = await get('listJumpTargets', '/api/v1/jump-targets');
    expect(prompts).toContainEqual({ name: 'to/find', latestVersion: 3 });
    expect(prompts.map(({ name }: Json) => name)).not.toContain('to/forget');
    expect(experiments[0]).toEqual({ id, name: 'kinder', promptName: 'to/find', status: 'draft' });
  });
});
