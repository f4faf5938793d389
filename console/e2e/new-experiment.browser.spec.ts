import type { Page } from 'playwright-core';
import { ask } from './as-person';
import { address, useFixture } from './fixture';
import { axeViolations, createPrompt, signIn } from './watched-page';

const fixture = useFixture();
const newAddress = (prompt: string, query = '') =>
  address(`/experiments/new?prompt=${encodeURIComponent(prompt)}${query}`);
const listOf = (prompt: string, query = '') =>
  address(`/experiments?prompt=${encodeURIComponent(prompt)}${query}`);
const DAY_MS = 86_400_000;

/** A draft of version 1 against version 2. */
async function draft(page: Page, prompt: string, name: string): Promise<string> {
  const made = await ask(page, 'POST', `/api/v1/prompts/${encodeURIComponent(prompt)}/experiments`, {
    name,
    variants: [1, 2].map((version) => ({ name: `v${version}`, version, share: 0.5 })),
    plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.1 },
  });
  expect(made.status).toBe(201);
  return String(made.body?.['id']);
}

/** Conversations of the last ten days, acted on by turns. */
async function traffic(page: Page, prompt: string, count: number): Promise<void> {
  const version = await ask(page, 'GET', `/api/v1/prompts/${encodeURIComponent(prompt)}/versions/1`);
  const ids = Array.from({ length: count }, (_, i) =>
    `${prompt}${i}`.replaceAll(/\W/g, '').padStart(32, '0'),
  );
  const at = (i: number) => new Date(Date.now() - 60_000 - (i / count) * 10 * DAY_MS).toISOString();
  const traces = ids.map((id, i) => ({
    id: hex(id, i),
    promptName: prompt,
    promptVersion: 1,
    contentHash: version.body?.['contentHash'],
    conversationId: `${prompt}-${i}`,
    source: 'latest',
    startedAt: at(i),
    latencyMs: 900 + (i % 7) * 50,
    status: 'ok',
  }));
  const outcomes = traces.map(({ id }, i) => ({
    id: hex(`outcome${id}`, i),
    traceId: id,
    metric: 'user_actioned',
    value: i % 3 === 0 ? 1 : 0,
    occurredAt: at(i),
  }));
  for (const [path, body] of [
    ['/api/v1/traces', { traces }],
    ['/api/v1/outcomes', { outcomes }],
  ] as const)
    expect(await ask(page, 'POST', path, body)).toMatchObject({ body: { rejected: [] } });
}

/** 32 hexadecimal digits, other ones for another text and number. */
function hex(text: string, i: number): string {
  let sum = 7;
  for (const char of text) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0;
  return sum.toString(16).padStart(8, '0').repeat(3) + i.toString(16).padStart(8, '0');
}

/** Takes what the page asks before it starts. */
async function start(page: Page): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: 'Start now' }).click();
  await page.waitForURL(/\/experiments\/[0-9a-f-]{36}$/);
}

