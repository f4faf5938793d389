import type { Page } from 'playwright-core';
import { ask } from './as-person';
import { address } from './fixture';

/** The address of a prompt's page. */
export const promptPage = (name: string, query = ''): string =>
  address(`/prompts/${encodeURIComponent(name)}${query}`);

/** A request about a prompt, which must succeed. */
export async function tell(
  page: Page,
  method: string,
  name: string,
  path = '',
  body?: object,
): Promise<void> {
  const { status, body: answer } = await ask(
    page,
    method,
    `/api/v1/prompts/${encodeURIComponent(name)}${path}`,
    body,
  );
  if (status >= 300) throw new Error(`${method} ${name}${path}: ${status} ${JSON.stringify(answer)}`);
}

/** A prompt of the page's own, so that no other test meets it. */
export async function createOwn(page: Page, body: object): Promise<string> {
  const name = `prompt_page/p_${Math.random().toString(36).slice(2, 10)}`;
  const { status, body: answer } = await ask(page, 'POST', '/api/v1/prompts', { name, ...body });
  if (status !== 201) throw new Error(`POST ${name}: ${status} ${JSON.stringify(answer)}`);
  return name;
}

/** So many versions at once; the page's own session publishes them, one on top of the other. */
export async function publishMany(page: Page, name: string, from: number, to: number): Promise<void> {
  await page.evaluate(
    async ([name, from, to]) => {
      for (let version = from; version <= to; version++) {
        const response = await fetch(`/api/v1/prompts/${encodeURIComponent(name)}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json', 'if-match': '*' },
          body: JSON.stringify({ content: `Words of ${version} for {x}`, message: `Change ${version}` }),
        });
        if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      }
    },
    [name, from, to] as const,
  );
}
