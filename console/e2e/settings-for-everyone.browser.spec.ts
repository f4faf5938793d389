import { ask, signInAs } from './as-person';
import { address, useFixture } from './fixture';
import { axeViolations, openPage, signIn } from './watched-page';

const fixture = useFixture();
const unique = () => crypto.randomUUID().slice(0, 8);

describe('settings for everyone', () => {
  it('change the own password after the right one was given, and choose a theme', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const [email, former, next] = [
      `edda_${unique()}@example.com`,
      'a password made of words',
      'other words for a password',
    ];
    const body = { email, name: 'Edda', role: 'editor', password: former };
    expect((await ask(page, 'POST', '/api/v1/users', body)).status).toBe(201);
    const { page: own, context, complaints } = await openPage(fixture.browser);
    await signInAs(own, email, former);
    await own.getByRole('link', { name: 'Settings' }).click();
    await own.waitForURL('**/settings/account');
    const change = async (current: string) => {
      await own.getByLabel('Current password').fill(current);
      await own.getByLabel('New password', { exact: true }).fill(next);
      await own.keyboard.press('Enter');
    };
    await change('not the password');
    await own.getByText('Current password is not the password.').waitFor();
    await change(former);
    await own.getByText('Your password is changed').waitFor();
    expect(await own.getByLabel('Current password').inputValue()).toBe('');
    await own.getByRole('radio', { name: 'Dark' }).check();
    await own.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await own.getByRole('button', { name: 'Sign out' }).click();
    await own.waitForURL('**/sign-in');
    await signInAs(own, email, next);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('show agents as they are, and keep up by themselves', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const agent = (instanceId: string, more: object) => ({
      service: 'analyst',
      instanceId,
      sdkVersion: '0.1.0',
      revision: 9,
      behind: 0,
      stale: false,
      source: 'memory',
      since: '2026-01-01T00:00:00Z',
      lastSeenAt: '2026-01-01T00:00:00Z',
      keyName: 'agents',
      ...more,
    });
    const items = [
      agent('a', {}),
      agent('b', { behind: 2, revision: 7 }),
      agent('c', { stale: true }),
      agent('d', { source: 'prompt_files' }),
    ];
    await page.route('**/api/v1/consumers?*', (route) =>
      route.fulfill({ json: { items, total: items.length, page: 1, pageSize: 100 } }),
    );
    await page.clock.install();
    await page.goto(address('/settings/consumers'));
    for (const words of ['in step', 'behind', 'stale', 'on file fallback'])
      await page.getByRole('cell', { name: words }).first().waitFor();
    await page.getByText('Not in step: 1 behind, 1 stale, 1 on file fallback.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    items.splice(1, 3);
    await page.clock.fastForward(11_000);
    await page.getByText('All are in step.').waitFor();
  });

  it('break no rule of accessibility and fit, in either theme', async () => {
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      const { page, context, complaints } = await openPage(fixture.browser, {
        colorScheme,
        viewport: { width, height: 844 },
      });
      await signIn(page);
      for (const path of [
        'account',
        'people',
        'api-keys',
        'audit',
        'consumers',
        'health',
        'protected-labels',
        'metrics',
      ]) {
        await page.goto(address(`/settings/${path}`));
        await page.locator('h1').waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
        const { violations, tooWide } = {
          violations: await axeViolations(page),
          tooWide: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
        };
        expect({ path, violations, tooWide }).toEqual({ path, violations: [], tooWide: false });
        expect(await page.locator('pr-settings nav a.active').isVisible()).toBe(true);
      }
      expect(complaints).toEqual([]);
      await context.close();
    }
  });
});
