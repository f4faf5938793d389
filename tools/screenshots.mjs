// `npm run screenshots`: pictures of the console's pages at the end of the demonstration, for the documents.
// `npm run screenshots -- prompts editor` takes only these.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './bootstrap.mjs';
import { ensureChromium } from './chromium.mjs';
import { DEMO_EMAIL, DEMO_PASSWORD, startPlayedDemo } from './demo-run.mjs';

/** Name and path; a path may depend on the demonstration, such as `({ experiment }) => experiment('promoted')`. */
const PAGES = [
  ['sign-in', '/sign-in'],
  ['prompts', '/prompts'],
  ['prompt', '/prompts/base_analyst'],
  ['editor', '/prompts/base_analyst/edit'],
  ['api-keys', '/settings/api-keys'],
];
const only = process.argv.slice(2);
const wanted = ([name]) => only.length === 0 || only.includes(name);
const SIZES = [
  ['', { width: 1440, height: 900 }],
  ['-phone', { width: 390, height: 844 }],
];

const executablePath = ensureChromium();
if (!executablePath) {
  process.stderr.write('screenshots: no Chromium here; install it, or set CHROMIUM_PATH\n');
  process.exit(1);
}
const target = join(root, 'docs/screenshots');
mkdirSync(target, { recursive: true });
const directory = mkdtempSync(join(tmpdir(), 'pr-screenshots-'));
process.stdout.write('Playing the demonstration (about a minute) ...\n');
const demo = await startPlayedDemo({ directory: join(directory, 'demo') });
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});

async function picture(page, name, path) {
  const where = typeof path === 'function' ? path(demo) : path;
  await page.goto(demo.url + where, { waitUntil: 'networkidle' });
  await page.screenshot({ path: join(target, `${name}.png`) });
  process.stdout.write(`docs/screenshots/${name}.png\n`);
}

try {
  for (const [suffix, viewport] of SIZES)
    for (const colorScheme of ['light', 'dark']) {
      const page = await (
        await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      ).newPage();
      const [[signIn, signInPath], ...pages] = PAGES;
      const shade = colorScheme === 'dark' ? '-dark' : '';
      await picture(page, `${signIn}${suffix}${shade}`, signInPath);
      await page.fill('input[type=email]', DEMO_EMAIL);
      await page.fill('input[type=password]', DEMO_PASSWORD);
      await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/auth/login')),
        page.keyboard.press('Enter'),
      ]);
      await page.waitForURL(({ pathname }) => pathname !== signInPath);
      for (const [name, path] of pages.filter(wanted)) await picture(page, `${name}${suffix}${shade}`, path);
    }
} finally {
  await browser.close();
  await demo.stop();
  rmSync(directory, { recursive: true, force: true });
}
