import type { Browser } from 'playwright-core';
import { axeViolations, createPrompt, launchBrowser, openPage, settings, signIn, type WatchedPage } from './watched-page';

let browser: Browser;
let watched: WatchedPage;
/** A prompt with three versions. */
let name: string;

const address = (path: string) => settings.url + path;
const promptAddress = (query = '') => address(`/prompts/${encodeURIComponent(name)}${query}`);
const path = () => {
  const { pathname, search } = new URL(watched.page.url());
  return pathname + search;
};
/** What Monaco shows, with its hard spaces as spaces. */
const shownWords = async () => {
  await watched.page.locator('.monaco-editor .view-line').first().waitFor();
  return (await watched.page.locator('.monaco-editor .view-lines').innerText()).replaceAll('\u00a0', ' ');
};
const focusedText = () => watched.page.evaluate(() => document.activeElement?.textContent?.trim());
const focusedLabel = () => watched.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

beforeAll(async () => {
  browser = await launchBrowser();
  const { page, context } = await openPage(browser);
  await signIn(page);
  name = await createPrompt(page);
  await context.close();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  watched = await openPage(browser);
});
afterEach(async () => {
  const { context, complaints } = watched;
  await context.close();
  expect(complaints).toEqual([]);
});

describe('signing in', () => {
  it('refuses a wrong password in words, lets the right one in, and goes where the person wanted to go', async () => {
    const { page } = watched;
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
    const { page } = watched;
    await signIn(page);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto(address('/prompts'));
    await page.getByLabel('Password').waitFor();
  });

  it('asks again when the session ends in the middle, and comes back to the same address', async () => {
    const { page, context } = watched;
    await signIn(page);
    await page.goto(promptAddress('?version=1'));
    await shownWords();
    await context.clearCookies();
    await page.getByRole('link', { name: /Version 2/ }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('E-mail').fill(settings.email);
    await page.getByLabel('Password').fill(settings.password);
    await page.keyboard.press('Enter');
    await page.getByText('Welcome').first().waitFor();
    expect(path()).toBe(`/prompts/${encodeURIComponent(name)}?version=2`);
  });
});

describe('the list', () => {
  beforeEach(() => signIn(watched.page));

  it('shows prompts in their folders, and a filter in the URL survives a reload', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: /^browser_test\// }).waitFor();
    await page.getByRole('button', { name: 'tag', exact: true }).click();
    await page.getByRole('menuitemradio', { name: /^browser-test/ }).click();
    await page.waitForURL('**/prompts?tag=browser-test');
    await page.reload();
    await page.getByRole('button', { name: 'tag is browser-test' }).waitFor();
    await page.getByRole('link', { name }).waitFor();
    const names = await page.locator('a.name').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));
    expect(names).toContain(name);
    expect(names.every((shown) => shown?.startsWith('browser_test/'))).toBe(true);
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await page.waitForURL('**/prompts');
  });

  it('is walked by j and k, opened by Enter, and searched by /', async () => {
    const { page } = watched;
    await page.locator('a.name').nth(1).waitFor();
    await page.keyboard.press('j');
    const first = await focusedLabel();
    await page.keyboard.press('j');
    expect(await focusedLabel()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focusedLabel()).toBe(first);

    await page.keyboard.press('/');
    expect(await focusedLabel()).toBe('Filter prompts');
    await page.keyboard.type(name);
    await page.waitForURL(/[?&]q=/);
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 1);
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/prompts/${encodeURIComponent(name)}`);
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  });

  it('says when nothing matches', async () => {
    const { page } = watched;
    await page.goto(address('/prompts?q=zzqqzz'));
    await page.getByRole('heading', { name: 'No prompt matches' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('jumps to a prompt from anywhere by Ctrl K', async () => {
    const { page } = watched;
    await page.keyboard.press('Control+k');
    await page.keyboard.type(name);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/prompts/${encodeURIComponent(name)}`);
  });
});

