import type { Page, Route } from 'playwright-core';
import { ask, signInAs } from './as-person';
import { address, useFixture } from './fixture';
import { axeViolations, openPage, settings, signIn } from './watched-page';

const fixture = useFixture();
const unique = () => crypto.randomUUID().slice(0, 8);
const dialog = (page: Page) => page.getByRole('dialog');

describe('settings for admins', () => {
  beforeEach(() => signIn(fixture.watched.page));

  it('add a person, whose generated password is shown once and lets them in as a viewer who sees why not more', async () => {
    const { page } = fixture.watched;
    const email = `vera_${unique()}@example.com`;
    await page.goto(address('/settings/people'));
    await page.getByRole('button', { name: 'Add a person' }).click();
    await dialog(page).getByLabel('E-mail').fill('no address');
    await dialog(page).getByRole('button', { name: 'Add person' }).click();
    await dialog(page).getByText('E-mail must be an e-mail address.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
    expect(await axeViolations(page)).toEqual([]);
    await dialog(page).getByLabel('E-mail').fill(email);
    await dialog(page).getByLabel('Name').fill('Vera');
    await dialog(page).getByRole('button', { name: 'Add person' }).click();
    await dialog(page).getByText('This is the only time').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const password = await dialog(page).locator('[data-secret]').innerText();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('row', { name: email }).waitFor();

    const viewer = await openPage(fixture.browser);
    await signInAs(viewer.page, email, password);
    for (const [path, words] of [
      ['people', 'Only admins may see and change who may sign in'],
      ['api-keys', 'Only admins may see, create and revoke API keys'],
      ['audit', 'Only admins may see who changed what'],
      ['protected-labels', 'Only admins change this list'],
      ['metrics', 'Editors and admins add metrics'],
    ]) {
      await viewer.page.goto(address(`/settings/${path}`));
      await viewer.page.getByText(words ?? '').waitFor();
      expect(
        await viewer.page.getByRole('button', { name: /^(Add|Create|Protect|Release|Revoke)/ }).count(),
      ).toBe(0);
      expect(await axeViolations(viewer.page)).toEqual([]);
    }
    expect(viewer.complaints).toEqual([]);
    await viewer.context.close();
  });

  it('explain why the last admin must stay, and change nothing', async () => {
    const { page } = fixture.watched;
    const people = await ask(page, 'GET', '/api/v1/users?pageSize=200');
    const all = people.body?.['items'] as { role: string; disabled: boolean }[];
    expect(all.filter(({ role, disabled }) => role === 'admin' && !disabled)).toHaveLength(1);
    await page.goto(address('/settings/people'));
    await page
      .getByRole('row', { name: settings.email })
      .getByRole('button', { name: /^Change/ })
      .click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('This is you').waitFor();
    await question.getByRole('button', { name: /^Disable/ }).click();
    await question.getByText('is the only admin left').waitFor();
    await question.getByText('Give someone else the role admin first.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: settings.email }).getByText('allowed').waitFor();
  });

  it('create an API key that is shown once and works, and revoke it, saying who stops', async () => {
    const { page } = fixture.watched;
    const name = `agents ${unique()}`;
    await page.goto(address('/settings/api-keys'));
    await page.getByRole('button', { name: 'Create an API key' }).click();
    await dialog(page).getByRole('button', { name: 'Create key' }).click();
    await dialog(page).getByText('Name is needed').waitFor();
    await dialog(page).getByLabel('Name').fill(name);
    expect(await axeViolations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Create key' }).click();
    const key = await dialog(page).locator('[data-secret]').innerText();
    expect(await dialog(page).getByRole('region', { name: 'curl' }).innerText()).toContain(`='${key}'`);
    await dialog(page).getByRole('region', { name: 'TypeScript SDK' }).waitFor();
    await page.keyboard.press('Escape'); // not a way to lose a key
    expect(await axeViolations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'I have copied it' }).click();
    const row = page.getByRole('row', { name });
    await row.waitFor();
    expect(await page.content()).not.toContain(key);

    expect((await ask(page, 'GET', '/api/v1/auth/me', undefined, key)).body?.['scopes']).toEqual([
      'resolve',
      'record',
    ]);
    const since = new Date().toISOString();
    const report = {
      service: name,
      instanceId: 'a-1',
      sdkVersion: '0.1.0',
      revision: 1,
      stale: false,
      source: 'memory',
      since,
    };
    expect((await ask(page, 'POST', '/api/v1/consumers', report, key)).status).toBeLessThan(300);
    await page.reload();
    await row.getByRole('button', { name: `Revoke ${name}` }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText(`1 live instance of ${name}`).waitFor();
    await question.getByText(/It is in use now|It was last used/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await question.getByRole('button', { name: 'Revoke key' }).click();
    await row.getByText('revoked').waitFor();
    expect((await ask(page, 'GET', '/api/v1/auth/me', undefined, key)).status).toBe(401);
  });

  it('narrow the audit log in the URL, open an entry, and lead to its subject', async () => {
    const { page } = fixture.watched;
    await page.goto(address(`/settings/audit?subjectName=${encodeURIComponent(fixture.name)}`));
    await page.getByRole('row', { name: 'label.moved' }).waitFor();
    await page.getByLabel('Did what').fill('prompt.edited');
    await page.keyboard.press('Enter');
    await page.waitForURL(/action=prompt\.edited/);
    await page.getByRole('row', { name: 'label.moved' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: `Details of prompt.edited ${fixture.name}` }).click();
    await page.getByRole('row', { name: 'serves latest production', exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('From').fill('2999-01-01');
    await page.getByRole('heading', { name: 'No entry matches' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: fixture.name, exact: true }).click();
    await page.waitForURL(`**/prompts/${encodeURIComponent(fixture.name)}`);
  });

  it('protect a label, also before the others are there, and release it after asking', async () => {
    const { page } = fixture.watched;
    const label = `stable-${unique()}`;
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const hold = async (route: Route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    };
    await page.route('**/api/v1/protected-labels?*', hold, { times: 1 });
    await page.goto(address('/settings/protected-labels'));
    await page.getByLabel('Label to protect').fill('Latest!');
    await page.keyboard.press('Enter');
    await page.getByText('Label to protect must be').waitFor();
    await page.getByLabel('Label to protect').fill(label);
    await page.keyboard.press('Enter');
    await page.getByText(`Only admins can move “${label}” now.`).waitFor();
    answer();
    await page.getByRole('button', { name: `Release ${label}` }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: `Release ${label}` })
      .click();
    await page.getByRole('link', { name: label }).waitFor({ state: 'detached' });
  });

  it('add a metric, with what the server refuses shown at its field', async () => {
    const { page } = fixture.watched;
    const name = `time_to_${unique()}`;
    await page.goto(address('/settings/metrics'));
    await page.getByText('user_actioned', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add a metric' }).click();
    await dialog(page).getByLabel('Name').fill(name);
    await dialog(page).getByLabel('Least value').fill('10');
    await dialog(page).getByLabel('Largest value').fill('2');
    await dialog(page).getByRole('button', { name: 'Add metric' }).click();
    await dialog(page).getByText('Largest value must be greater than the minimum, 10.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog(page).getByLabel('Largest value').fill('20');
    await dialog(page).getByRole('button', { name: 'Add metric' }).click();
    expect(await page.getByRole('row', { name }).innerText()).toContain('10 to 20');
  });

  it('send again what MLflow refused', async () => {
    const { page } = fixture.watched;
    const status = {
      state: 'ok',
      depth: 3,
      oldest: null,
      lastError: 'refused',
      lastErrorAt: null,
      publicUrl: null,
      experimentName: 'prompt-registry',
    };
    const rest = {
      experimentUrl: null,
      serverVersion: '3.17.2',
      breaker: 'closed',
      deadLetters: 1,
      lastDeliveredAt: null,
      lastSyncAt: null,
      syncedUntil: null,
      lastSyncError: null,
    };
    const at = '2026-01-01T00:00:00Z';
    const letter = {
      id: '7',
      topic: 'trace',
      reference: 'abc123',
      attempts: 5,
      createdAt: at,
      deadAt: at,
      lastError: '400 INVALID',
    };
    const sent: unknown[] = [];
    await page.route('**/api/v1/mlflow', (route) =>
      route.fulfill({ json: { ...status, ...rest, deadLetters: 1 - sent.length } }),
    );
    await page.route('**/api/v1/mlflow/dead-letters?*', (route) =>
      route.fulfill({ json: { items: [letter], total: 1, page: 1, pageSize: 50 } }),
    );
    await page.route('**/api/v1/mlflow/redrive', (route) => {
      sent.push(route.request().postDataJSON());
      return route.fulfill({ json: { redriven: 1 } });
    });
    await page.goto(address('/settings/health'));
    await page.getByText('400 INVALID').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send again: abc123' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('400 INVALID').waitFor({ state: 'detached' });
    expect(sent).toEqual([{ ids: ['7'] }]);
  });
});
