import type { Page, Route } from 'playwright-core';
import { useFixture } from './fixture';
import { axeViolations, signIn } from './watched-page';

const fixture = useFixture();
const path = () => new URL(fixture.watched.page.url()).pathname;

describe('a page whose code does not come', () => {
  const notice = (page: Page) => page.getByRole('alert').filter({ hasText: 'The page could not be loaded' });
  const open = (page: Page) =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Traces' }).click();
  const opened = (page: Page) => page.getByRole('heading', { level: 1, name: 'Traces' }).waitFor();

  beforeEach(() => signIn(fixture.watched.page));
  // The browser says of every request that it failed, and the console of the import.
  afterEach(() => {
    const { complaints } = fixture.watched;
    const others = complaints.filter((text) => !/Failed to (load resource|fetch)|net::ERR/.test(text));
    complaints.splice(0, complaints.length, ...others);
  });

  it('is said to be missing while the server is away, and comes with the next click', async () => {
    const { page } = fixture.watched;
    await page.route('**/*', (route) => route.abort());
    await open(page);
    await notice(page).getByText('The server does not answer, so /traces has to wait.').waitFor();
    expect(path()).toBe('/prompts');
    await page.getByText(/Agents go on with their last snapshot/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await notice(page).getByRole('button', { name: 'Try again' }).click();
    await notice(page).getByText('has to wait').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await open(page);
    await opened(page);
    await notice(page).waitFor({ state: 'detached' });
  });

  it('is loaded anew, once, when a release has replaced it', async () => {
    const { page } = fixture.watched;
    let starts = 0;
    page.on('request', (request) => (starts += request.isNavigationRequest() ? 1 : 0));
    const gone = new Set<string>();
    let isReleased = false;
    const serve = (route: Route) => {
      const url = route.request().url();
      if (starts === 0) gone.add(url);
      return starts === 0 || (!isReleased && gone.has(url))
        ? route.fulfill({ status: 404, json: { code: 'NOT_FOUND', title: 'There is no such thing' } })
        : route.continue();
    };
    await page.route('**/*.js', serve);
    await open(page);
    // What the new release lacks as well is not asked for again and again.
    await notice(page).getByText('The server answers, but not with /traces').waitFor();
    expect([path(), starts, gone.size > 0]).toEqual(['/traces', 1, true]);
    isReleased = true;
    await notice(page).getByRole('button', { name: 'Try again' }).click();
    await opened(page);
    await page.unrouteAll({ behavior: 'wait' });
  });
});
