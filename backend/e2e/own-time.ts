import { setTimeout as sleep } from 'node:timers/promises';

const PROBE_MS = 10;

/**
 * How long something took, in ms, without what the machine held this process up meanwhile: by how much timers of 10 ms came too
 * late, but for the time in which the process itself computed. A limit beside it is the code's own, however busy the machine is.
 */
export async function ownMs(work: Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  let over = false;
  let heldUp = 0;
  const probe = async (): Promise<void> => {
    while (!over) {
      const [askedAt, usedBefore] = [performance.now(), process.cpuUsage()];
      await sleep(PROBE_MS);
      const { user, system } = process.cpuUsage(usedBefore);
      heldUp += Math.max(performance.now() - askedAt - PROBE_MS - (user + system) / 1_000, 0);
    }
  };
  const probing = probe();
  try {
    await work;
  } finally {
    over = true;
  }
  const tookMs = performance.now() - beganAt;
  await probing;
  return Math.max(tookMs - heldUp, 0);
}
