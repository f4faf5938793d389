import type { Series, SeriesPoint, ThemedColour } from '../charts/series';
import type { QualityPoint } from './dashboard-api';

const DAY_MS = 86_400_000;
const MOST_VERSIONS = 6;
/** The interval of fewer is most of what the metric can be, and would flatten every other day: they show their mean alone. */
const FEWEST_FOR_INTERVAL = 10;
/** Versions are no variants: their lines are told apart by colour and by stroke, and named in the legend. */
const LOOKS: readonly { readonly colour: ThemedColour; readonly dash: readonly number[] }[] = [
  { colour: { light: '#4f46e5', dark: '#a5b0ff' }, dash: [] },
  { colour: { light: '#0f766e', dark: '#5eead4' }, dash: [6, 3] },
  { colour: { light: '#a34c06', dark: '#f0b355' }, dash: [2, 3] },
  { colour: { light: '#5b6a80', dark: '#8c9ab0' }, dash: [10, 4] },
  { colour: { light: '#9d174d', dark: '#f9a8d4' }, dash: [8, 3, 2, 3] },
  { colour: { light: '#1d4ed8', dark: '#8ab4ff' }, dash: [3, 6] },
];

/** One line a version, the newest first: a metric's daily mean, with its interval on days of 10 values or more. */
export function qualitySeries(points: readonly QualityPoint[], metric: string): readonly Series[] {
  const versions = new Map<number | null, SeriesPoint[]>();
  for (const { version, day, metric: of, count, mean, low, high } of points) {
    if (of !== metric) continue;
    const interval = count < FEWEST_FOR_INTERVAL ? { low: null, high: null } : { low, high };
    const place = { x: Date.parse(`${day}T00:00:00Z`), y: mean, ...interval };
    versions.set(version, [...(versions.get(version) ?? []), place]);
  }
  return [...versions]
    .sort(([a], [b]) => (b ?? 0) - (a ?? 0))
    .slice(0, MOST_VERSIONS)
    .map(([version, places], i) => ({
      name: version === null ? 'prompt file' : `v${version}`,
      ...(version === null || versions.size < 2 ? {} : { mark: `v${version}` }),
      points: withGaps(places),
      ...(LOOKS[i] as (typeof LOOKS)[number]),
    }));
}

/** A line does not go through days of which nothing is known. */
function withGaps(places: readonly SeriesPoint[]): readonly SeriesPoint[] {
  return places.flatMap((place, i) => {
    const before = places[i - 1];
    return before && place.x - before.x > DAY_MS ? [{ x: before.x + DAY_MS, y: null }, place] : [place];
  });
}

/** What the picture says, in words. */
export function qualityWords(
  series: readonly Series[],
  metric: string,
  write: (value: number) => string,
): string {
  if (series.length === 0) return `No value of ${metric} was recorded.`;
  const parts = series.map(({ name, points }) => {
    const known = points.filter(({ y }) => y !== null);
    const last = known.at(-1);
    const days = known.length === 1 ? '1 day' : `${known.length} days`;
    return `${name}: ${days}, last ${last?.y === null || last === undefined ? 'unknown' : write(last.y)}`;
  });
  return `Daily mean of ${metric} by version. ${parts.join('; ')}.`;
}
