import { startServer, type TestServer } from '../../e2e/harness';
import { lastStep, promptPath, Trials } from '../../e2e/trials';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());
const trials = new Trials(() => server);

const LABELLED = { labels: ['production'], serves: 'production' };
const WON = { winner: 'b', conclusion: 'acted on more often' };
const latest = async (name: string) => (await server.admin.get(promptPath(name))).body;
const plain = async (name: string) => (await trials.resolve(name)).content;

/** What the dashboard says that undoing its promotion takes back. */
async function onDashboard(id: string): Promise<unknown> {
  const { decisions } = (await server.admin.get('/api/v1/dashboard')).body;
  return decisions.find((decision: { id: string }) => decision.id === id).promotion;
}

/** An experiment that was completed, won by version 2. */
async function completed(name: string, more: object = {}): Promise<string> {
  const { id } = await trials.running(name, more);
  const answer = await trials.act(id, 'complete', WON);
  expect(answer).toMatchObject({
    status: 200,
    body: { status: 'completed', ...WON, promoted: false, allowedActions: ['promote'] },
  });
  return id;
}

describe('completing', () => {
  it('records the winner and why, and changes nothing of what is served', async () => {
    await trials.prompt('completed', ['one', 'two', 'three']);
    const { id, startAt } = await trials.running('completed');
    const unknown = await trials.act(id, 'complete', { winner: 'x', conclusion: 'c' });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ field: 'winner' }] } });
    const nothing = await trials.act(id, 'complete', { winner: null, conclusion: 'c', promote: true });
    expect(nothing).toMatchObject({ status: 422, body: { errors: [{ field: 'promote' }] } });
    expect(await trials.act(id, 'complete', { conclusion: 'c' })).toMatchObject({ status: 422 });
    const assigned = await trials.resolve('completed', { conversationId: 'x' });
    const done = await trials.act(id, 'complete', { winner: null, conclusion: 'no difference' });
    expect(done.body).toMatchObject({ status: 'completed', winner: null, allowedActions: [] });
    expect(lastStep(done.body)).toMatchObject({ kind: 'completed', reason: 'no difference' });
    expect(done.body.endAt).toBe(lastStep(done.body).at);
    expect(await plain('completed')).toBe('three');
    const kept = await trials.resolve('completed', { conversationId: 'x', conversationStartedAt: startAt });
    expect(kept.experiment).toEqual(assigned.experiment);
    const refused = await trials.act(id, 'promote');
    expect(refused).toMatchObject({ status: 409, body: { code: 'TRANSITION_REFUSED' } });
    expect(refused.body.detail).toContain('without a winner');
  });

  it('can promote in the same change, with one audit row', async () => {
    await trials.prompt('at-once', ['one', 'two', 'three'], LABELLED);
    const { id } = await trials.running('at-once');
    const done = await trials.act(id, 'complete', { ...WON, promote: true });
    expect(done.body).toMatchObject({
      status: 'completed',
      promoted: true,
      allowedActions: ['undo-promotion'],
    });
    expect(done.body.steps.map(({ kind }: { kind: string }) => kind)).toEqual([
      'started',
      'completed',
      'promoted',
    ]);
    expect(await plain('at-once')).toBe('two');
    const audit = (await server.admin.get(`/api/v1/audit?subjectId=${id}`)).body.items;
    expect(audit.map(({ action }: { action: string }) => action)).toEqual([
      'experiment.completed',
      'experiment.started',
      'experiment.created',
    ]);
    expect(audit[0].after).toMatchObject({ winner: 'b', version: 2, served: 'production' });
  });
});

