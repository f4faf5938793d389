import type { Page } from 'playwright-core';

/** How long a page computes while something is done on it: the processor's time, whatever else the machine does. */
export async function computingMs(page: Page, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const computed = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
    if (!seconds) throw new Error('The browser does not say how long it computed');
    return seconds * 1_000;
  };
  const before = await computed();
  await act();
  const after = await computed();
  await session.detach();
  return after - before;
}