describe('a prompt', () => {
  beforeEach(() => signIn(watched.page));

  it('shows its words in Monaco with the variables marked, and what it serves', async () => {
    const { page } = watched;
    await page.goto(promptAddress());
    expect(await shownWords()).toBe('Greetings, {person}! {{"not": "a variable"}}');
    expect(await page.locator('.monaco-editor .prompt-variable').allInnerTexts()).toEqual(['{person}']);
    expect(await page.locator('header pr-label-chips').innerText()).toMatch(/production\s*v2[^]*latest\s*v3/);
  });

  it('switches versions, keeps the choice in the URL, and goes back', async () => {
    const { page } = watched;
    await page.goto(promptAddress());
    await shownWords();
    await page.getByRole('link', { name: /Version 1/ }).click();
    await page.waitForURL('**?version=1');
    await page.locator('.view-lines', { hasText: 'Hello' }).waitFor();
    await page.reload();
    expect(await shownWords()).toBe('Hello {person}, welcome to {place}.');
    await page.keyboard.press('k'); // the next newer version
    await page.locator('.view-lines', { hasText: 'Welcome' }).waitFor();
    expect(path()).toMatch(/\?version=2$/);
    await page.goBack();
    await page.locator('.view-lines', { hasText: 'Greetings' }).waitFor();
  });

  it('shows its configuration and a command that names the variables', async () => {
    const { page } = watched;
    await page.goto(promptAddress('?version=2'));
    await page.getByRole('tab', { name: 'Config' }).click();
    await page.getByText('"temperature": 0.5').waitFor();
    expect(path()).toMatch(/tab=config/);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Use' }).click();
    await page.getByText('"place": "…"').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('says so when there is no such prompt or version', async () => {
    const { page } = watched;
    await page.goto(address('/prompts/no%2Fsuch'));
    await page.getByText('PROMPT_NOT_FOUND').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto(promptAddress('?version=99'));
    await page.getByText('VERSION_NOT_FOUND').waitFor();
  });
});

describe('the look', () => {
  const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

  it('turns dark by choice, and stays so after a reload', async () => {
    const { page } = watched;
    await signIn(page);
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    const isDark = () => getComputedStyle(document.body).backgroundColor === 'rgb(15, 20, 29)';
    await page.waitForFunction(isDark);
    await page.reload({ waitUntil: 'commit' });
    await page.locator('pr-root').waitFor({ state: 'attached' });
    expect(await page.evaluate(isDark)).toBe(true); // before Angular runs: no flash of the other theme
  });

  it.each(['wide', 'narrow'] as const)('breaks no rule of accessibility in either theme and fits, %s', async (size) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context, complaints } = await openPage(browser, { viewport: sizes[size], colorScheme });
      await page.goto(address('/sign-in'));
      await page.getByLabel('Password').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await signIn(page);
      await page.locator('a.name').first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.goto(promptAddress());
      await page.locator('.monaco-editor .prompt-variable').first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect({ tooWide, complaints }).toEqual({ tooWide: false, complaints: [] });
      await context.close();
    }
  });

  it('has its navigation at the thumb and cards for rows on a phone', async () => {
    const { page, context, complaints } = await openPage(browser, { viewport: sizes.narrow, hasTouch: true, isMobile: true });
    await signIn(page);
    await page.locator('a.name').first().waitFor();
    const bar = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
    expect(bar?.y).toBeGreaterThan(sizes.narrow.height - 80);
    expect(await page.getByRole('columnheader').first().isVisible()).toBe(false);
    await page.goto(promptAddress());
    await page.getByRole('button', { name: 'Version 3 of 3' }).click();
    await page.getByRole('link', { name: /Version 1/ }).click();
    await page.locator('.view-lines', { hasText: 'Hello' }).waitFor();
    expect(await page.getByRole('link', { name: /Version 1/ }).isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('lets the keyboard skip the navigation', async () => {
    const { page } = watched;
    await signIn(page);
    await page.reload();
    await page.getByRole('heading', { name: /^Prompts/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focusedText()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});
