const PROBE_MS = 40;

/**
 * How much later than asked a timer of 40 ms comes, measured from now: what a busy machine adds to everything else that happens
 * meanwhile. A deadline that is tested beside it is the code's own.
 */
export function machineDelay(): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve) =>
    setTimeout(() => resolve(Math.max(performance.now() - startedAt - PROBE_MS, 0)), PROBE_MS),
  );
}
