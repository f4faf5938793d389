import type { Page } from 'playwright-core';
import { address, useFixture } from './fixture';
import { axeViolations, createPrompt, openPage, settings, signIn } from './watched-page';

const fixture = useFixture();
const editAddress = (name: string, query = '') =>
  address(`/prompts/${encodeURIComponent(name)}/edit${query}`);
/** Waits for Monaco and puts the cursor at the end of the words. */
async function startWriting(page: Page): Promise<void> {
  await page.locator('pr-text-editor .monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+End');
}
const written = async (page: Page) =>
  (await page.locator('pr-text-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ');
const review = async (page: Page) => {
  await page.getByRole('button', { name: 'Review and save…' }).click();
  await page.getByRole('dialog').waitFor();
};
const call = (page: Page, method: string, path: string, body: object, headers: Record<string, string> = {}) =>
  page.evaluate(
    async ([to, how, what, more]) => {
      const response = await fetch(`/api/v1${to}`, {
        method: how,
        headers: { 'content-type': 'application/json', ...more },
        body: JSON.stringify(what),
      });
      return response.status;
    },
    [path, method, body, headers] as const,
  );
/** A prompt that nothing else in this file touches. */
async function ownPrompt(page: Page): Promise<string> {
  await signIn(page);
  return createPrompt(page);
}

describe('the editor', () => {
  it('completes variables, marks problems, keeps the draft over a reload, and saves what the review says', async () => {
    const { page } = fixture.watched;
    const name = await ownPrompt(page);
    await page.goto(editAddress(name));
    await page.waitForURL('**/edit?base=3');
    await startWriting(page);
    await page.keyboard.type(' From {');
    await page.getByText('A single { is not text').waitFor();
    await page.locator('.suggest-widget.visible').getByText('{person}').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(' in {town}.');
    await page.getByText('“town” is new').waitFor();
    await page.getByLabel('person').fill('Ada');
    await page.getByRole('region', { name: 'Finished words' }).getByText('From Ada in {town}.').waitFor();
    await page.getByText(/draft kept \d/).waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await page.reload();
    await page.getByText('Your draft is back').waitFor();
    await page.locator('.monaco-editor .prompt-variable').first().waitFor();
    expect(await written(page)).toContain('From {person} in {town}.');
    await review(page);
    await page.getByLabel('Message').fill('Say from where');
    await page.getByText('latest 3 → 4').waitFor();
    await page.getByText('Served stays version 2').waitFor();
    await page.getByRole('button', { name: 'Save version 4', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: /production/ }).check();
    await page.getByText('Served changes from version 2 to version 4').waitFor();
    await page.locator('pr-diff-view .view-line').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save version 4 and move production 2 → 4' }).click();
    await page.waitForURL('**?version=4');
    await page.getByText('Saved version 4 and moved production 2 → 4').waitFor();
    await page.locator('pr-prompt-page-header pr-label-chips').getByText('v4').first().waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.waitForURL('**/edit?base=4');
    await page.getByText('no changes').waitFor();
  });

  it('says that nothing would change, and brings a discarded draft back', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.goto(editAddress(fixture.name));
    await page.locator('.monaco-editor .prompt-variable').first().waitFor();
    await review(page);
    await page.getByRole('heading', { name: /Nothing to save/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Nothing to save' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await startWriting(page);
    await page.keyboard.type(' Once more.');
    await page.getByRole('button', { name: 'Discard draft' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.view-lines', { hasText: 'Once more.' }).waitFor();
  });

  it('goes to the first problem instead of the review, also in the configuration', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.goto(editAddress(fixture.name, '?section=config'));
    await startWriting(page);
    await page.keyboard.type(',');
    await page.getByRole('tab', { name: 'Words' }).click();
    await page.getByText(/This is not JSON/).waitFor();
    await page.getByRole('button', { name: 'Review and save…' }).click();
    await page.waitForURL('**section=config**');
    await page.waitForFunction(() => document.activeElement?.closest('.monaco-editor') !== null);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('fills the variables from a recorded use, or says why it cannot', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.route(/traces[?]/, (route) =>
      route.fulfill({
        json: {
          nextCursor: null,
          items: ['a', 'b'].map((id) => ({
            id,
            promptVersion: 3,
            agent: id,
            startedAt: new Date().toISOString(),
          })),
        },
      }),
    );
    await page.route('**/api/v1/traces/a', (route) =>
      route.fulfill({ json: { previews: { variables: { person: 7 } } } }),
    );
    await page.route('**/api/v1/traces/b', (route) => route.fulfill({ json: { previews: null } }));
    await page.goto(editAddress(fixture.name));
    await page.getByRole('button', { name: 'Fill from a recorded use' }).click();
    await page.getByRole('menuitem', { name: /version 3 · a/ }).click();
    await page.getByText('Filled 1 of 1').waitFor();
    await page.getByRole('region', { name: 'Finished words' }).getByText('Greetings, 7!').waitFor();
    await page.getByRole('button', { name: 'Fill from a recorded use' }).click();
    await page.getByRole('menuitem', { name: /version 3 · b/ }).click();
    await page.getByText('TRACE_PREVIEWS=true').waitFor();
  });
});

describe('a draft is never lost', () => {
  it('when somebody else saves first: both changes are shown, and go on together', async () => {
    const { page } = fixture.watched;
    const name = await ownPrompt(page);
    const path = `/prompts/${encodeURIComponent(name)}`;
    const long = [...'abcdefgh'].map((letter) => `Line ${letter} for {person}.`).join('\n');
    expect(await call(page, 'PUT', path, { content: long }, { 'if-match': '*' })).toBe(200);
    await page.goto(editAddress(name));
    await startWriting(page);
    await page.keyboard.type('\nMine.');
    await review(page);
    await page.getByLabel('Message').fill('My reason');

    const other = await openPage(fixture.browser);
    await signIn(other.page);
    await other.page.goto(editAddress(name));
    await other.page.locator('pr-text-editor .view-line').first().click();
    await other.page.keyboard.press('Control+Home');
    await other.page.keyboard.type('Theirs.\n');
    await review(other.page);
    await other.page.getByRole('button', { name: 'Save version 5' }).click();
    await other.page.waitForURL('**?version=5');
    expect(other.complaints).toEqual([]);
    await other.context.close();

    await page.getByRole('button', { name: 'Save version 5' }).click();
    await page.getByRole('heading', { name: 'Version 5 was saved while you wrote' }).waitFor();
    await page.locator('pr-diff-view .view-line').nth(2).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.getByRole('radio', { name: /Both changes/ }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Continue on version 5' }).click();
    await page.waitForURL('**/edit?base=5');
    await page.locator('pr-text-editor .view-lines', { hasText: 'Theirs.' }).waitFor();
    expect(await written(page)).toMatch(/^Theirs\.[^]*Mine\.$/);
    await review(page);
    expect(await page.getByLabel('Message').inputValue()).toBe('My reason');
    await page.getByRole('button', { name: 'Save version 6' }).click();
    await page.waitForURL('**?version=6');
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft:'))),
    ).toEqual([]);
  });

  it('when the session ends in the middle', async () => {
    const { page, context } = fixture.watched;
    await signIn(page);
    await page.goto(editAddress(fixture.name));
    await startWriting(page);
    await page.keyboard.type(' Unsaved.');
    await review(page);
    await page.getByLabel('Message').fill('Half a reason');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save version 4' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByLabel('E-mail').fill(settings.email);
    await page.getByLabel('Password').fill(settings.password);
    await page.keyboard.press('Enter');
    await page.getByText('Your draft is back').waitFor();
    await page.locator('.view-lines', { hasText: 'Unsaved.' }).waitFor();
    await review(page);
    expect(await page.getByLabel('Message').inputValue()).toBe('Half a reason');
  });
});

describe('a chat prompt', () => {
  it('is created, refused where its name is taken, put in order by keyboard, and copied', async () => {
    const { page } = fixture.watched;
    const taken = fixture.name;
    await signIn(page);
    const name = `${taken}_chat`; // a name of its own in every run, as the fixture's is
    await page.getByRole('link', { name: 'New prompt' }).click();
    await page.getByRole('button', { name: 'Create prompt' }).click();
    await page.getByText('Name is needed').waitFor();
    await page.getByLabel('Name', { exact: true }).fill(taken);
    await page.getByLabel('Tags').fill('browser-test, chat');
    await page.getByRole('radio', { name: 'Chat messages' }).click();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.type('Be {{kind}}.');
    await page.getByLabel('Template format').selectOption('mustache');
    await page.getByRole('button', { name: 'Add placeholder' }).click();
    await page.getByRole('button', { name: 'Move message 2 up' }).click();
    await page.waitForFunction(
      () => document.activeElement?.getAttribute('aria-label') === 'Move message 1 down',
    );
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create prompt' }).click();
    await page.getByText(/^Name is refused/).waitFor();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Create prompt' }).click();
    await page.waitForURL(`**/prompts/${encodeURIComponent(name)}`);
    await page.getByText('messages of history go here').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { name: `Copy of ${name}` }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(`${name}_copy`);
    await page.locator('.prompt-variable', { hasText: '{{kind}}' }).first().waitFor();
  });
});

describe('who may only read', () => {
  it('is offered nothing to write, and told who can change that', async () => {
    const { page } = fixture.watched;
    const { name } = fixture;
    await signIn(page);
    await page.route('**/api/v1/auth/me', async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        json: { ...(await response.json()), role: 'viewer', scopes: ['read'] },
      });
    });
    await page.goto(address('/prompts'));
    await page.locator('a.name').first().waitFor();
    expect(await page.getByRole('link', { name: 'New prompt' }).count()).toBe(0);
    await page.goto(address(`/prompts/${encodeURIComponent(name)}`));
    await page.locator('.prompt-variable').first().waitFor();
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
    await page.goto(editAddress(name));
    await page.getByText('An admin can give you the role editor').waitFor();
  });
});
