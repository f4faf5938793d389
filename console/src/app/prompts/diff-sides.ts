import type { Params } from '@angular/router';
import type { Prompt } from './prompts-api';

/** The two versions that are compared. */
export interface Sides {
  readonly left: number;
  readonly right: number;
}

type Placed = Pick<Prompt, 'labels' | 'serves' | 'servedVersion' | 'latestVersion'>;

/** The version that people run, to compare others with: what `production` is, or else what the prompt serves. */
export function runningVersion({ labels, serves, servedVersion }: Placed): {
  readonly version: number | null;
  readonly word: string;
} {
  const production = labels.find(({ label }) => label === 'production');
  return production
    ? { version: production.version, word: 'production' }
    : { version: servedVersion, word: serves === 'latest' ? 'latest' : serves };
}

/** What a version is compared with when nobody says: with `production`, or that one with the version before it. */
export function defaultLeft(prompt: Placed, right: number): number {
  const { version } = runningVersion(prompt);
  return version !== null && version !== right ? version : previousOf(prompt, right);
}

/** The version before; of the first one, the one after; of an only one, itself. */
export function previousOf({ latestVersion }: Pick<Prompt, 'latestVersion'>, version: number): number {
  return version > 1 ? version - 1 : Math.min(2, latestVersion);
}

/** What the URL says is compared; what it leaves open is chosen. */
export function sidesFrom(
  prompt: Placed,
  left: number | null,
  right: number | null,
  selected: number,
): Sides {
  const chosen = right ?? selected;
  return { left: left ?? defaultLeft(prompt, chosen), right: chosen };
}

/** The URL of a comparison. */
export function compareParams({ left, right }: Sides): Params {
  return { tab: 'diff', left, right, version: null };
}

/** The sides when a version is picked as the other one: time runs from left to right. */
export function pickedSides(picked: number, shown: number): Sides {
  return { left: Math.min(picked, shown), right: Math.max(picked, shown) };
}

/** The URL of a version in the timeline; while two are compared it takes the right side, and the left one stays. */
export function timelineParams(version: number, sides: Sides | null): Params {
  if (!sides) return { version, left: null, right: null };
  return { version: null, left: sides.left === version ? null : sides.left, right: version };
}
