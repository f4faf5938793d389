import type { Page } from 'playwright-core';
import { address } from './fixture';

/** A request as the person who is signed in on the page. */
export const ask = (page: Page, method: string, path: string, body?: object, key?: string) =>
  page.evaluate(
    async ([method, path, body, key]) => {
      const headers = {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      };
      const init = {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
        credentials: key ? 'omit' : 'include',
      } as const;
      const response = await fetch(path, init);
      return {
        status: response.status,
        body: (await response.json().catch(() => null)) as Record<string, unknown> | null,
      };
    },
    [method, path, body, key] as const,
  );

/** Signs in as someone other than the admin. */
export async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.goto(address('/sign-in?return=/prompts'));
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /^Prompts/ }).waitFor();
}
