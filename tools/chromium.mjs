// Finds a Chromium for the browser tests: CHROMIUM_PATH, an installed one, or Debian's package where it can be installed.
import { existsSync } from 'node:fs';
import { installPackages } from './debian.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const findChromium = () =>
  [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path)) ?? null;

/** The browser's path, or `null` when there is none and none can be installed here. */
export function ensureChromium() {
  return findChromium() ?? (installPackages('chromium') ? findChromium() : null);
}
