import { readFileSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What a test may expect of its surroundings. */
export const settings = {
  url: required('CONSOLE_URL').replace(/\/$/, ''),
  email: required('ADMIN_EMAIL'),
  password: required('ADMIN_PASSWORD'),
};

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; the browser tests need a running server`);
  return value;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** What takes a second on a quiet machine may take a minute on one that does other things too. */
const PATIENCE_MS = 60_000;

/** A page, and everything that went wrong on it without a person noticing. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, uncaught errors, violations of the CSP, requests that leave the origin. */
  readonly complaints: string[];
}

/** Who leaves a page while the editor's worker is on its way takes it from under it; without it nothing is ever compared. */
const LEFT_EARLY = /importScripts.*editor\.worker.*failed to load/;

/** Opens a page in a fresh profile and watches it from its first request on. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The browser itself reports every refused request. Asking "who am I" when signed out is refused by design; tests ask
    // for what does not exist and stage outages.
    const refused = /^Failed to load resource: .* (401|403|404|409|412|422|503) /.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !refused && !LEFT_EARLY.test(message.text()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', ({ message }) => {
    if (!LEFT_EARLY.test(message)) complaints.push(`uncaught: ${message}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== settings.url)
      complaints.push(`left the origin: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => complaints.push(`CSP: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { reportViolation } = window as unknown as { reportViolation(text: string): void };
      reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, context, complaints };
}

/** Signs in by hand and waits for the list. */
export async function signIn(page: Page): Promise<void> {
  await page.goto(`${settings.url}/sign-in?return=/prompts`);
  await page.getByLabel('E-mail').fill(settings.email);
  await page.getByLabel('Password').fill(settings.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /^Prompts/ }).waitFor();
}

/** The rules of axe that the page breaks, with the elements. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Through the debugger, so that the page's CSP stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
}

/** A prompt with three versions, of which `production` is the second and is served. */
export async function createPrompt(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const name = `browser_test/greeting_${crypto.randomUUID().slice(0, 8)}`;
    const send = async (method: string, path: string, body: object, headers: Record<string, string> = {}) => {
      const response = await fetch(`/api/v1/prompts${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.headers.get('etag') ?? '';
    };
    const words = (text: string) => ({ content: text, message: `Says ${text.split(' ', 1)[0]}` });
    const path = `/${encodeURIComponent(name)}`;
    const first = await send('POST', '', {
      name,
      description: 'Greets a person.',
      agentRole: 'synthesizer',
      tags: ['browser-test'],
      config: { temperature: 0.5 },
      ...words('Hello {person}, welcome to {place}.'),
    });
    const second = await send('PUT', path, words('Welcome {person} to {place}.'), { 'if-match': first });
    await send('PUT', path, words('Greetings, {person}! {{"not": "a variable"}}'), { 'if-match': second });
    await send('PUT', `${path}/labels/production`, { version: 2, reason: 'The best one' });
    await send('PATCH', path, { serves: 'production' });
    return name;
  });
}
