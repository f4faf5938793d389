import { address, useFixture } from './fixture';
import { axeViolations, settings, signIn } from './watched-page';

const fixture = useFixture();
const path = () => {
  const { pathname, search } = new URL(fixture.watched.page.url());
  return pathname + search;
};
/** What Monaco shows, with its hard spaces as spaces. */
const shownWords = async () => {
  const { page } = fixture.watched;
  await page.locator('.monaco-editor .view-line').first().waitFor();
  return (await page.locator('.monaco-editor .view-lines').innerText()).replaceAll('\u00a0', ' ');
};
const focusedLabel = () =>
  fixture.watched.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

describe('signing in', () => {
  it('refuses a wrong password in words, lets the right one in, and goes where the person wanted to go', async () => {
    const { page } = fixture.watched;
    await page.goto(address('/prompts?agentRole=synthesizer'));
    await page.getByRole('heading', { name: 'Sign in to Prompt Registry' }).waitFor();
    await page.getByLabel('E-mail').fill(settings.email);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail or password is wrong').waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await page.getByLabel('Password').fill(settings.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Prompts/ }).waitFor();
    expect(path()).toBe('/prompts?agentRole=synthesizer');
  });

  it('signs out, and a page then asks to sign in', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto(address('/prompts'));
    await page.getByLabel('Password').waitFor();
  });

  it('asks again when the session ends in the middle, and comes back to the same address', async () => {
    const { page, context } = fixture.watched;
    await signIn(page);
    await page.goto(fixture.promptAddress('?version=1'));
    await shownWords();
    await context.clearCookies();
    await page.getByRole('link', { name: /Version 2/ }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('E-mail').fill(settings.email);
    await page.getByLabel('Password').fill(settings.password);
    await page.keyboard.press('Enter');
    await page.getByText('Welcome').first().waitFor();
    expect(path()).toBe(`/prompts/${encodeURIComponent(fixture.name)}?version=2`);
  });
});

describe('the list', () => {
  beforeEach(() => signIn(fixture.watched.page));

  it('shows prompts in their folders, and a filter in the URL survives a reload', async () => {
    const { page } = fixture.watched;
    await page.getByRole('button', { name: /^browser_test\/ / }).waitFor();
    await page.getByRole('button', { name: 'tag', exact: true }).click();
    await page.getByRole('menuitemradio', { name: /^browser-test/ }).click();
    await page.waitForURL('**/prompts?tag=browser-test');
    await page.reload();
    await page.getByRole('button', { name: 'tag is browser-test' }).waitFor();
    await page.getByRole('link', { name: fixture.name }).waitFor();
    const names = await page
      .locator('a.name')
      .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));
    expect(names).toContain(fixture.name);
    expect(names.every((shown) => shown?.startsWith('browser_test/'))).toBe(true);
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await page.waitForURL('**/prompts');
  });

  it('is walked by j and k, opened by Enter, and searched by /', async () => {
    const { page } = fixture.watched;
    await page.locator('a.name').nth(1).waitFor();
    await page.keyboard.press('j');
    const first = await focusedLabel();
    await page.keyboard.press('j');
    expect(await focusedLabel()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focusedLabel()).toBe(first);

    await page.keyboard.press('/');
    expect(await focusedLabel()).toBe('Filter prompts');
    await page.keyboard.type(fixture.name);
    await page.waitForURL(({ searchParams }) => searchParams.get('q') === fixture.name);
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 1);
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/prompts/${encodeURIComponent(fixture.name)}`);
    await page.getByRole('heading', { name: fixture.name, level: 1 }).waitFor();
  });

  it('says when nothing matches', async () => {
    const { page } = fixture.watched;
    await page.goto(address('/prompts?q=zzqqzz'));
    await page.getByRole('heading', { name: 'No prompt matches' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('jumps to a prompt from anywhere by Ctrl K', async () => {
    const { page } = fixture.watched;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(fixture.name);
    await page.locator('[role=option][aria-selected=true]', { hasText: fixture.name }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/prompts/${encodeURIComponent(fixture.name)}`);
  });
});

describe('a prompt', () => {
  beforeEach(() => signIn(fixture.watched.page));

  it('shows its words in Monaco with the variables marked, and what it serves', async () => {
    const { page } = fixture.watched;
    await page.goto(fixture.promptAddress());
    expect(await shownWords()).toBe('Greetings, {person}! {{"not": "a variable"}}');
    expect(await page.locator('.monaco-editor .prompt-variable').allInnerTexts()).toEqual(['{person}']);
    expect(await page.locator('pr-prompt-page-header pr-label-chips').innerText()).toMatch(
      /production\s*v2[^]*latest\s*v3/,
    );
  });

  it('switches versions, keeps the choice in the URL, and goes back', async () => {
    const { page } = fixture.watched;
    await page.goto(fixture.promptAddress());
    await shownWords();
    await page.getByRole('link', { name: /Version 1/ }).click();
    await page.waitForURL('**?version=1');
    await page.locator('.view-lines', { hasText: 'Hello' }).waitFor();
    await page.reload();
    expect(await shownWords()).toBe('Hello {person}, welcome to {place}.');
    await page.getByRole('link', { name: /Version 2/ }).waitFor();
    await page.keyboard.press('k'); // the next newer version
    await page.locator('.view-lines', { hasText: 'Welcome' }).waitFor();
    expect(path()).toMatch(/\?version=2$/);
    await page.goBack();
    await page.locator('.view-lines', { hasText: 'Greetings' }).waitFor();
  });

  it('shows its configuration and a command that names the variables', async () => {
    const { page } = fixture.watched;
    await page.goto(fixture.promptAddress('?version=2'));
    await page.getByRole('link', { name: 'Config' }).click();
    await page.getByText('"temperature": 0.5').waitFor();
    expect(path()).toMatch(/show=config/);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Use' }).click();
    await page.getByText('"place": "…"').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('says so when there is no such prompt or version', async () => {
    const { page } = fixture.watched;
    await page.goto(address('/prompts/no%2Fsuch'));
    await page.getByText('PROMPT_NOT_FOUND').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto(fixture.promptAddress('?version=99'));
    await page.getByText('VERSION_NOT_FOUND').waitFor();
  });
});
