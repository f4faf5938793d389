import { ask } from './as-person';
import { computingMs } from './computing-time';
import { useFixture } from './fixture';
import { createOwn, promptPage, publishMany, tell } from './prompt-page-scene';
import { axeViolations, signIn } from './watched-page';

const fixture = useFixture();
const page = () => fixture.watched.page;
const search = () => new URL(page().url()).search;
const timeline = () => page().getByRole('list', { name: 'Versions, newest first' });
const versions = () => timeline().locator('a.version strong').allTextContents();
const noticed = (words: string) => page().locator('mat-snack-bar-container', { hasText: words });
const undo = () => page().getByRole('button', { name: 'Undo' }).click();
/** Waits until the comparison is drawn, which the URL is ahead of. */
const comparedWith = (version: string) =>
  page()
    .getByLabel('Version before')
    .locator(`option:checked[value="${version}"]`)
    .waitFor({ state: 'attached' });
/** Where a label of the page's prompt points, by the API. */
const labelOf = async (name: string, label: string) =>
  (await ask(page(), 'GET', `/api/v1/prompts/${encodeURIComponent(name)}/labels/${label}`)).body?.['version'];

beforeEach(() => signIn(page()));

describe('the timeline', () => {
  it('is searched, walked by arrows, and stays quick with 300 versions', async () => {
    const shows = (count: number) =>
      page().waitForFunction((many) => document.querySelectorAll('a.version').length === many, count);
    const name = await createOwn(page(), { content: 'Words of 1 for {x}' });
    await publishMany(page(), name, 2, 300);
    await tell(page(), 'PUT', name, '/labels/production', { version: 150 });
    await page().goto(promptPage(name, '?version=140'));
    await shows(300);
    await timeline().locator('[aria-current]').waitFor();
    await page().waitForFunction(() => {
      const current = document.querySelector('a.version[aria-current]');
      return current !== null && current.getBoundingClientRect().top < innerHeight;
    });

    const field = page().getByRole('searchbox', { name: 'Search the versions' });
    await field.fill('production');
    await shows(1);
    expect(await versions()).toEqual(['Version 150']);
    await field.fill('Change 29');
    await shows(13); // 29, 129, 229 and 290 to 299
    const computed = await computingMs(page(), async () => {
      await field.press('ArrowDown');
      for (const [at, key] of [
        [299, 'ArrowDown'],
        [298, 'End'],
      ] as const) {
        await timeline()
          .locator('a:focus', { hasText: `Version ${at}` })
          .waitFor();
        await page().keyboard.press(key);
      }
      await page().waitForURL(/version=29(&|$)/);
    });
    expect(computed).toBeLessThan(2_000);
    await page().locator('.view-lines', { hasText: 'Words of 29 for' }).waitFor();
    await page().getByRole('searchbox', { name: 'Search the versions' }).fill('no such version');
    await page().getByRole('button', { name: 'Show all 300' }).click();
    await shows(300);
    expect(await axeViolations(page())).toEqual([]);
  });
});

describe('a comparison', () => {
  it('is picked in the timeline, keeps both versions in the URL, and is walked by keys', async () => {
    await page().goto(fixture.promptAddress());
    await page().getByRole('link', { name: 'Compare 1 with 3' }).click();
    await page().waitForURL(/tab=diff.*left=1.*right=3/);
    await page().getByText('+1').first().waitFor();
    await page().reload();
    await page()
      .getByRole('status')
      .filter({ hasText: /^\s*\d changes?\s*$/ })
      .waitFor();
    await comparedWith('1');
    await page().locator('.chip', { hasText: '− {place}' }).waitFor();
    await page().keyboard.press('n');
    await page()
      .getByRole('status')
      .filter({ hasText: /1 of \d/ })
      .waitFor();
    await page().locator('.current-change').first().waitFor();
    await page().keyboard.press('p');
    await page().keyboard.press('s');
    await page().waitForURL(/left=3.*right=1/);
    await page().locator('.chip', { hasText: '+ {place}' }).waitFor();
    await page().getByRole('link', { name: 'Side by side' }).click();
    await page().waitForURL(/layout=split/);
    expect(await axeViolations(page())).toEqual([]);
  });

  it('is against production by default, and against the version before', async () => {
    await page().goto(fixture.promptAddress());
    await page().locator('.monaco-editor .view-line').first().waitFor();
    await page().keyboard.press('c');
    await page().waitForURL(/left=2&right=3/);
    await comparedWith('2');
    await timeline()
      .getByRole('link', { name: /^Version 2/ })
      .click();
    await page().waitForURL((url) => url.searchParams.get('right') === '2');
    await comparedWith('1');
    await page().getByRole('link', { name: 'against previous' }).waitFor();
  });
});

