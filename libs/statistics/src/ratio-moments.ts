/** Sums over conversations of a ratio metric: S summed outcomes over K observations. Plain JSON. */
export interface RatioMoments {
  count: number;
  meanSum: number;
  meanSize: number;
  /** Centred sums of squares and of products. */
  sumSquares: number;
  sizeSquares: number;
  products: number;
}

/** No conversations yet. */
export function emptyRatioMoments(): RatioMoments {
  return { count: 0, meanSum: 0, meanSize: 0, sumSquares: 0, sizeSquares: 0, products: 0 };
}

/** Adds one conversation with `size` observations that sum to `sum` (Welford's update for two columns). CHANGES `moments`. */
export function addToRatioMoments(moments: RatioMoments, sum: number, size: number): void {
  moments.count += 1;
  const sumBefore = sum - moments.meanSum;
  const sizeBefore = size - moments.meanSize;
  moments.meanSum += sumBefore / moments.count;
  moments.meanSize += sizeBefore / moments.count;
  moments.sumSquares += sumBefore * (sum - moments.meanSum);
  moments.sizeSquares += sizeBefore * (size - moments.meanSize);
  moments.products += sumBefore * (size - moments.meanSize);
}
