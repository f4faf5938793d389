import { address, useFixture } from './fixture';
import { axeViolations, openPage, signIn } from './watched-page';

const fixture = useFixture();
const focusedText = () => fixture.watched.page.evaluate(() => document.activeElement?.textContent?.trim());

describe('when something is away', () => {
  it('tells of an outage, says what is safe, and comes back by itself', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const outage = {
      title: 'The database does not answer',
      code: 'DATABASE_UNAVAILABLE',
      detail: '',
      requestId: 'r-1',
    };
    await page.route('**/health/ready', (route) => route.fulfill({ json: { status: 'degraded' } }));
    await page.route('**/api/v1/prompts?*', (route) => route.fulfill({ status: 503, json: outage }));
    await page.reload();
    await page.getByText('DATABASE_UNAVAILABLE').waitFor();
    await page.getByText('changes are refused until it is back').waitFor();
    await page.getByRole('button', { name: 'Server health: degraded' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.unroute('**/health/ready');
    await page.unroute('**/api/v1/prompts?*');
    await page.locator('a.name').first().waitFor();
    expect(await page.getByText('DATABASE_UNAVAILABLE').count()).toBe(0);
  });

  it('says on every page that a demonstration is one, and what its clock shows', async () => {
    const { page } = fixture.watched;
    const healthWith = (runsSince: Date | null) =>
      page.route('**/health/ready', (route) =>
        route.fulfill({
          json: { status: 'ok', demo: { from: '2026-01-17T09:30:00Z', runsSince, speed: 20_000 } },
        }),
      );
    await healthWith(null);
    await signIn(page);
    const banner = page.getByRole('note', { name: 'Demonstration' });
    await banner.getByText('runs 20,000 times as fast and shows 17 Jan 2026').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.unroute('**/health/ready');
    await healthWith(new Date('2026-01-18T09:30:00Z'));
    await page.goto(address('/settings/account'));
    await banner.getByText('has caught up with the real time').waitFor();
    await page.unroute('**/health/ready');
    await page.reload();
    await page.getByRole('button', { name: 'Server health: ok' }).waitFor();
    expect(await banner.count()).toBe(0);
  });

  it('shows the words also when the editor does not arrive', async () => {
    const { page, context } = await openPage(fixture.browser); // the browser rightly complains about the missing file
    await signIn(page);
    await page.route('**/editor.main.js', (route) => route.abort());
    await page.goto(fixture.promptAddress('?version=1'));
    const words = page.getByRole('region', { name: 'The words of version 1' });
    await words.waitFor();
    expect((await words.innerText()).trim()).toBe('Hello {person}, welcome to {place}.');
    expect(await words.locator('.prompt-variable').allInnerTexts()).toEqual(['{person}', '{place}']);
    await context.close();
  });
});

describe('the look', () => {
  const DARK = 'rgb(15, 20, 29)';
  const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

  it('turns dark by choice, and stays so after a reload', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.waitForFunction((dark) => getComputedStyle(document.body).backgroundColor === dark, DARK);
    await page.reload({ waitUntil: 'commit' });
    await page.locator('pr-root').waitFor({ state: 'attached' });
    // Before Angular runs: no flash of the other theme. Nothing is painted before the styles are there.
    const firstColour = () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => resolve(getComputedStyle(document.body).backgroundColor)),
      );
    expect(await page.evaluate(firstColour)).toBe(DARK);
  });

  it.each(['wide', 'narrow'] as const)(
    'breaks no rule of accessibility in either theme and fits, %s',
    async (size) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, context, complaints } = await openPage(fixture.browser, {
          viewport: sizes[size],
          colorScheme,
        });
        await page.goto(address('/sign-in'));
        await page.getByLabel('Password').waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await signIn(page);
        await page.locator('a.name').first().waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await page.goto(fixture.promptAddress());
        await page.locator('.monaco-editor .prompt-variable').first().waitFor();
        expect(await axeViolations(page)).toEqual([]);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect({ tooWide, complaints }).toEqual({ tooWide: false, complaints: [] });
        await context.close();
      }
    },
  );

  it('shows names whole between a phone and a desk, where columns are short of room', async () => {
    const { page, context, complaints } = await openPage(fixture.browser, {
      viewport: { width: 720, height: 450 },
    });
    await signIn(page);
    const width = async () => (await page.locator('td:has(.name)').first().boundingBox())?.width ?? 0;
    expect(await width()).toBeGreaterThan(100);
    await page.goto(address('/settings/metrics'));
    await page.getByText('architect_satisfaction').first().waitFor();
    expect(await width()).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('has its navigation at the thumb and cards for rows on a phone', async () => {
    const { page, context, complaints } = await openPage(fixture.browser, {
      viewport: sizes.narrow,
      hasTouch: true,
      isMobile: true,
    });
    await signIn(page);
    await page.locator('a.name').first().waitFor();
    const bar = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
    expect(bar?.y).toBeGreaterThan(sizes.narrow.height - 80);
    expect(await page.getByRole('columnheader').first().isVisible()).toBe(false);
    await page.goto(fixture.promptAddress());
    await page.getByRole('button', { name: 'Version 3 of 3' }).click();
    await page.getByRole('link', { name: /Version 1/ }).click();
    await page.locator('.view-lines', { hasText: 'Hello' }).waitFor();
    expect(await page.getByRole('link', { name: /Version 1/ }).isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('lets the keyboard skip the navigation', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.reload();
    await page.getByRole('heading', { name: /^Prompts/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focusedText()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});
