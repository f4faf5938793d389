import type { Page } from 'playwright-core';
import { ask } from './as-person';
import { computingMs } from './computing-time';
import { address, follow, useFixture } from './fixture';
import { axeViolations, createPrompt, openPage, signIn } from './watched-page';

const fixture = useFixture();
const editAddress = (name: string) => address(`/prompts/${encodeURIComponent(name)}/edit`);
const publish = (page: Page, name: string, content: string) =>
  page.evaluate(
    async ([name, content]) => {
      const response = await fetch(`/api/v1/prompts/${encodeURIComponent(name)}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify({ content }),
      });
      return response.status;
    },
    [name, content] as const,
  );
/** Keys go to the palette once it has the focus, which is a moment after it is there. */
const focusedPalette = (page: Page) =>
  page.getByRole('combobox', { name: 'Search or jump' }).and(page.locator(':focus'));
const openPalette = async (page: Page) => {
  await page.keyboard.press('Control+k');
  await focusedPalette(page).waitFor();
};
const active = (page: Page) => page.locator('[role=option][aria-selected=true]');
async function write(page: Page, words: string): Promise<void> {
  await page.locator('pr-text-editor .monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
}

describe('the command palette', () => {
  it('goes to prompts and versions by parts of their names, and offers recent ones first', async () => {
    const { page } = fixture.watched;
    const { name } = fixture;
    const leaf = name.split('_').at(-1) as string;
    await signIn(page);
    await openPalette(page);
    await page.getByRole('option', { name: /New prompt/ }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.type(`brTestGreet ${leaf}`);
    await active(page).filter({ hasText: name }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/prompts/${encodeURIComponent(name)}`);

    await openPalette(page);
    await page.keyboard.type(`${leaf} 2`);
    await active(page)
      .filter({ hasText: `${name} v2` })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**?version=2');
    await page.getByRole('button', { name: 'Search or jump' }).click();
    await page.getByRole('group', { name: 'Recent' }).getByRole('option').nth(1).waitFor();
    expect(await page.getByRole('group', { name: 'Recent' }).getByRole('option').allInnerTexts()).toEqual([
      expect.stringContaining(`${name} v2`),
      expect.stringContaining(name),
    ]);
    await focusedPalette(page).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !location.search.includes('version'));
  });

  it('does what has no page, searches the words when nothing is called that, and leaves by Escape', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await openPalette(page);
    await page.keyboard.type('dark th');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await openPalette(page);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor({ state: 'detached' });
    await openPalette(page);
    await page.keyboard.type('zzqqzz');
    await page.getByText('Nothing is called that').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/prompts?q=zzqqzz');
    await openPalette(page);
    await page.keyboard.type('sign out');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in');
  });

  it('goes to what is typed before the names are there, when they are', async () => {
    const { page } = fixture.watched;
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/jump-targets', async (route) => {
      await held;
      await route.continue();
    });
    await signIn(page);
    await openPalette(page);
    await page.keyboard.type(fixture.name);
    await page.getByText('Reading the names').waitFor();
    await page.keyboard.press('Enter');
    answer();
    await page.waitForURL(`**/prompts/${encodeURIComponent(fixture.name)}`);
  });

  it('keeps up with typing over five thousand prompts', async () => {
    const { page } = fixture.watched;
    const prompts = Array.from({ length: 5_000 }, (_, i) => ({
      name: `team_${i % 40}/reports/dailyReport_${i}`,
      latestVersion: 3,
    }));
    await page.route('**/api/v1/jump-targets', (route) =>
      route.fulfill({ json: { prompts, experiments: [] } }),
    );
    await signIn(page);
    await openPalette(page);
    await page.keyboard.type('daily');
    await page.getByRole('option').nth(20).waitFor();
    const computed = await computingMs(page, async () => {
      await page.keyboard.type(' report 4321 3');
      await active(page).filter({ hasText: 'dailyReport_4321 v3' }).waitFor();
    });
    // Fourteen letters.
    expect(computed).toBeLessThan(2_000);
  });
});

describe('what others change', () => {
  it('appears by itself: in the list, on the prompt, and in the editor beside the draft', async () => {
    const { page, context } = fixture.watched;
    await signIn(page);
    const name = await createPrompt(page);
    const other = await openPage(fixture.browser);
    await signIn(other.page);
    await follow(page, address(`/prompts?q=${name.split('/')[1]}`));
    await page.locator('.latest-column', { hasText: 'v3' }).waitFor();
    const onPrompt = await context.newPage();
    await follow(onPrompt, address(`/prompts/${encodeURIComponent(name)}`));
    await onPrompt.getByRole('link', { name: /Version 3/ }).waitFor();
    const editing = await context.newPage();
    await follow(editing, editAddress(name));
    await write(editing, ' Mine.');
    await editing.getByText(/draft kept \d/).waitFor();

    expect(await publish(other.page, name, 'Theirs, {person}.')).toBe(200);
    await page.locator('.latest-column', { hasText: 'v4' }).waitFor();
    await onPrompt.getByRole('link', { name: /Version 4/ }).waitFor();
    await editing.getByText(/Version 4 was saved by/).waitFor();
    const words = await editing.locator('pr-text-editor .view-lines').first().innerText();
    expect(words.replaceAll('\u00a0', ' ')).toContain('Mine.');
    expect(new URL(editing.url()).searchParams.get('base')).toBe('3');
    expect(await axeViolations(editing)).toEqual([]);
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });

  it('is read when the page is loaded, when there is no stream', async () => {
    const { page } = fixture.watched;
    await page.route('**/snapshot/events', (route) => route.fulfill({ status: 503 }));
    await signIn(page);
    await page.locator('a.name').first().waitFor();
    await page.getByRole('button', { name: /^Server health/ }).click();
    await page.getByText('Live: off').waitFor();
  });
});

describe('two tabs on one draft', () => {
  it('do not write over each other: the second is told, and can take over', async () => {
    const { page, context } = fixture.watched;
    await signIn(page);
    const name = await createPrompt(page);
    await page.goto(editAddress(name));
    await write(page, ' First.');
    await page.getByText(/draft kept \d/).waitFor();
    const second = await context.newPage();
    await second.goto(editAddress(name));
    await second.getByText('Another tab of this browser is writing this draft').waitFor();
    expect(await axeViolations(second)).toEqual([]);
    await write(page, ' More.');
    await page.waitForFunction(() =>
      Object.values(localStorage).some((kept) => String(kept).includes('More.')),
    );
    await second.getByRole('button', { name: 'Write here instead' }).click();
    await second.locator('.view-lines', { hasText: 'More.' }).waitFor();
    await page.getByText('Another tab of this browser is writing this draft').waitFor();
    await write(second, ' Second.');
    await second.waitForFunction(() =>
      Object.values(localStorage).some((kept) => String(kept).includes('Second.')),
    );
    expect((await ask(second, 'GET', '/api/v1/auth/me')).status).toBe(200);
  });
});
