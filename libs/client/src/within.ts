import type { Clock } from './clock';

/**
 * Waits for work, but not longer than `timeoutMs`; keeps the process alive meanwhile. `work` must not reject.
 *
 * @example if ((await within(scan, 50, clock)) === 'late') goOn();
 */
export async function within<T>(work: Promise<T>, timeoutMs: number, clock: Clock): Promise<T | 'late'> {
  let cancel = (): void => undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.after(Math.max(timeoutMs, 0), () => resolve('late'), true);
  });
  const first = await Promise.race([work, late]);
  cancel();
  return first;
}
