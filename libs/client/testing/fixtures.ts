import { createHash } from 'node:crypto';
import {
  canonicalContent,
  type Snapshot,
  type SnapshotExperiment,
  type SnapshotPrompt,
  type SnapshotVersion,
  type VersionContent,
} from '@prompt-registry/resolver';

/** A version with a true hash; for specs and benchmarks only. */
export function version(
  number: number,
  text = `words ${number}`,
  templateFormat: VersionContent['templateFormat'] = 'f-string',
): SnapshotVersion {
  const content: VersionContent = { type: 'text', templateFormat, content: text, config: {} };
  return withHash(number, content);
}

export function withHash(number: number, content: VersionContent): SnapshotVersion {
  const contentHash = createHash('sha256').update(canonicalContent(content)).digest('hex');
  return { ...content, version: number, contentHash };
}

/** A prompt that serves the last of its versions. */
export function prompt(
  name: string,
  versions: readonly SnapshotVersion[] = [version(1)],
  change: Partial<SnapshotPrompt> = {},
): SnapshotPrompt {
  const latest = versions.at(-1)?.version ?? 0;
  return {
    id: `id-${name}`,
    name,
    serves: 'latest',
    latest,
    labels: {},
    versions,
    served: [],
    experiments: [],
    ...change,
  };
}

/** An even experiment on versions 1 and 2, running since epoch ms 100. */
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

export function snapshot(revision: number, prompts: readonly SnapshotPrompt[]): Snapshot {
  return { revision, createdAt: '2026-11-22T00:00:00.000Z', pinHours: 24, prompts };
}
