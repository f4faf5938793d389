import type { ServedInterval, SnapshotPrompt, SnapshotVersion } from '@prompt-registry/resolver';
import { snapshotExperiment, type ExperimentRow } from './snapshot-experiment';

/** A prompt as {@link SnapshotQuery} reads it, without its words. */
export interface PromptRow {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly serves: string;
  readonly latestVersion: number;
  readonly changedRevision: number;
  readonly labels: Readonly<Record<string, number>>;
  /** Closed intervals that conversations may still be pinned to, oldest first. */
  readonly served: readonly ServedInterval[];
  /** On trial, or ended so recently that conversations may still be in them; oldest first. */
  readonly experiments: readonly ExperimentRow[];
}

/** The versions whose words a prompt's entry holds: latest, labelled, on trial, and those still pinned to. An archived prompt needs none. */
export function neededVersions(row: PromptRow): number[] {
  if (row.archived) return [];
  const needed = [
    row.latestVersion,
    ...Object.values(row.labels),
    ...row.served.map((interval) => interval.version),
    ...row.experiments.flatMap(({ variants }) => variants.map(({ version }) => version)),
  ];
  return [...new Set(needed)].sort((a, b) => a - b);
}

/** The version a plain resolve of the prompt answers; `undefined` when its served label is not set. */
export function servedVersion(row: PromptRow): number | undefined {
  return row.serves === 'latest' ? row.latestVersion : row.labels[row.serves];
}

/** The prompt's entry in the snapshot. Versions that are not given (their checksum failed) are left out. */
export function assemblePrompt(row: PromptRow, versions: readonly SnapshotVersion[]): SnapshotPrompt {
  return {
    id: row.id,
    name: row.name,
    archived: row.archived,
    serves: row.serves,
    latest: row.latestVersion,
    labels: row.labels,
    versions,
    served: row.archived ? [] : row.served,
    experiments: row.archived ? [] : row.experiments.map(snapshotExperiment),
  };
}
