import type {
  Experiment,
  ExperimentStep,
  MetricDefinition,
  Reason,
} from '../app/experiments/experiments-api';
import type { Comparison, ExperimentResults, MetricReadOut } from '../app/experiments/results-api';

/** A running experiment of two versions; `more` changes it. */
export function anExperiment(more: Partial<Experiment> = {}): Experiment {
  return {
    id: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77',
    promptId: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
    promptName: 'specialists/energy',
    name: 'shorter steps',
    hypothesis: '',
    status: 'running',
    variants: [
      { name: 'control', version: 11, share: 0.5 },
      { name: 'shorter', version: 12, share: 0.5 },
    ],
    trafficShare: 1,
    layer: null,
    startAt: '2026-03-01T09:00:00.000Z',
    endAt: null,
    plan: {
      primaryMetric: 'user_actioned',
      secondaryMetrics: [],
      guardrails: [{ metric: 'latency', margin: null }],
      alpha: 0.05,
      power: 0.8,
      minimumDetectableEffect: 0.05,
      minimumRuntimeMinutes: 4_320,
      maximumRuntimeMinutes: 40_320,
      windowMinutes: 1_440,
      graceMinutes: 5,
      minimumUnits: 100,
      maximumUnits: null,
      mode: 'hybrid',
      promote: 'none',
      approval: false,
      holdMinutes: 0,
      missingComponent: 'exclude',
      insightQualityWeights: {},
    },
    decision: null,
    parityOverride: null,
    winner: null,
    conclusion: null,
    promoted: false,
    createdBy: 'ada@example.com',
    createdAt: '2026-02-28T09:00:00.000Z',
    updatedBy: 'ada@example.com',
    updatedAt: '2026-03-01T09:00:00.000Z',
    salt: null,
    hashVersion: 1,
    allowedActions: [],
    steps: [],
    ...more,
  };
}

/** The shorter words against the control. */
export function aComparison(more: Partial<Comparison> = {}): Comparison {
  return {
    variant: 'shorter',
    frozen: null,
    difference: 0.041,
    relativeDifference: 0.13,
    interval: [-0.004, 0.086],
    intervalMethod: 'large-sample',
    sequentialP: 0.081,
    anytimeP: 0.2,
    evidence: 5,
    t: 0.62,
    chanceToWin: 0.94,
    expectedLoss: { ship: 0.001, keep: 0.042 },
    credibleInterval: null,
    medianUnbiased: null,
    significant: null,
    nonInferior: null,
    harm: null,
    ...more,
  };
}

/** One metric's figures. */
export function aReadOut(
  comparison: Partial<Comparison> = {},
  more: Partial<MetricReadOut> = {},
): MetricReadOut {
  const figures = { standardDeviation: 0.46, missingShare: null, chanceToBeBest: null };
  return {
    name: 'user_actioned',
    role: 'success',
    variants: [
      { name: 'control', count: 1_204, mean: 0.312, displayMean: 0.312, ...figures },
      { name: 'shorter', count: 1_187, mean: 0.353, displayMean: 0.353, ...figures },
    ],
    comparisons: [aComparison(comparison)],
    missingEvidence: null,
    ...more,
  };
}

/** What is seen of it. */
export function someResults(
  metrics: readonly MetricReadOut[],
  more: Partial<ExperimentResults> = {},
): ExperimentResults {
  const ratio = { counts: [1_204, 1_187], evidence: 0.3, warned: false, alarmed: false };
  return {
    experimentId: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77',
    status: 'running',
    verdict: 'running',
    reasons: [],
    evaluatedAt: '2026-03-04T10:40:00.000Z',
    overdue: false,
    readOut: {
      units: 2_391,
      progress: 0.62,
      sampleRatio: { assignment: ratio, settlement: ratio },
      mixed: { count: 0, share: 0, limit: 0.01 },
      metrics,
    },
    funnel: {
      resolved: 4_100,
      variants: [
        { name: 'control', resolved: 2_040, exposed: 1_245 },
        { name: 'shorter', resolved: 2_060, exposed: 1_255 },
      ],
      exposed: 2_500,
      settled: 2_391,
      counted: 2_391,
      leftOut: { mixed: 0, late: 0, other: 0 },
      flaggedTraces: {},
    },
    outlook: null,
    ...more,
  };
}

/** Why a verdict is what it is. */
export function aReason(code: string, more: Partial<Reason> = {}): Reason {
  return { code, metric: null, variant: null, numbers: {}, blocks: false, message: `${code}.`, ...more };
}

export const METRICS: readonly MetricDefinition[] = [
  {
    name: 'user_actioned',
    description: '',
    kind: 'binary',
    direction: 'increase',
    unit: '',
    scale: 'linear',
    margin: 0.02,
    source: 'outcome',
  },
  {
    name: 'latency',
    description: '',
    kind: 'continuous',
    direction: 'decrease',
    unit: 'ms',
    scale: 'log',
    margin: 250,
    source: 'trace',
  },
];

/** Something that was done to it. */
export function aStep(
  kind: ExperimentStep['kind'],
  details: Record<string, unknown>,
  actor = 'evaluation',
): ExperimentStep {
  return { kind, details, actor, at: '2026-03-05T09:00:00.000Z', trafficShare: 1, reason: '' };
}
