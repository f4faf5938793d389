import { variantLook } from '../variants/variant-colours';
import type { VariantEntry } from './prompts-api';

const DAY_MS = 86_400_000;

/** Part of an experiment that a prompt's page tells of. */
export interface TrialOfPrompt {
  readonly id: string;
  readonly name: string;
  readonly status: 'draft' | 'running' | 'paused' | 'completed' | 'stopped';
  readonly trafficShare: number;
  readonly startAt: string | null;
  readonly variants: readonly VariantEntry[];
}

/** A version's part in an experiment. */
export interface TrialUse {
  readonly id: string;
  readonly experiment: string;
  /** Its place among the variants; 0 is the control. */
  readonly index: number;
  readonly letter: string;
  /** Conversations are given it now. */
  readonly isLive: boolean;
  readonly status: TrialOfPrompt['status'];
}

/** How far an experiment is: "day 3 of ~6"; only the day when nobody can say how long it takes. Null before it starts. */
export function trialProgress(startAt: string | null, daysLeft: number | null, now: Date): string | null {
  if (startAt === null) return null;
  const elapsed = Math.max(0, now.getTime() - new Date(startAt).getTime()) / DAY_MS;
  const day = Math.floor(elapsed) + 1;
  if (daysLeft === null) return `day ${day}`;
  return `day ${day} of ~${Math.max(day, Math.ceil(elapsed + daysLeft))}`;
}

/** Which version takes part in what, those on trial now first. Drafts are nobody's business yet. */
export function usesByVersion(trials: readonly TrialOfPrompt[]): ReadonlyMap<number, readonly TrialUse[]> {
  const uses = new Map<number, TrialUse[]>();
  for (const { id, name, status, variants } of trials) {
    if (status === 'draft') continue;
    const isLive = status === 'running' || status === 'paused';
    variants.forEach(({ version }, index) => {
      const use = { id, experiment: name, index, letter: variantLook(index).letter, isLive, status };
      uses.set(version, isLive ? [use, ...(uses.get(version) ?? [])] : [...(uses.get(version) ?? []), use]);
    });
  }
  return uses;
}
