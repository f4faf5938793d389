/** Ranges are multiples of this part of a layer, so that thirds and tenths add up exactly. */
const STEPS = 1_000_000;

/** A half-open part of a layer, within [0, 1]. */
export type LayerRange = readonly [from: number, to: number];

/** How many steps a share of a layer is; at least one. */
export function stepsOf(share: number): number {
  return Math.max(1, Math.round(share * STEPS));
}

/** How much of a layer a range is. */
export function sizeOf([from, to]: LayerRange): number {
  return Math.round((to - from) * STEPS) / STEPS;
}

/**
 * A free part of a layer of the wanted size: the smallest gap that it fits in, so that large ones stay whole.
 * Answers the size of the largest gap when none is large enough.
 */
export function freeRange(
  taken: readonly LayerRange[],
  share: number,
): { readonly ok: true; readonly range: LayerRange } | { readonly ok: false; readonly largest: number } {
  const wanted = stepsOf(share);
  const gaps = gapsOf(taken);
  let best: readonly [number, number] | null = null;
  for (const gap of gaps)
    if (gap[1] - gap[0] >= wanted && (best === null || gap[1] - gap[0] < best[1] - best[0])) best = gap;
  if (best) return { ok: true, range: [best[0] / STEPS, (best[0] + wanted) / STEPS] };
  return { ok: false, largest: Math.max(0, ...gaps.map(([from, to]) => to - from)) / STEPS };
}

/** In steps, from left to right. */
function gapsOf(taken: readonly LayerRange[]): Array<readonly [number, number]> {
  const gaps: Array<readonly [number, number]> = [];
  let free = 0;
  for (const [from, to] of [...taken].sort((a, b) => a[0] - b[0])) {
    const start = Math.round(from * STEPS);
    if (start > free) gaps.push([free, start]);
    free = Math.max(free, Math.round(to * STEPS));
  }
  if (free < STEPS) gaps.push([free, STEPS]);
  return gaps;
}
