import type { Browser, Page } from 'playwright-core';
import { createPrompt, launchBrowser, openPage, settings, signIn, type WatchedPage } from './watched-page';

/** What each browser test starts with; filled before it runs. */
export interface Fixture {
  browser: Browser;
  /** A fresh page; whatever it complains of fails the test. */
  watched: WatchedPage;
  /** A prompt with three versions, of which `production` is the second and is served. */
  name: string;
  /** The prompt's address. */
  promptAddress(query?: string): string;
}

/** Registers the set-up of a file of browser tests. */
export function useFixture(): Fixture {
  const fixture = {
    promptAddress: (query = '') => address(`/prompts/${encodeURIComponent(fixture.name)}${query}`),
  } as Fixture;
  beforeAll(async () => {
    fixture.browser = await launchBrowser();
    const { page, context } = await openPage(fixture.browser);
    await signIn(page);
    fixture.name = await createPrompt(page);
    await context.close();
  });
  afterAll(() => fixture.browser?.close());
  beforeEach(async () => {
    fixture.watched = await openPage(fixture.browser);
  });
  afterEach(async () => {
    const { page, context, complaints } = fixture.watched;
    // A handler that waits for the server's answer cannot do anything with it when the page is gone.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
    expect(complaints).toEqual([]);
  });
  return fixture;
}

/** An address of the console. */
export const address = (path: string): string => settings.url + path;

/** Goes to an address and waits until what others change is heard there: nobody tells what changed before that. */
export async function follow(page: Page, to: string): Promise<void> {
  const stream = page.waitForResponse('**/api/v1/snapshot/events');
  await page.goto(to);
  await stream;
}
