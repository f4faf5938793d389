// `npm run screenshots`: pictures of the console's pages from the seed corpus, for the documents.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './bootstrap.mjs';
import { ensureChromium } from './chromium.mjs';
import { startTestServer } from './test-server.mjs';

const PAGES = [
  ['sign-in', '/sign-in'],
  ['prompts', '/prompts'],
  ['prompt', '/prompts/base_analyst'],
  ['editor', '/prompts/base_analyst/edit'],
  ['api-keys', '/settings/api-keys'],
];
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
const server = await startTestServer();
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});

async function picture(page, name, path) {
  await page.goto(server.url + path, { waitUntil: 'networkidle' });
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
      await page.fill('input[type=email]', server.env.ADMIN_EMAIL);
      await page.fill('input[type=password]', server.env.ADMIN_PASSWORD);
      await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/auth/login')),
        page.keyboard.press('Enter'),
      ]);
      await page.waitForURL(/\/prompts/);
      for (const [name, path] of pages) await picture(page, `${name}${suffix}${shade}`, path);
    }
} finally {
  await browser.close();
  await server.stop();
}
