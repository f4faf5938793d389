import type { VersionContent } from './version-content';

/** A version as resolvers hold it. @example { version: 7, contentHash: 'ab…', type: 'text', templateFormat: 'none', content: 'Hi', config: {} } */
export type SnapshotVersion = VersionContent & {
  /** 1, 2, 3 … within its prompt. */
  readonly version: number;
  /** SHA-256 of the canonical content, hex. */
  readonly contentHash: string;
};

/** What a plain resolve served in a past, half-open time [from, to). @example { from: 1, to: 2, version: 3, label: null } */
export interface ServedInterval {
  /** Epoch ms. */
  readonly from: number;
  /** Epoch ms; when the next change took effect. */
  readonly to: number;
  readonly version: number;
  /** The label it was served by; null = `latest`. */
  readonly label: string | null;
}

/** The state of an experiment from one moment until the next step or its end. @example { from: 1, status: 'running', trafficShare: 0.5 } */
export interface ExperimentStep {
  /** Epoch ms of the start, pause, resume or change of traffic. */
  readonly from: number;
  readonly status: 'running' | 'paused';
  /** Share of conversations included, in [0, 1]. */
  readonly trafficShare: number;
}

/** One wording on trial. @example { name: 'control', version: 3, share: 0.5 } */
export interface SnapshotVariant {
  readonly name: string;
  readonly version: number;
  /** In [0, 1]; the shares of an experiment sum to 1. */
  readonly share: number;
}

/** A hash space that several experiments live in. @example { name: 'tone', mode: 'exclusive', salt: 'tone-1', range: [0, 0.5] } */
export interface SnapshotLayer {
  readonly name: string;
  readonly mode: 'exclusive' | 'shared';
  /** Replaces the experiment's salt. */
  readonly salt: string;
  /** The experiment's half-open part of the layer, within [0, 1]; absent = all of it. */
  readonly range?: readonly [from: number, to: number];
}

/** An experiment that runs, is paused, or ended so recently that conversations may still be in it. @example see `resolve.spec.ts` */
export interface SnapshotExperiment {
  readonly id: string;
  readonly name: string;
  readonly salt: string;
  readonly hashVersion: number;
  readonly layer?: SnapshotLayer;
  readonly variants: readonly SnapshotVariant[];
  /** Oldest first, at least one; the last one holds until `endedAt`. */
  readonly steps: readonly ExperimentStep[];
  /** Epoch ms of completion or stop; null = not ended. */
  readonly endedAt: number | null;
  /** The end is for everyone at once: a harmful verdict, or a stop with `immediate: true`. */
  readonly immediate?: boolean;
}

/**
 * One prompt as resolvers hold it: what it serves now, and as much past as running conversations need (`pinHours`).
 *
 * @example { id: 'p1', name: 'greeting', serves: 'latest', latest: 1, labels: {}, versions: […], served: [], experiments: [] }
 */
export interface SnapshotPrompt {
  readonly id: string;
  readonly name: string;
  readonly archived?: boolean;
  /** `latest`, or the label whose version is served. */
  readonly serves: string;
  /** The newest version's number; 0 = none yet. */
  readonly latest: number;
  readonly labels: Readonly<Record<string, number>>;
  /** Served, labelled, on trial, or served within `pinHours`; other versions are read from the server. */
  readonly versions: readonly SnapshotVersion[];
  /** Closed intervals only, oldest first; the present is `serves`, `labels` and `latest`. */
  readonly served: readonly ServedInterval[];
  /** Oldest first; at most one has not ended. */
  readonly experiments: readonly SnapshotExperiment[];
}

/** Everything needed to resolve without asking anyone; plain JSON. @example indexSnapshot(JSON.parse(body) as Snapshot) */
export interface Snapshot {
  /** Grows with every change of the registry; the ETag. */
  readonly revision: number;
  /** ISO 8601; for people, never read by resolve. */
  readonly createdAt: string;
  /** How long a conversation keeps what was served when it began; default 24. */
  readonly pinHours?: number;
  readonly prompts: readonly SnapshotPrompt[];
}