describe('the list of experiments', () => {
  it('shows the next step while there is none', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.route('**/api/v1/experiments/standings**', async (route) => {
      const answer = (await (await route.fetch()).json()) as object;
      const counts = { draft: 0, running: 0, paused: 0, completed: 0, stopped: 0 };
      await route.fulfill({ json: { ...answer, items: [], total: 0, counts, owners: [], prompts: [] } });
    });
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Experiments' }).click();
    await page.getByRole('heading', { name: 'No experiments yet' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Plan the first experiment' }).click();
    await page.getByRole('heading', { level: 1, name: 'New experiment' }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('narrows and orders by what the address says', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const prompt = await createPrompt(page);
    const id = await draft(page, prompt, 'beta');
    await ask(page, 'POST', `/api/v1/experiments/${id}/start`, {});
    for (const name of ['gamma', 'alpha']) await draft(page, prompt, name);
    await page.goto(listOf(prompt));
    const rows = page.getByRole('table', { name: 'Experiments' }).getByRole('row');
    const names = async () => (await rows.getByRole('link').allTextContents()).map((text) => text.trim());
    await rows.nth(3).waitFor();
    expect((await names())[0]).toBe('beta');
    expect(await rows.nth(1).textContent()).toMatch(/running.*~28 days left.*v1 vs v2.*100 %.*user_actioned/);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Order').selectOption('By name');
    await page.waitForURL(/sort=name/);
    await settles(() => names(), ['alpha', 'beta', 'gamma']);
    await page.getByRole('link', { name: 'Draft 2' }).click();
    await page.waitForURL(/status=draft/);
    await settles(() => names(), ['alpha', 'gamma']);
    await page.getByRole('searchbox', { name: /name, the hypothesis/ }).fill('gam');
    await page.waitForURL(/q=gam/);
    await settles(() => names(), ['gamma']);
    await page.goBack();
    await settles(() => names(), ['alpha', 'gamma']);
    await page.goto(listOf(prompt, '&q=nothing'));
    await page.getByRole('heading', { name: 'No experiment matches' }).waitFor();
  });
});

describe('planning an experiment', () => {
  it('begins with what the address names, says what is missing, and starts', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const prompt = await createPrompt(page);
    await traffic(page, prompt, 90);
    await page.goto(newAddress(prompt, '&control=1&candidate=2'));
    await page.getByText('Yes: same type, same variables').waitFor();
    expect(await page.getByLabel('Version of the control').inputValue()).toBe('1');
    expect(await page.getByLabel('Version of variant B').inputValue()).toBe('2');
    await page.getByLabel('Primary metric').selectOption('user_actioned');
    await page.getByLabel('Smallest difference worth knowing').fill('40');
    await page.getByText(/Lately it is 33.3 %; the experiment is made to find 73.3 %/).waitFor();
    await page.getByRole('img', { name: /Smallest difference found, by days/ }).waitFor();
    await page
      .getByText(/^From the prompt’s own traffic: 90 conversations in the last .*, 90 of them with/)
      .waitFor();
    const asks = page.getByRole('region', { name: 'Time to a decision' }).getByText(/^40 pp takes/);
    expect(await asks.textContent()).toMatch(
      /(\d+) conversations: (\d+) of each variant.*≈ .* days at 9.* a day/,
    );
    // What is out of reach says what is not, to take instead.
    await page.getByLabel('Smallest difference worth knowing').fill('4');
    await page
      .getByText(/^That takes .* days at 9.* conversations a day\. Within 28 days it finds/)
      .waitFor();
    await page.getByRole('button', { name: /^take \d.* pp$/ }).click();
    await page.getByText(/^That takes/).waitFor({ state: 'detached' });
    expect(Number(await page.getByLabel('Smallest difference worth knowing').inputValue())).toBeGreaterThan(
      20,
    );
    // Of what cannot be computed no earlier plan is told, and the field says what is wrong with it.
    const takes = page.getByRole('complementary').getByText(/conversations, ≈/);
    await takes.waitFor();
    await page.getByLabel('Maximum runtime', { exact: true }).fill('0');
    await page.getByText('Maximum runtime must not be less than 1 minute.').waitFor();
    await page.getByText('To do: Put right: Maximum runtime').waitFor();
    expect(await takes.count()).toBe(0);
    await page.getByLabel('Maximum runtime', { exact: true }).fill('28');
    await page.getByLabel('Smallest difference worth knowing').fill('40');
    await page.getByRole('button', { name: 'Start now…' }).click();
    const name = page.getByLabel('Name', { exact: true });
    await page.getByText('Name must be filled in.').waitFor();
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    // The server has its own word on what was sent; each lands where it was typed, opened if need be.
    await page.getByLabel('Share of A').fill('60');
    await page.getByText('Beside other experiments').click();
    await page.getByRole('radio', { name: /Exclusive/ }).check();
    await page.getByLabel('Layer', { exact: true }).fill('Not A Slug');
    await page.getByText('More about time and certainty').click();
    await page.getByLabel(/Chance of a false alarm/).fill('50');
    await page.getByText('More about time and certainty').click();
    await name.fill('warmer');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText(/Layer must be 1 to 64 of/).waitFor();
    await page.getByText(/Chance of a false alarm \(α\) must not be greater than 0.1/).waitFor();
    await page.getByLabel(/Chance of a false alarm/).fill('5');
    await page.getByRole('radio', { name: /On its own/ }).check();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText(/Variants: shares must sum to 1, not 1.1/).waitFor();
    await page.getByRole('button', { name: 'Divide evenly' }).click();
    // By the keyboard alone.
    await name.focus();
    await page.keyboard.press('Enter');
    await page.getByText(/50 % get v1 and 50 % get v2/).waitFor();
    const agree = page.getByRole('alertdialog').getByRole('button', { name: 'Start now' });
    await agree.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/experiments\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1);
    expect((await ask(page, 'GET', `/api/v1/experiments/${id}`)).body).toMatchObject({
      status: 'running',
      name: 'warmer',
      trafficShare: 1,
      plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.4, guardrails: [{}, {}] },
    });
  });

  it('keeps a draft, and what was typed into it, until it is started with a reason for what differs', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const prompt = await createPrompt(page);
    await page.goto(newAddress(prompt, '&candidate=3'));
    await page.getByText(/does not ask for "place"/).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('greetings');
    await page.getByRole('button', { name: 'Add a variant' }).click();
    await page.getByLabel('Version of variant C').selectOption({ label: 'v1 · Says Hello' });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.waitForURL(/\/experiments\/[0-9a-f-]{36}\/edit$/);
    await page.getByText('Draft saved').waitFor();
    await page.getByLabel('Hypothesis').fill('Greetings are read');
    await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('Greetings are read'));
    await page.reload();
    await page.getByText('What you typed before is back.').waitFor();
    expect(await page.getByLabel('Hypothesis').inputValue()).toBe('Greetings are read');
    expect(await page.getByLabel('Share of A').inputValue()).toBe('33.34');
    await page.getByRole('button', { name: 'Start now…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start now' }).click();
    await page
      .getByText(/does not ask for "place"/)
      .nth(1)
      .waitFor();
    await page.getByLabel('Why that is fine').fill('Callers pass both');
    await page.getByRole('button', { name: 'Start now…' }).click();
    await start(page);
    const id = page.url().split('/').at(-1);
    expect((await ask(page, 'GET', `/api/v1/experiments/${id}`)).body).toMatchObject({
      status: 'running',
      hypothesis: 'Greetings are read',
      parityOverride: { reason: 'Callers pass both' },
      variants: [{ share: 0.3334 }, { share: 0.3333 }, { share: 0.3333, version: 1 }],
    });
    await page.goto(newAddress(prompt));
    await page.getByText(/is on trial on this prompt\. You can save a draft/).waitFor();
    await page.goto(address(`/experiments/${id}/edit`));
    await page.getByText('its versions, shares and plan are fixed').waitFor();
  });

  it('says what is not known yet, and who would be in', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(newAddress(fixture.name, '&control=1&candidate=2'));
    // Nothing is known: the plan is made at the worst, once, and from what a person expects where there is that.
    await page.getByText(/^The prompt has no traffic yet.* conversations a day\./).waitFor();
    await page.getByLabel('Primary metric').selectOption('user_actioned');
    const asks = page.getByText(/^2 pp takes [\d,]+ conversations/);
    const units = async () =>
      Number((await asks.textContent())?.replace(/^.*takes ([\d,]+) .*$/s, '$1').replaceAll(',', ''));
    await page.getByText(/so this takes a rate of 50 %, at which it varies most/).waitFor();
    const worst = await units();
    expect(worst).toBeGreaterThan(20_000);
    await page.getByLabel('Rate now, as you expect it').fill('10');
    await page.getByText(/^From what you expect/).waitFor();
    expect(await units()).toBeLessThan(worst / 2);
    await page.getByLabel('Primary metric').selectOption('cost');
    await page.getByText(/so nobody can say how many conversations a difference needs/).waitFor();
    expect(await page.getByRole('table', { name: 'What each difference asks for' }).count()).toBe(0);
    await page.getByLabel('Standard deviation, as you expect it').fill('0');
    await page.getByText(/Standard deviation, as you expect it must not be less than/).waitFor();
    await page.getByLabel('Standard deviation, as you expect it').fill('0.02');
    await page.getByRole('table', { name: 'What each difference asks for' }).waitFor();
    await page.getByLabel('Traffic in the experiment').fill('50');
    await page.getByText('Preview who is in').click();
    const ids = Array.from({ length: 40 }, (_, i) => `c${i}`).join('\n');
    await page.getByLabel('Conversation ids, one a line').fill(ids);
    const placed = page.getByRole('region', { name: 'What each conversation gets' }).getByRole('listitem');
    await placed.nth(39).waitFor();
    const said = await placed.allTextContents();
    expect(said.filter((text) => text.includes('not in')).length).toBeGreaterThan(8);
    expect(said.filter((text) => text.includes('v2')).length).toBeGreaterThan(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await axeViolations(page)).toEqual([]);
  });
});

/** Waits until something reads as it should. */
async function settles(read: () => Promise<readonly string[]>, wanted: readonly string[]): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    if (JSON.stringify(await read()) === JSON.stringify(wanted)) return;
    await fixture.watched.page.waitForTimeout(50);
  }
  expect(await read()).toEqual(wanted);
}
