import type { ExperimentStep, SnapshotExperiment, SnapshotLayer } from '@prompt-registry/resolver';
import type { LayerPlace } from './experiment.entity';
import type { StepKind } from './experiment-step.entity';
import { sizeOf } from './layer-range';

/** An experiment that has started, as the snapshot's statement reads it. */
export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  readonly salt: string;
  readonly hashVersion: number;
  readonly layer: LayerPlace | null;
  readonly variants: SnapshotExperiment['variants'];
  /** Epoch ms. */
  readonly endedAt: number | null;
  readonly steps: ReadonlyArray<{
    readonly at: number;
    readonly kind: StepKind;
    readonly trafficShare: number;
    readonly immediate: boolean;
  }>;
}

/** For the list of columns of a statement that has the prompt as `p`; `$2`: since when conversations may be pinned. */
export const EXPERIMENTS_OF_PROMPT = `
(SELECT jsonb_agg(jsonb_build_object(
      'id', e.id, 'name', e.name, 'salt', e.salt, 'hashVersion', e.hash_version, 'layer', e.layer, 'variants', e.variants,
      'endedAt', extract(epoch FROM e.end_at) * 1000,
      'steps', (SELECT jsonb_agg(jsonb_build_object(
          'at', extract(epoch FROM t.at) * 1000, 'kind', t.kind, 'trafficShare', t.traffic_share,
          'immediate', coalesce(t.details -> 'immediate' = 'true'::jsonb, false)) ORDER BY t.at)
        FROM experiment_steps t WHERE t.experiment_id = e.id)) ORDER BY e.start_at, e.id)
    FROM prompt_experiments e
    WHERE e.prompt_id = p.id AND e.start_at IS NOT NULL AND (e.end_at IS NULL OR e.end_at > $2))`;

/** What a conversation that begins after a step of this kind finds; the other kinds change nothing for it. */
const STATUS_AFTER: Partial<Record<StepKind, ExperimentStep['status']>> = {
  started: 'running',
  resumed: 'running',
  traffic_grown: 'running',
  paused: 'paused',
};

/** An experiment as resolvers hold it. */
export function snapshotExperiment(row: ExperimentRow): SnapshotExperiment {
  const { id, name, salt, hashVersion, layer, variants, endedAt, steps } = row;
  return {
    id,
    name,
    salt,
    hashVersion,
    ...(layer ? { layer: layerOf(layer, salt) } : {}),
    variants: variants.map(({ name, version, share }) => ({ name, version, share })),
    steps: steps.flatMap(({ at, kind, trafficShare }) => {
      const status = STATUS_AFTER[kind];
      return status ? [{ from: at, status, trafficShare: shareOfRange(trafficShare, layer) }] : [];
    }),
    endedAt,
    ...(steps.some(({ immediate }) => immediate) ? { immediate: true } : {}),
  };
}

/** The traffic share is of all conversations; resolvers read it as one of the experiment's range. */
export function shareOfRange(trafficShare: number, layer: LayerPlace | null): number {
  return layer?.range ? Math.min(1, trafficShare / sizeOf(layer.range)) : trafficShare;
}

function layerOf({ name, mode, range }: LayerPlace, salt: string): SnapshotLayer {
  return { name, mode, salt, ...(range ? { range } : {}) };
}
