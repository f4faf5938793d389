import type {
  MetricDefinition,
  ExperimentStatus,
  ExperimentVariant,
  Interval,
  Reason,
  Verdict,
} from './experiments-api';

/** The metric that decides, with the variant that leads in it. */
export interface ListedMetric extends Pick<
  MetricDefinition,
  'name' | 'kind' | 'unit' | 'direction' | 'scale' | 'source'
> {
  readonly variant: string | null;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly chanceToWin: number | null;
}

/** An experiment with where it stands, as the list has it. */
export interface ListedExperiment {
  readonly id: string;
  readonly name: string;
  readonly promptName: string;
  readonly status: ExperimentStatus;
  readonly variants: readonly ExperimentVariant[];
  readonly trafficShare: number;
  readonly startAt: string | null;
  readonly endAt: string | null;
  readonly attention: 'ready' | 'blocked' | 'unhealthy' | 'running' | null;
  readonly verdict: Verdict | null;
  readonly reasons: readonly Reason[];
  readonly evaluatedAt: string | null;
  readonly units: number;
  readonly progress: number | null;
  readonly daysLeft: number | null;
  readonly primaryMetric: ListedMetric;
  /** What decided, when it was another one. */
  readonly decidedBy: ListedMetric | null;
  readonly winner: string | null;
  readonly conclusion: string | null;
  readonly promoted: boolean;
  readonly owner: string;
  readonly createdAt: string;
}

/** One page of them, with what there is to filter by. */
export interface ListedPage {
  readonly items: readonly ListedExperiment[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  /** Of each status, under the other filters. */
  readonly counts: Readonly<Record<ExperimentStatus, number>>;
  readonly owners: readonly string[];
  readonly prompts: readonly string[];
}
