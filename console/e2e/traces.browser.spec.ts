import { ask } from './as-person';
import { address, useFixture } from './fixture';
import { axeViolations, signIn } from './watched-page';

const fixture = useFixture();
/** Would run, fetch, break out of an address or fall apart, if any of it were taken for more than text. */
const HOSTILE = `"><img src=x onerror=alert(1)>{{7*7}} ../..?x=1#y %2e ${crypto.randomUUID()}`;
const RUN = crypto.randomUUID().replaceAll('-', '').slice(4);
const id = (place: string) => RUN + place.padStart(4, '0');
const path = () => {
  const { pathname, search } = new URL(fixture.watched.page.url());
  return pathname + search;
};
const query = (params: Record<string, string>) => `/traces?${new URLSearchParams(params)}`;
let words: { hash: string };

const rows = () => fixture.watched.page.getByRole('table', { name: 'Traces' }).getByRole('row');
const traceLinks = () => fixture.watched.page.locator('a.name');

beforeAll(async () => {
  const context = await fixture.browser.newContext();
  const page = await context.newPage();
  await signIn(page);
  const version = await ask(page, 'GET', `/api/v1/prompts/${encodeURIComponent(fixture.name)}/versions/2`);
  words = { hash: String(version.body?.['contentHash']) };
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const trace = (place: string, minutesAgo: number, more: object = {}) => ({
    id: id(place),
    promptName: fixture.name,
    promptVersion: 2,
    contentHash: words.hash,
    source: 'label',
    conversationId: HOSTILE,
    agent: 'greeter',
    model: 'small',
    startedAt: at(minutesAgo),
    latencyMs: 1_240,
    inputTokens: 1_800,
    outputTokens: 90,
    cost: 0.0042,
    status: 'ok',
    ...more,
  });
  const sent = await ask(page, 'POST', '/api/v1/traces', {
    traces: [
      trace('1', 9),
      trace('2', 8, { status: 'error', agent: `<b>${HOSTILE}</b>` }),
      trace('3', 7, {
        source: 'file',
        promptVersion: null,
        contentHash: 'f'.repeat(64),
        conversationId: 'other',
      }),
      trace('4', 6, { contentHash: '0'.repeat(64), conversationId: 'other' }),
      ...Array.from({ length: 120 }, (_, i) =>
        trace(`5${i}`, 20 + i, { agent: 'many', conversationId: 'long' }),
      ),
    ],
  });
  expect(sent).toMatchObject({ status: 200, body: { accepted: 124, rejected: [] } });
  const said = await ask(page, 'POST', '/api/v1/outcomes', {
    outcomes: [
      { id: `${id('1')}-said`, traceId: id('1'), metric: 'confidence', value: 0.8125, occurredAt: at(5) },
    ],
  });
  expect(said).toMatchObject({ body: { accepted: 1 } });
  await context.close();
});
beforeEach(() => signIn(fixture.watched.page));

describe('the list of traces', () => {
  it('is narrowed by fields, keeps that in the URL, and turns around', async () => {
    const { page } = fixture.watched;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Traces' }).click();
    const filters = page.getByRole('search', { name: 'Filter the traces' });
    await rows().nth(1).waitFor(); // the fields are there before the page knows what they hold
    await filters.getByRole('combobox', { name: 'Prompt', exact: true }).fill(fixture.name);
    await filters.getByRole('combobox', { name: 'Prompt', exact: true }).press('Enter');
    await page.waitForURL(/[?&]prompt=/);
    await page.getByRole('link', { name: 'Clear the filter' }).waitFor();
    await filters.getByRole('combobox', { name: /^Ended/ }).selectOption('error');
    await page.waitForURL(/[?&]status=error/);
    await traceLinks().first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 1);
    expect(await rows().nth(1).innerText()).toContain('error');
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 1);
    expect(await filters.getByRole('combobox', { name: 'Prompt', exact: true }).inputValue()).toBe(
      fixture.name,
    );
    expect(await axeViolations(page)).toEqual([]);

    await page.goto(address(query({ prompt: fixture.name, flag: 'any' })));
    await rows().getByText('other words').waitFor();
    expect(await traceLinks().count()).toBe(1);
    await page.goto(address(query({ prompt: fixture.name, source: 'fallback' })));
    await page.locator('.fallback').waitFor();
    expect(await traceLinks().count()).toBe(1);

    await page.goto(address(query({ prompt: fixture.name, agent: 'zzz' })));
    await page.getByRole('heading', { name: 'No trace matches' }).waitFor();
    await page.getByRole('link', { name: 'Show all traces' }).click();
    await page.waitForURL('**/traces');
  });

  it('is read page by page', async () => {
    const { page } = fixture.watched;
    await page.goto(address(query({ prompt: fixture.name, agent: 'many' })));
    await traceLinks().first().waitFor();
    expect(await traceLinks().count()).toBe(100);
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 20);
    expect(path()).toContain('cursor=');
    await page.getByRole('link', { name: 'Newest', exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 100);
    await page.getByRole('link', { name: /^Newest first/ }).click();
    await page.waitForURL(/order=asc/);
  });
});

