// `npm run screenshots`: pictures of the console's pages at the end of the demonstration, for the documents.
// `npm run screenshots -- prompts editor` takes only these.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './bootstrap.mjs';
import { ensureChromium } from './chromium.mjs';
import { DEMO_EMAIL, DEMO_PASSWORD, startPlayedDemo } from './demo-run.mjs';

const PROMPT = '/prompts/specialists%2Fenergy_analyst';

/** A trace that an experiment served, and its conversation. */
async function served({ url, experiment }, page) {
  const id = experiment('promoted').split('/').at(-1);
  const answer = await page.request.get(`${url}/api/v1/traces?experimentId=${id}&limit=1`);
  const { items } = await answer.json();
  return items[0];
}

/** Name and path; a path may depend on the demonstration. */
const PAGES = [
  ['sign-in', '/sign-in'],
  ['home', '/'],
  ['prompts', '/prompts'],
  ['prompt', PROMPT],
  ['prompt-diff', `${PROMPT}?tab=diff&left=1&right=2`],
  ['prompt-metrics', `${PROMPT}?tab=metrics`],
  ['prompt-use', `${PROMPT}?tab=use`],
  ['prompt-history', `${PROMPT}?tab=history`],
  ['prompt-settings', `${PROMPT}?tab=settings`],
  ['editor', `${PROMPT}/edit`],
  ['new-prompt', '/prompts/-/new'],
  ['experiments', '/experiments'],
  ['new-experiment', '/experiments/new?prompt=specialists/energy_analyst&candidate=2'],
  ['experiment-promoted', ({ experiment }) => experiment('promoted')],
  ['experiment-harmful', ({ experiment }) => experiment('harmful')],
  ['experiment-unhealthy', ({ experiment }) => experiment('unhealthy')],
  ['experiment-running', ({ experiment }) => experiment('running')],
  ['traces', '/traces'],
  ['trace', async (demo, page) => `/traces/${(await served(demo, page)).id}`],
  [
    'conversation',
    async (demo, page) =>
      `/traces?conversation=${encodeURIComponent((await served(demo, page)).conversationId)}`,
  ],
  ...['account', 'people', 'api-keys', 'audit', 'protected-labels', 'metrics', 'consumers', 'health'].map(
    (name) => [`settings-${name}`, `/settings/${name}`],
  ),
];
/** In the dark too; of the others the light picture is enough to find one's way. */
const DARK = ['home', 'prompts', 'prompt', 'editor', 'experiment-promoted'];
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
  const where = typeof path === 'function' ? await path(demo, page) : path;
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
      const shown = pages.filter(([name]) => wanted([name]) && (!shade || DARK.includes(name)));
      for (const [name, path] of shown) await picture(page, `${name}${suffix}${shade}`, path);
    }
} finally {
  await browser.close();
  await demo.stop();
  rmSync(directory, { recursive: true, force: true });
}
