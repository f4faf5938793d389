import type { Browser, BrowserContext, Page } from 'playwright-core';
import { play } from './experiment-scenes';
import { MovedServer } from './moved-server';
import { sendStep, type Staged } from './staged-experiments';
import { axeViolations, launchBrowser, openPage, settings, signIn } from './watched-page';

const HOURS = 7;
const SCENES = ['winner', 'approval', 'unhealthy', 'harmful', 'inconclusive', 'missing', 'ten'] as const;

let server: MovedServer;
let browser: Browser;
let staged: Record<string, Staged>;
/** Of the signed-in admin, so that not every test signs in. */
let storageState: Awaited<ReturnType<BrowserContext['storageState']>>;

beforeAll(async () => {
  [server, browser] = await Promise.all([MovedServer.start(HOURS), launchBrowser()]);
  settings.url = server.url;
  // The first one is left for a test to watch.
  staged = await play(server, SCENES, HOURS, { leave: 'winner' });
  const { page, context } = await openPage(browser);
  await signIn(page);
  storageState = await context.storageState();
  await context.close();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const banner = (page: Page) => page.getByRole('region').filter({ has: page.locator('#standing-title') });

async function open(scene: string, options: Parameters<typeof openPage>[1] = {}) {
  const watched = await openPage(browser, { storageState, ...options });
  await watched.page.goto(`${server.url}/experiments/${staged[scene]?.id}`);
  await watched.page.locator('#standing-title').waitFor();
  return watched;
}

describe('an experiment', () => {
  it('is watched until it completes by itself, then promoted and back', async () => {
    const { page, context, complaints } = await open('winner');
    const experiment = staged['winner']!;
    await page.getByText('No conversation is settled yet.').waitFor();
    // Traffic of two hours ago, which is due now.
    for (let i = 0; i < 6; i++) await sendStep(server, experiment, 1);
    await server.moveTo(-1);
    await page.getByRole('heading', { name: 'B shorter v2 won.' }).waitFor();
    await page
      .getByText(/Decided by the .*test on user_actioned \(p .*\) at settled conversation \d/)
      .waitFor();
    await page.getByText('It is not promoted').waitFor();
    const result = page.getByRole('row', { name: /^B shorter v2.*pp \[.*better/ });
    await result.waitFor();

    await page.getByRole('button', { name: 'Promote' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Moves production v1 → v2 for conversations that begin from now on.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Promote' }).click();
    await page.getByText('It is what the prompt serves now.').waitFor();
    await page.getByRole('button', { name: 'Undo promotion' }).click();
    await dialog.getByText('Moves production v2 → v1, which it served before the promotion').waitFor();
    await dialog.getByRole('button', { name: 'Undo promotion' }).click();
    await page.getByText('Its promotion was undone by').waitFor();

    await page.getByRole('button', { name: 'Recompute' }).click();
    await page.getByText(/the same to the last bit, and the decision follows/).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('leads to the runs and traces of each variant in MLflow, or says that they are on their way', async () => {
    const nowhere = { runs: 0, runUrl: null, runsUrl: null, tracesUrl: null };
    const told = {
      variant: 'control',
      state: 'delivered',
      runs: 3,
      runUrl: 'https://ml.example.com/#/run',
      runsUrl: 'https://ml.example.com/#/runs',
      tracesUrl: 'https://ml.example.com/#/traces',
    };
    let shorter: object = { variant: 'shorter', state: 'waiting', ...nowhere };
    const { page, context, complaints } = await openPage(browser, { storageState });
    await page.route('**/api/v1/experiments/*/mlflow', (route) =>
      route.fulfill({ json: { items: [told, shorter] } }),
    );
    await page.goto(`${server.url}/experiments/${staged['approval']?.id}`);
    const variants = page.locator('pr-variant-links');
    await variants.getByText('on its way to MLflow').waitFor();
    const leadsTo = (name: string) => variants.getByRole('link', { name }).getAttribute('href');
    expect(await leadsTo('MLflow traces of control (opens a new tab)')).toBe(told.tracesUrl);
    expect(await leadsTo('3 runs of control in MLflow (opens a new tab)')).toBe(told.runsUrl);
    expect(await variants.getByRole('link', { name: 'of shorter in MLflow' }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);

    shorter = { ...told, variant: 'shorter', runs: 1 };
    await page.reload();
    expect(await leadsTo('run of shorter in MLflow (opens a new tab)')).toBe(told.runUrl);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('waits for the person who must agree, and tells them what that does', async () => {
    const { page, context, complaints } = await open('approval');
    await page.getByRole('heading', { name: 'B shorter v2 won, and waits for a person to agree.' }).waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alertdialog').getByText('New conversations get production, v1').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'B shorter v2 won.' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([
    ['unhealthy', 'The figures cannot be trusted.', 'since conversation', 'mismatch'],
    ['harmful', 'A variant did harm, so it was ended at once.', 'makes latency worse: +3.', 'harm'],
    [
      'inconclusive',
      'Not known: it ended before the evidence was enough.',
      'The maximum runtime',
      'not shown',
    ],
    ['missing', 'Not yet decided.', 'no conversation is settled yet', 'collecting'],
  ])('says what is the case: %s', async (scene, headline, sentence, word) => {
    const { page, context, complaints } = await open(scene);
    await page.getByRole('heading', { name: headline }).waitFor();
    // The figures come after the experiment.
    await banner(page).filter({ hasText: sentence }).waitFor();
    await page.getByText(word, { exact: true }).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows how often agents asked, and where traces go missing', async () => {
    const { page, context, complaints } = await open('unhealthy');
    const traffic = page.getByRole('region', { name: 'Traffic' });
    await traffic.getByText('none reported').waitFor();
    await server.call('POST', '/consumers', {
      service: 'analyst',
      instanceId: 'one',
      sdkVersion: '0.1.0',
      revision: 1,
      stale: false,
      source: 'memory',
      since: '2026-01-31T09:30:00Z',
      resolves: {
        counterId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
        counts: [
          { experimentId: staged['unhealthy']!.id, variant: 'control', count: 600 },
          { experimentId: staged['unhealthy']!.id, variant: 'shorter', count: 1_634 },
        ],
      },
    });
    await page.reload();
    await traffic.getByText('2,234 answers').waitFor();
    await traffic.getByRole('row', { name: /^B shorter 1,634 \d+$/ }).waitFor();
    await traffic.getByText('Far fewer answers of shorter led to a trace').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('lets nobody read a winner off figures that cannot be trusted', async () => {
    const { page, context, complaints } = await open('unhealthy');
    expect(await banner(page).innerText()).not.toMatch(/\spp\b/);
    const table = page.getByRole('table', { name: 'Results' });
    expect(await table.isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Save the results as CSV' }).count()).toBe(0);
    await page.getByText('Show figures that cannot be trusted').click();
    await table.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('draws what decided, from the start on, and says it in the list too', async () => {
    const { page, context, complaints } = await open('harmful');
    await page.getByRole('img', { name: /^Difference in latency/ }).waitFor();
    await page.goto(`${server.url}/experiments`);
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'more context' }) });
    expect(await row.innerText()).toMatch(/latency decided it\s+\+3\.\d s \[/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('says what stopping does before it does it, and stops', async () => {
    const { page, context } = await open('unhealthy');
    const dialog = page.getByRole('dialog');
    // From the menu, which is gone when the dialog closes.
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Complete…' }).click();
    await dialog.getByText('New conversations get').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More actions' }).and(page.locator(':focus')).waitFor();
    await page.getByRole('button', { name: 'Stop…' }).click();
    await dialog.getByText('those that still run keep their variant').waitFor();
    await dialog.getByLabel(/For running conversations too/).check();
    await dialog.getByText('in the middle of what they are doing').waitFor();
    await dialog.getByRole('button', { name: 'Stop experiment' }).click();
    await dialog.getByText('Why is needed.').waitFor();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('The agent loses traces');
    await dialog.getByRole('button', { name: 'Stop experiment' }).click();
    await page.getByRole('heading', { name: 'Stopped without a result.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    await context.close();
  });

  it('is paused and resumed by the keyboard, which goes on from where it was', async () => {
    const { page, context, complaints } = await open('missing');
    const focused = (name: string) =>
      page.getByRole('button', { name }).and(page.locator(':focus')).waitFor();
    await page.getByRole('button', { name: 'Pause' }).focus();
    for (const [act, other] of [
      ['Pause', 'Resume'],
      ['Resume', 'Pause'],
    ] as const) {
      await page.keyboard.press('Enter');
      await page.getByRole('alertdialog').waitFor();
      await focused(act);
      await page.keyboard.press('Enter');
      await focused(other);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('has a table behind each chart, in the URL which metric is drawn', async () => {
    const { page, context, complaints } = await open('ten');
    await page.getByRole('img', { name: /Mean user_actioned so far.*control \d/ }).waitFor();
    await page.getByRole('button', { name: 'Show as table: Mean user_actioned so far, by variant' }).click();
    const table = page.getByRole('region', { name: /^Table of Mean user_actioned/ });
    await table.getByRole('columnheader').first().waitFor();
    expect(await table.getByRole('columnheader').count()).toBe(11);
    await page.getByRole('link', { name: 'Show latency over time' }).click();
    await page.waitForURL(/metric=latency/);
    await page.getByRole('img', { name: /^Difference in latency/ }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(['light', 'dark'] as const)('fits a phone with ten variants, %s', async (colorScheme) => {
    const viewport = { width: 390, height: 844 };
    const { page, context, complaints } = await open('ten', { viewport, colorScheme });
    const variants = page.getByRole('table', { name: 'Results' }).locator('tbody').first();
    const shown = () => variants.getByRole('row', { name: /^[A-J] / }).count();
    await page.getByRole('button', { name: 'Show all 10 variants' }).waitFor();
    expect(await shown()).toBe(4);
    // What is folded says what it holds; all of it would be a dozen screens.
    const height = await page.getByRole('main').evaluate((main) => main.scrollHeight);
    expect(height).toBeLessThan(3 * viewport.height);
    await page.getByText(/^\d+ exposed, \d+ counted$/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show all 10 variants' }).click();
    await page.getByRole('button', { name: 'Show the 4 that matter most' }).waitFor();
    expect(await shown()).toBe(10);
    // Whom the banner speaks of.
    const leader = /\b([B-J]) \w+ v\d/.exec(await banner(page).innerText())?.[1];
    const chart = page.getByRole('img', { name: `Difference in user_actioned, ${leader} against control` });
    expect(await chart.isVisible()).toBe(false);
    await page.getByRole('heading', { name: 'Over time' }).click();
    await chart.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('has no buttons for who may only look', async () => {
    const password = 'a viewer looks at this';
    const email = 'viewer@example.com';
    await server.call('POST', '/users', { email, name: 'Viewer', role: 'viewer', password });
    const { page, context, complaints } = await openPage(browser);
    const { email: admin, password: secret } = settings;
    Object.assign(settings, { email, password });
    await signIn(page);
    Object.assign(settings, { email: admin, password: secret });
    await page.goto(`${server.url}/experiments/${staged['ten']?.id}`);
    await page.getByRole('heading', { name: 'Results' }).waitFor();
    expect(await page.getByRole('button', { name: /Pause|More actions|Evaluate/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
