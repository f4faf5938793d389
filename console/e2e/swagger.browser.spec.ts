import type { Locator, Page } from 'playwright-core';
import { ask } from './as-person';
import { address, useFixture } from './fixture';
import { openPage, signIn } from './watched-page';

const fixture = useFixture();

/** Pastes a key as people do. */
async function authorise(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: 'Authorize', exact: true }).click();
  const dialog = page.locator('.modal-ux');
  const scheme = dialog.locator('.auth-container').filter({ hasText: '(http, Bearer)' });
  await scheme.getByRole('textbox').fill(key);
  await scheme.getByRole('button', { name: 'Apply credentials' }).click();
  await scheme.getByRole('button', { name: 'Remove authorization' }).waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
}

/** Opens an operation and sends what its form holds; answers the status and the body that Swagger UI shows. */
async function execute(page: Page, operation: string, fill?: (form: Locator) => Promise<void>) {
  const form = page.locator(`[id$="-${operation}"]`);
  await form.locator('.opblock-summary-control').click();
  await fill?.(form);
  await form.getByRole('button', { name: 'Execute' }).click();
  const answer = form.locator('.live-responses-table');
  await answer.locator('.response-col_status').nth(1).waitFor();
  const status = await answer.locator('tbody .response-col_status').first().innerText();
  const body = await answer.locator('.highlight-code').first().innerText();
  return { status: Number.parseInt(status, 10), body };
}

describe('Swagger UI', () => {
  it('tries operations with a pasted API key, and without one is refused', async () => {
    const { page: admin } = fixture.watched;
    await signIn(admin);
    const made = await ask(admin, 'POST', '/api/v1/api-keys', {
      name: 'pasted',
      scopes: ['resolve', 'read', 'write'],
    });
    const key = made.body?.['key'] as string;

    // Nobody is signed in here: only the key can let it in. Nothing leaves the origin, and the CSP holds.
    const { page, context, complaints } = await openPage(fixture.browser);
    await page.goto(address('/api/docs'));
    await page.locator('.opblock').first().waitFor();
    expect(
      await execute(page, 'listLabels', (form) => form.getByPlaceholder('id').fill(fixture.name)),
    ).toMatchObject({
      status: 401,
    });
    await authorise(page, key);

    const listed = await execute(page, 'listPrompts', (form) => form.getByPlaceholder('q').fill('greeting'));
    expect(listed.status).toBe(200);
    expect(listed.body).toContain(fixture.name);

    const body = JSON.stringify({ name: fixture.name, variables: { person: 'Ada', place: 'Paris' } });
    const resolved = await execute(page, 'resolvePrompt', (form) => form.locator('textarea').fill(body));
    expect(resolved.status).toBe(200);
    expect(resolved.body).toContain('Welcome Ada to Paris.');

    const name = `browser_test/swagger_${crypto.randomUUID().slice(0, 8)}`;
    const created = await execute(page, 'createPrompt', (form) =>
      form.locator('textarea').fill(JSON.stringify({ name, content: 'From Swagger UI.' })),
    );
    expect(created.status).toBe(201);
    const found = await ask(admin, 'GET', `/api/v1/prompts/${encodeURIComponent(name)}`);
    expect([found.status, found.body?.['name']]).toEqual([200, name]);
    expect(complaints).toEqual([]);
    await context.close();
  }, 300_000); // Swagger UI draws every operation there is
});
