import type { Page } from 'playwright-core';
import { ask } from './as-person';
import { address, useFixture } from './fixture';
import { axeViolations, createPrompt, signIn } from './watched-page';

const fixture = useFixture();
const CHANGED = { name: 'This draft was changed while you wrote' };

/** A draft that is open on the page, and how somebody else changes it. */
async function openDraft(page: Page) {
  await signIn(page);
  const prompt = `/api/v1/prompts/${encodeURIComponent(await createPrompt(page))}/experiments`;
  const plan = {
    name: 'warmer',
    hypothesis: 'as it was',
    variants: [1, 2].map((version) => ({ name: `v${version}`, version, share: 0.5 })),
    plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.1 },
  };
  const made = await ask(page, 'POST', prompt, plan);
  expect(made.status).toBe(201);
  const id = String(made.body?.['id']);
  await page.goto(address(`/experiments/${id}/edit`));
  await page.getByLabel('Hypothesis').waitFor();
  return {
    saved: async () => (await ask(page, 'GET', `/api/v1/experiments/${id}`)).body,
    others: async (change: object) =>
      expect((await ask(page, 'PUT', `${prompt}/${id}`, change)).status).toBe(200),
  };
}

const save = (page: Page) => page.getByRole('button', { name: 'Save draft' }).click();
const typed = (page: Page, label: string) => page.getByLabel(label, { exact: true }).inputValue();
/** The rows of what differs. */
const differences = (page: Page) =>
  page
    .getByRole('table', { name: 'What differs' })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows
        .slice(1)
        .map((row) => [...row.children].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim())),
    );

describe('a draft that two people edit', () => {
  it('shows what the other changed, keeps what was typed through a reload, and saves it over theirs', async () => {
    const { page } = fixture.watched;
    const { saved, others } = await openDraft(page);
    await page.getByLabel('Hypothesis').fill('mine');
    await others({ hypothesis: 'theirs', trafficShare: 0.5 });
    await save(page);
    const title = page.getByRole('heading', CHANGED);
    await title.waitFor();
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
    const wanted = [
      ['Hypothesis both changed it', 'theirs', 'mine'],
      ['Traffic in the experiment they changed it', '50 %', '100 %'],
    ];
    expect(await differences(page)).toEqual(wanted);
    expect(await axeViolations(page)).toEqual([]);
    // What is still typed belongs to it, and where it would be saved or started leads back to the question.
    await page.getByLabel('Name', { exact: true }).fill('warmest');
    await page.getByRole('button', { name: 'See what changed' }).click();
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.reload();
    await title.waitFor();
    expect(await differences(page)).toEqual([['Name you changed it', 'warmer', 'warmest'], ...wanted]);
    expect(await typed(page, 'Name')).toBe('warmest');
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Draft saved').waitFor();
    expect(await saved()).toMatchObject({ name: 'warmest', hypothesis: 'mine', trafficShare: 1 });
    await page.reload();
    await page.getByLabel('Hypothesis').waitFor();
    expect(await page.getByRole('heading', CHANGED).count()).toBe(0);
  });

  it('keeps both changes where they do not touch, or takes theirs with one undo', async () => {
    const { page } = fixture.watched;
    const { saved, others } = await openDraft(page);
    await page.getByLabel('Name', { exact: true }).fill('warmest');
    await others({ trafficShare: 0.5 });
    await save(page);
    await page.getByRole('button', { name: 'Keep both changes' }).click();
    expect([await typed(page, 'Name'), await typed(page, 'Traffic in the experiment')]).toEqual([
      'warmest',
      '50',
    ]);
    await save(page);
    await page.getByText('Draft saved').waitFor();
    expect(await saved()).toMatchObject({ name: 'warmest', trafficShare: 0.5 });

    await page.getByLabel('Name', { exact: true }).fill('mine');
    await others({ name: 'theirs' });
    await save(page);
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByRole('heading', CHANGED).waitFor({ state: 'detached' });
    expect(await typed(page, 'Name')).toBe('theirs');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', CHANGED).waitFor();
    expect(await typed(page, 'Name')).toBe('mine');
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByRole('heading', CHANGED).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByLabel('Hypothesis').waitFor();
    expect(await typed(page, 'Name')).toBe('theirs');
    expect(await page.getByText('What you typed before is back.').count()).toBe(0);
    // They made the same change, and another that they took back: nothing is asked.
    await page.getByLabel('Name', { exact: true }).fill('same');
    await page.getByLabel('Hypothesis').fill('mine');
    for (const trafficShare of [0.6, 0.5]) await others({ name: 'same', trafficShare });
    const taken = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    await save(page);
    await taken;
    await page.getByText('Draft saved').waitFor();
    expect(await saved()).toMatchObject({ name: 'same', hypothesis: 'mine', trafficShare: 0.5 });
    expect(await page.getByRole('heading', CHANGED).count()).toBe(0);
  });
});