describe('a conversation', () => {
  it('is shown in the order it went, with what came of it, whatever it is called', async () => {
    const { page } = fixture.watched;
    await page.goto(address(query({ prompt: fixture.name, status: 'error' })));
    await page.getByRole('link', { name: `Conversation ${HOSTILE}` }).click();
    await page.getByRole('heading', { name: `Conversation ${HOSTILE}` }).waitFor();
    await page.getByText(/^2 traces (over \d|within a second)/).waitFor();
    await page.getByText('It is in no experiment.').waitFor();
    await page.getByText('confidence 0.813').waitFor();
    expect(await rows().nth(1).innerText()).toContain('ok');
    expect(await rows().nth(2).innerText()).toContain(`<b>${HOSTILE}</b>`);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('names the experiment that served it words after it had ended', async () => {
    const { page } = fixture.watched;
    const experiment = {
      experimentId: crypto.randomUUID(),
      experimentName: 'Ended before',
      variant: 'shorter',
    };
    await page.route('**/api/v1/traces?*', async (route) => {
      const body = await (await route.fetch()).json();
      const items = body.items.map((trace: object) => ({
        ...trace,
        source: 'experiment',
        flag: null,
        ...experiment,
      }));
      await route.fulfill({ json: { ...body, items } });
    });
    await page.goto(address(query({ conversation: 'other' })));
    const inside = page.getByRole('list', { name: 'Experiments that this conversation is in' });
    await inside.getByText('not counted').waitFor();
    await inside.getByText('The experiment had ended when its first trace arrived.').waitFor();
    await inside.getByRole('link', { name: 'Ended before' }).waitFor();
    expect(await page.getByText('It is in no experiment.').count()).toBe(0);
  });
});

describe('a trace', () => {
  it('shows the words that were served with their values, and opens those in the editor', async () => {
    const { page } = fixture.watched;
    const variables = { person: '<svg onload=alert(1)>', place: HOSTILE, ['__proto__']: 'x' };
    await page.route(`**/api/v1/traces/${id('1')}`, async (route) => {
      const body = await (await route.fetch()).json();
      await route.fulfill({
        json: { ...body, previews: { variables, input: HOSTILE, output: '<b>bold</b>' } },
      });
    });
    await page.goto(address(`/traces/${id('1')}`));
    await page.getByRole('heading', { name: `${fixture.name} v2` }).waitFor();
    await page.getByText(`Welcome <svg onload=alert(1)> to ${HOSTILE}.`).waitFor();
    await page.getByRole('cell', { name: '0.813' }).waitFor();
    await page.getByText('1,800 in, 90 out').waitFor();
    await page.getByText('MLflow is not told of this trace.').waitFor();
    expect(await page.locator('main svg[onload], main b, main img').count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);

    await page.getByRole('link', { name: 'Template' }).click();
    await page.getByText('Welcome {person} to {place}.').waitFor();
    expect(path()).toBe(`/traces/${id('1')}?words=template`);
    await page.getByRole('link', { name: 'Open its values in the editor' }).click();
    await page.getByText(/^Filled 2 of 2 from/).waitFor();
    expect(path()).toContain(`base=2&trace=${id('1')}`);
    expect(await page.getByRole('textbox', { name: 'person' }).inputValue()).toBe(variables.person);
  });

  it('says what is not known of it, and why it does not count', async () => {
    const { page } = fixture.watched;
    await page.goto(address(`/traces/${id('4')}`));
    await page.getByText('Flagged: other words.').waitFor();
    await page.getByText('No version of this prompt has the words that the agent used.').waitFor();
    await page.goto(address(`/traces/${id('1')}`));
    await page.getByText('The values were not recorded').waitFor();
    expect(await page.getByRole('link', { name: 'Open its values in the editor' }).count()).toBe(0);
    await page.goto(address(`/traces/${'0'.repeat(32)}`));
    await page.getByText('There is no trace').waitFor();
  });
});

describe('an address that asks for what a list does not know', () => {
  it('is answered with the list and a word about what is left out', async () => {
    const { page } = fixture.watched;
    const said = (text: string) => page.getByRole('status').getByText(text).waitFor();
    await page.goto(address('/traces?version=abc&status=zzz&order=asc'));
    await said('“abc” is no version, “zzz” is no status: the list is shown without them.');
    await rows().nth(1).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Ended').selectOption('error');
    await page.waitForURL(/status=error/);
    expect([path(), await page.getByText('is no status').count()]).toEqual([
      '/traces?status=error&order=asc',
      0,
    ]);
    for (const [where, text] of [
      ['/experiments?status=zzz', '“zzz” is no status: the list is shown without it.'],
      ['/prompts?sort=zzz', '“zzz” is no column to sort by: the list is shown without it.'],
      ['/settings/audit?from=yesterday', '“yesterday” is no day: the list is shown without it.'],
    ] as const) {
      await page.goto(address(where));
      await said(text);
    }
  });
});
