/** The test that decides: a planned boundary, an anytime-valid process, or both on a split alpha. */
export const TEST_MODES = ['hybrid', 'planned', 'anytime'] as const;
/** What happens by itself when a variant has won. */
export const PROMOTE_RULES = ['none', 'winner'] as const;

/** A metric that must not get worse by `margin` or more. */
export interface PlannedGuardrail {
  readonly metric: string;
  /** In the metric's unit; `null` = the metric's own. */
  readonly margin: number | null;
}

/** How the parts of `insight_quality` are weighed; they sum to 1. */
export interface InsightQualityWeights {
  readonly confidence: number;
  readonly user_actioned: number;
  readonly architect_satisfaction: number;
}

/** What will be measured, how sure one wants to be, and when it ends. Frozen at start. */
export interface ExperimentPlan {
  readonly primaryMetric: string;
  readonly secondaryMetrics: readonly string[];
  readonly guardrails: readonly PlannedGuardrail[];
  /** Two-sided, over the whole family of hypotheses. */
  readonly alpha: number;
  readonly power: number;
  /** Absolute, in the primary metric's unit. */
  readonly minimumDetectableEffect: number;
  readonly minimumRuntimeMinutes: number;
  readonly maximumRuntimeMinutes: number;
  /** From the assignment of a conversation until it is settled; the same for every variant. */
  readonly windowMinutes: number;
  /** How much longer its last outcomes are waited for. */
  readonly graceMinutes: number;
  /** Settled conversations of each variant before anything is tested. */
  readonly minimumUnits: number;
  /** Settled conversations in all; `null` = what the effect, alpha and power ask for. */
  readonly maximumUnits: number | null;
  /**
   * What the primary metric is without the change, in its unit, and how much conversations differ in it: what the size is computed
   * from while the prompt's own traffic says too little. `null` = nobody knows; absent in plans from before there was this.
   */
  readonly expectedMean?: number | null;
  readonly expectedStandardDeviation?: number | null;
  readonly mode: (typeof TEST_MODES)[number];
  readonly promote: (typeof PROMOTE_RULES)[number];
  /** A person must agree before a winner is promoted. */
  readonly approval: boolean;
  /** How long a verdict must stand before the experiment is completed. */
  readonly holdMinutes: number;
  readonly insightQualityWeights: InsightQualityWeights;
  /** A conversation without a part of `insight_quality`: left out, or this value instead. */
  readonly missingComponent: 'exclude' | number;
}

/** A plan as it is sent: what is left out has a default. */
export type PlanInput = Pick<ExperimentPlan, 'primaryMetric' | 'minimumDetectableEffect'> &
  Partial<Omit<ExperimentPlan, 'guardrails'>> & {
    readonly guardrails?: ReadonlyArray<{ readonly metric: string; readonly margin?: number | null }>;
  };

/** A day to settle and 28 days at most; the figures of the default test were computed for these. */
export const PLAN_DEFAULTS = {
  alpha: 0.05,
  power: 0.8,
  minimumRuntimeMinutes: 1_440,
  maximumRuntimeMinutes: 40_320,
  windowMinutes: 1_440,
  graceMinutes: 5,
  minimumUnits: 30,
  maximumUnits: null,
  expectedMean: null,
  expectedStandardDeviation: null,
  mode: 'hybrid',
  promote: 'none',
  approval: false,
  holdMinutes: 0,
  insightQualityWeights: { confidence: 0.3, user_actioned: 0.4, architect_satisfaction: 0.3 },
  missingComponent: 'exclude',
} as const;

/** The plan with every default written out, so that a default that changes later changes no experiment. */
export function completePlan({ guardrails = [], ...given }: PlanInput): ExperimentPlan {
  const written = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...PLAN_DEFAULTS,
    secondaryMetrics: [],
    ...(written as typeof given),
    guardrails: guardrails.map(({ metric, margin = null }) => ({ metric, margin })),
  };
}
