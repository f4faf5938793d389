import { ask } from './as-person';
import { address, useFixture } from './fixture';
import type { Json } from './moved-server';
import { axeViolations, signIn } from './watched-page';

const fixture = useFixture();
const HOSTILE = '<img src=x onerror=alert(1)> {{7*7}}';
const path = () => {
  const { pathname, search } = new URL(fixture.watched.page.url());
  return pathname + search;
};
const hex = () => crypto.randomUUID().replaceAll('-', '');
/** What this file alone records, so that it is the most used prompt however much others recorded. */
const USES = 400;

beforeEach(() => signIn(fixture.watched.page));

async function record(): Promise<void> {
  const { page } = fixture.watched;
  const version = await ask(page, 'GET', `/api/v1/prompts/${encodeURIComponent(fixture.name)}/versions/2`);
  const at = Date.now() - 60_000; // of them all, so that no midnight comes between them
  const traces = Array.from({ length: USES }, (_, i) => ({
    id: hex(),
    promptName: fixture.name,
    promptVersion: 2,
    contentHash: version.body?.['contentHash'],
    source: i % 10 === 0 ? 'file' : 'label',
    startedAt: new Date(at - (i % 2) * 8 * 86_400_000).toISOString(),
    latencyMs: 1_000,
    cost: 0.002,
    status: i % 20 === 0 ? 'error' : 'ok',
  }));
  const outcomes = traces.map(({ id, startedAt }, i) => ({
    id: hex(),
    traceId: id,
    metric: 'confidence',
    value: i % 2 ? 0.5 : 0.75,
    occurredAt: startedAt,
  }));
  expect(await ask(page, 'POST', '/api/v1/traces', { traces })).toMatchObject({ body: { accepted: USES } });
  expect(await ask(page, 'POST', '/api/v1/outcomes', { outcomes })).toMatchObject({
    body: { accepted: USES },
  });
}

/** Answers the dashboard's figures, changed. */
async function withDashboard(change: (body: Json) => Json): Promise<void> {
  const { page } = fixture.watched;
  const { body } = await ask(page, 'GET', '/api/v1/dashboard');
  const json = change(body);
  await page.route('**/api/v1/dashboard?*', (route) => route.fulfill({ json }));
}

describe('Home', () => {
  it('is where one arrives, and shows how prompts do; every number leads to its traces', async () => {
    const { page } = fixture.watched;
    await record();
    await page.goto(address('/sign-in'));
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
    expect(path()).toBe('/');
    const row = page.getByRole('row', { name: new RegExp(fixture.name) });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/200[^]*0\.00200[^]*10\.0 %[^]*20\.0 %/);

    await page.goto(address(`/?prompt=${encodeURIComponent(fixture.name)}`));
    await page
      .getByRole('img', { name: /Daily mean of confidence by version\. v2: 1 day, last 0\.75/ })
      .waitFor();
    const mover = page.getByRole('listitem').filter({ hasText: fixture.name });
    expect(await mover.innerText()).toMatch(/\+0\.25[^]*0\.5[^]*\(n 200\) → 0\.75[^]*better/);
    expect(await axeViolations(page)).toEqual([]);
    await page
      .getByRole('navigation', { name: 'Over which time' })
      .getByRole('link', { name: '14 days' })
      .click();
    await page.getByRole('img', { name: /v2: 2 days, last 0\.75/ }).waitFor();
    expect(path()).toContain('days=14');

    await row.getByRole('link', { name: '5.00 %' }).click();
    await page.waitForURL(/\/traces\?.*status=error/);
    await page.locator('a.name').first().waitFor();
    expect(await page.locator('a.name').count()).toBe(20);
  });

  it('begins with what needs a person, and undoes a promotion after asking', async () => {
    const { page } = fixture.watched;
    const at = new Date().toISOString();
    const experiment = {
      name: HOSTILE,
      promptName: fixture.name,
      status: 'running',
      verdict: 'waiting',
      evaluatedAt: at,
      units: 9,
      startAt: at,
    };
    const about = { metric: null, variant: null, numbers: {} };
    const reasons = [
      { code: 'approval', message: `A person has to agree. ${HOSTILE}`, blocks: true, ...about },
    ];
    const decision = {
      name: 'shorter',
      promptName: fixture.name,
      status: 'completed',
      verdict: 'success',
      winner: 'b',
      conclusion: `"b" won. ${HOSTILE}`,
      reasons: [],
      promoted: true,
      promotion: { serves: 'production', before: 1, after: 2, sameWords: false },
      servedHarm: null,
      endAt: at,
      effect: {
        metric: 'user_actioned',
        role: 'success',
        scale: 'linear',
        variant: 'b',
        difference: 0.041,
        low: 0.012,
        high: 0.07,
      },
    };
    await withDashboard((body) => {
      const experiments = [
        { ...experiment, id: 'e1', attention: 'unhealthy', reasons: [] },
        { ...experiment, id: 'e2', attention: 'ready', reasons },
        { ...experiment, id: 'e3', attention: 'running', status: 'paused', name: 'halted', reasons: [] },
      ];
      return { ...body, experiments, decisions: [{ ...decision, id: 'd1' }] };
    });
    const undone: string[] = [];
    await page.route('**/api/v1/experiments/d1/undo-promotion', async (route) => {
      undone.push(route.request().headers()['if-match'] ?? '');
      await route.fulfill({ json: {} });
    });
    await page.goto(address('/'));
    const needs = page.getByRole('region', { name: 'Needs you' }).getByRole('listitem');
    await needs.first().waitFor();
    expect(await needs.allInnerTexts()).toEqual([
      expect.stringMatching(/Unhealthy[^]*not been evaluated/),
      expect.stringMatching(/Ready for you[^]*A person has to agree/),
    ]);
    await page.getByText('Paused: halted. It lets no new conversation in').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByText('+4.1 pp [+1.2, +7.0]').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Undo promotion/ }).click();
    await page
      .getByRole('alertdialog')
      .getByText(`Moves production of ${fixture.name} v2 → v1, which it served before`)
      .waitFor();
    expect(undone).toEqual([]);
    await page.getByRole('button', { name: 'Undo the promotion' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(undone).toEqual(['*']);
  });

  it('of a new installation is the three commands to life', async () => {
    const { page } = fixture.watched;
    await withDashboard((body) => {
      const days = body.days.map((day: object) => ({ ...day, uses: 0, errors: 0, fromFile: 0, flagged: 0 }));
      return { ...body, experiments: [], decisions: [], prompts: [], days };
    });
    await page.goto(address('/'));
    await page.getByRole('heading', { name: 'Three commands to life' }).waitFor();
    expect(await page.getByRole('button', { name: /^Copy the command/ }).count()).toBe(3);
    await page.getByText('npm run seed').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});
