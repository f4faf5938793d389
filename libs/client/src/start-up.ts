import type { Clock } from './clock';
import type { Online } from './online';
import type { PromptFiles } from './prompt-files';
import type { Settings } from './registry-options';
import { within } from './within';

/** Of the deadline, what is spent waiting: timers come late, and the disk takes its time too. */
const WAITING_SHARE = 0.8;

/**
 * Brings a registry to the point where it can answer, and no longer than necessary: until the server answered, until it refused
 * and there is something else, or until the deadline. Never rejects.
 *
 * With a snapshot file or prompt files the deadline is `startDeadlineMs`; with neither it is `firstStartTimeoutMs`, because
 * without the server there would be no words at all. Reading a large snapshot file is not cut short: it holds the right words.
 * @example await startUp(online, files, settings);
 */
export async function startUp(
  online: Online | null,
  files: PromptFiles | null,
  settings: Settings,
): Promise<void> {
  const { clock, firstStartTimeoutMs } = settings;
  const waitMs = settings.startDeadlineMs * WAITING_SHARE;
  const elapsedMs = stopwatch();
  const scan = files?.scan() ?? Promise.resolve(false);
  if (!online) {
    await within(scan, waitMs, clock);
    return;
  }
  const first = online.start();
  const fromDisk = await within(online.loadFromDisk(), firstStartTimeoutMs, clock);
  const outcome = await within(first, waitMs - elapsedMs(), clock);
  if (outcome === null || fromDisk === true) return;
  if (files && (await hasFiles(scan, waitMs - elapsedMs(), clock))) return;
  // Nothing to serve without the server: wait for it, unless it has refused the key.
  const later = Promise.race([
    online.inStep,
    first.then((problem) => (problem?.code === 'NOT_AUTHORISED' ? undefined : online.inStep)),
  ]);
  await within(later, firstStartTimeoutMs - elapsedMs(), clock);
}

/** A folder so large that it is not read in time has prompts. */
async function hasFiles(scan: Promise<boolean>, timeoutMs: number, clock: Clock): Promise<boolean> {
  return (await within(scan, timeoutMs, clock)) !== false;
}

function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}