describe('labels', () => {
  it('are created and moved at once, with an undo', async () => {
    const name = await createOwn(page(), { content: 'One {x}' });
    await publishMany(page(), name, 2, 3);
    await page().goto(promptPage(name, '?version=2'));
    await page().getByRole('button', { name: 'Labels of version 2' }).click();
    const box = page().getByRole('searchbox', { name: 'Find or create a label' });
    await box.fill('No Label');
    await page().getByText('A label is 1 to 64').waitFor();
    await box.fill('canary-page');
    expect(await axeViolations(page())).toEqual([]);
    await page().keyboard.press('Enter');
    await noticed('Set canary-page to 2').waitFor();
    await timeline().locator('li', { hasText: 'canary-page' }).waitFor();
    await undo();
    await noticed('Removed canary-page again').waitFor();
    await timeline().locator('li', { hasText: 'canary-page' }).waitFor({ state: 'detached' });
  });

  it('promote what is served only after saying what it does, and take it back', async () => {
    const name = await createOwn(page(), {
      content: 'One {x}',
      labels: ['production'],
      serves: 'production',
    });
    await publishMany(page(), name, 2, 2);
    await page().goto(promptPage(name));
    await page().getByRole('button', { name: 'Labels of version 2' }).click();
    await page().getByRole('button', { name: 'Move production 1 → 2' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByText('Served changes from version 1 to version 2, at once').waitFor();
    await dialog.locator('.monaco-diff-editor').waitFor();
    expect(await axeViolations(page())).toEqual([]);
    await dialog.getByLabel('Reason').fill('Reviewed');
    await dialog.getByRole('button', { name: 'Move production 1 → 2' }).click();
    await noticed('Moved production 1 → 2').waitFor();
    expect(await labelOf(name, 'production')).toBe(2);
    await undo();
    await noticed('production is at 1 again').waitFor();
    expect(await labelOf(name, 'production')).toBe(1);

    await page().getByRole('tab', { name: 'History' }).click();
    const moves = page().getByRole('list', { name: 'History, newest first' }).locator('li');
    await moves.filter({ hasText: 'Moved production 2 → 1' }).waitFor();
    expect(await moves.filter({ hasText: 'Moved production 1 → 2' }).innerText()).toMatch(/Reviewed/);
    await page().getByRole('table', { name: 'Audit log of this prompt' }).waitFor();
    expect(await axeViolations(page())).toEqual([]);
  });
});

describe('a rollback', () => {
  it('brings words back as the newest version, and the undo brings back what was there', async () => {
    const name = await createOwn(page(), { content: 'One {x}' });
    await publishMany(page(), name, 2, 2);
    await page().goto(promptPage(name, '?version=1'));
    await timeline().getByRole('button', { name: 'Roll back to version 1' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByText('Served changes from version 2 to version 3').waitFor();
    await dialog.getByLabel('Reason').fill('The new one was too long');
    await dialog.getByRole('button', { name: 'Save the words of 1 as version 3' }).click();
    await noticed('Version 3 has the words of 1').waitFor();
    await timeline().locator('li', { hasText: 'The new one was too long' }).waitFor();
    await undo();
    await noticed('Version 4 has the words of 2 again').waitFor();
    await timeline()
      .getByRole('link', { name: /^Version 4.*of 2/ })
      .waitFor();
    expect(search()).toBe('?version=1');
  });
});

describe('a comparison', () => {
  it('that is left before it is made is let go of without a word', async () => {
    const name = await createOwn(page(), { content: 'One {x}' });
    await publishMany(page(), name, 2, 2);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page().route('**/editor.worker*', async (route) => {
      await held;
      await route.continue();
    });
    await page().goto(promptPage(name, '?version=1'));
    await timeline().getByRole('button', { name: 'Roll back to version 1' }).click();
    await page().getByRole('dialog').locator('.monaco-diff-editor').waitFor();
    const asked = page().waitForResponse(/editor\.worker/);
    await page().keyboard.press('Escape');
    await page().locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    release();
    await asked;
    // The worker answers an editor that is there: what it has to say of the other one was said before.
    await page().goto(promptPage(name, '?tab=diff&left=1&right=2'));
    await page().locator('.monaco-diff-editor .char-insert').first().waitFor();
  });
});
