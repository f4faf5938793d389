import type { Snapshot, SnapshotExperiment, SnapshotPrompt, SnapshotVersion } from '../snapshot';

/** Versions, prompts, experiments and snapshots with the least that is valid; for specs only. */
export function version(number: number): SnapshotVersion {
  return {
    version: number,
    contentHash: `hash-${number}`,
    type: 'text',
    templateFormat: 'none',
    content: `words ${number}`,
    config: {},
  };
}

export function prompt(change: Partial<SnapshotPrompt> = {}): SnapshotPrompt {
  return {
    id: 'p1',
    name: 'greeting',
    serves: 'latest',
    latest: 2,
    labels: {},
    versions: [version(1), version(2)],
    served: [],
    experiments: [],
    ...change,
  };
}

export function experiment(change: Partial<SnapshotExperiment> = {}): SnapshotExperiment {
  return {
    id: 'e1',
    name: 'tone',
    salt: 'tone',
    hashVersion: 1,
    endedAt: null,
    variants: [
      { name: 'control', version: 1, share: 0.5 },
      { name: 'warm', version: 2, share: 0.5 },
    ],
    steps: [{ from: 100, status: 'running', trafficShare: 1 }],
    ...change,
  };
}

export function snapshot(...prompts: readonly SnapshotPrompt[]): Snapshot {
  return { revision: 9, createdAt: '2026-11-22T00:00:00Z', prompts };
}