describe('promotion', () => {
  it('moves the label that the prompt serves, and back', async () => {
    await trials.prompt('by-label', ['one', 'two', 'three'], LABELLED);
    const id = await completed('by-label', { name: 'shorter' });
    const promoted = await trials.act(id, 'promote', { reason: 'agreed' });
    expect(promoted).toMatchObject({ status: 200, body: { promoted: true } });
    expect(lastStep(promoted.body)).toMatchObject({
      kind: 'promoted',
      reason: 'agreed',
      details: { before: { serves: 'production', version: 1 }, after: { serves: 'production', version: 2 } },
    });
    expect(await trials.resolve('by-label')).toMatchObject({ version: 2, source: 'label' });
    expect(await onDashboard(id)).toEqual({ serves: 'production', before: 1, after: 2, sameWords: false });
    const history = (await server.admin.get(`${promptPath('by-label')}/label-history`)).body.items;
    expect(history[0]).toMatchObject({
      fromVersion: 1,
      toVersion: 2,
      movedBy: 'experiment shorter',
      reason: 'Variant "b" was chosen by hand: agreed',
    });
    expect(await trials.act(id, 'promote')).toMatchObject({
      status: 409,
      body: { code: 'TRANSITION_REFUSED' },
    });

    const undone = await trials.act(id, 'undo-promotion', { reason: 'too early' });
    expect(undone.body).toMatchObject({ promoted: false, allowedActions: ['promote'] });
    expect(await onDashboard(id)).toBeNull();
    expect(await trials.resolve('by-label')).toMatchObject({ version: 1, content: 'one' });
    expect((await latest('by-label')).latestVersion).toBe(3);
    expect(await trials.act(id, 'undo-promotion')).toMatchObject({ status: 409 });
    expect(await trials.act(id, 'promote')).toMatchObject({ status: 200, body: { promoted: true } });
  });

  it('restores the winner as a new version when the prompt serves the latest, and what was before', async () => {
    await trials.prompt('by-version', ['one', 'two', 'three']);
    const id = await completed('by-version', { name: 'shorter' });
    await trials.act(id, 'promote');
    expect((await latest('by-version')).latest).toMatchObject({
      version: 4,
      restoredFrom: 2,
      author: 'experiment shorter',
      content: 'two',
    });
    expect(await trials.resolve('by-version')).toMatchObject({ version: 4, content: 'two' });
    await trials.act(id, 'undo-promotion');
    expect((await latest('by-version')).latest).toMatchObject({
      version: 5,
      restoredFrom: 3,
      author: 'experiment shorter',
      content: 'three',
    });
    expect(await plain('by-version')).toBe('three');
  });

  it('makes no version of words that are the latest already', async () => {
    await trials.prompt('served-already');
    const id = await completed('served-already');
    expect(await trials.act(id, 'promote')).toMatchObject({ status: 200, body: { promoted: true } });
    expect((await latest('served-already')).latestVersion).toBe(2);
    expect(await onDashboard(id)).toEqual({ serves: 'latest', before: 2, after: 2, sameWords: true });
    expect(await trials.act(id, 'undo-promotion')).toMatchObject({ status: 200 });
    expect((await latest('served-already')).latestVersion).toBe(2);
  });

  it.each([
    ['latest', {}, (name: string) => trials.publish(name, { content: 'published meanwhile' })],
    [
      'label',
      LABELLED,
      (name: string) => server.admin.put(`${promptPath(name)}/labels/production`, { version: 3 }),
    ],
    [
      'what it serves',
      { labels: ['production'] },
      (name: string) =>
        server.admin.patch(promptPath(name), { serves: 'production' }, { headers: { 'if-match': '*' } }),
    ],
  ])('asks for approval when what is served has moved: %s', async (how, more, move) => {
    const name = `moved/${how.replaceAll(' ', '-')}`;
    await trials.prompt(name, ['one', 'two', 'three'], more);
    const { id } = await trials.running(name);
    await move(name);
    const atOnce = await trials.act(id, 'complete', { ...WON, promote: true });
    expect(atOnce).toMatchObject({ status: 409, body: { code: 'SERVED_MOVED' } });
    expect((await trials.get(id)).status).toBe('running');
    await trials.act(id, 'complete', WON);
    expect(await trials.act(id, 'promote')).toMatchObject({ status: 409, body: { code: 'SERVED_MOVED' } });
    const served = await plain(name);
    expect(served).not.toBe('two');
    const approved = await trials.act(id, 'promote', { approve: true });
    expect(lastStep(approved.body).details).toMatchObject({ approved: true });
    expect(await plain(name)).toBe('two');

    await trials.act(id, 'undo-promotion');
    expect(await plain(name)).toBe(served);
  });

  it('is not undone over what came after it without approval', async () => {
    await trials.prompt('moved-on', ['one', 'two', 'three']);
    const id = await completed('moved-on');
    await trials.act(id, 'promote');
    await trials.publish('moved-on', { content: 'newer' });
    expect(await trials.act(id, 'undo-promotion')).toMatchObject({
      status: 409,
      body: { code: 'SERVED_MOVED' },
    });
    expect(await plain('moved-on')).toBe('newer');
    await trials.act(id, 'undo-promotion', { approve: true });
    expect(await plain('moved-on')).toBe('three');
  });

  it('does not mind words that moved and came back', async () => {
    await trials.prompt('there-and-back', ['one', 'two', 'three']);
    const { id } = await trials.running('there-and-back');
    await trials.publish('there-and-back', { content: 'meanwhile' });
    await server.admin.post(`${promptPath('there-and-back')}/rollback`, { version: 3 });
    expect(await trials.act(id, 'complete', { ...WON, promote: true })).toMatchObject({ status: 200 });
  });

  it('moves a protected label only for an admin', async () => {
    await server.admin.put('/api/v1/protected-labels/guarded');
    await trials.prompt('protected', ['one', 'two'], { labels: ['guarded'], serves: 'guarded' });
    const id = await completed('protected');
    const editor = await server.withSession('editor');
    const refused = await editor.post(`/api/v1/experiments/${id}/promote`, {});
    expect(refused).toMatchObject({ status: 403, body: { code: 'LABEL_PROTECTED' } });
    expect((await trials.get(id)).promoted).toBe(false);
    expect(await trials.act(id, 'promote')).toMatchObject({ status: 200 });
    expect(await plain('protected')).toBe('two');
  });

  it('affects conversations that begin afterwards', async () => {
    await trials.prompt('afterwards', ['one', 'two', 'three'], LABELLED);
    const { id, startAt } = await trials.running('afterwards', { trafficShare: 0.0001 });
    const outside = { conversationId: 'not-in-traffic', conversationStartedAt: startAt };
    expect(await trials.resolve('afterwards', outside)).toMatchObject({
      content: 'one',
      reason: 'not_in_traffic',
    });
    await trials.act(id, 'complete', { ...WON, promote: true });
    expect(await trials.resolve('afterwards', outside)).toMatchObject({
      content: 'one',
      reason: 'not_in_traffic',
    });
    expect(await trials.resolve('afterwards', { conversationId: 'new' })).toMatchObject({ content: 'two' });
  });
});
