export { addToMoments, emptyMoments } from './add-to-moments';
export { advance } from './advance';
export { advanceBetting, advanceGuardrailBetting, emptyBetting } from './advance-betting';
export type { Bet } from './advance-betting';
export {
  advanceSampleRatio,
  emptySampleRatio,
  SAMPLE_RATIO_CONCENTRATIONS,
  sampleRatioLogEvidence,
} from './advance-sample-ratio';
export { mirrored, normalBelief, rateBelief } from './belief';
export type { Belief } from './belief';
export { chanceToBeBest } from './chance-to-be-best';
export type { Ranking } from './chance-to-be-best';
export { closedEvidence } from './closed-evidence';
export { compareMeans } from './compare-means';
export type { MeanComparison } from './compare-means';
export { compareRatios, ratioEstimate } from './compare-ratios';
export type { RatioEstimate } from './compare-ratios';
export { conditionalPower } from './conditional-power';
export { countAssignment } from './count-assignment';
export { countExcluded } from './count-excluded';
export { decide } from './decide';
export type { Decision, DecisiveCrossing, Reason, ReasonCode, Verdict } from './decision';
export { decisionRecord } from './decision-record';
export type { DecisionRecord, RecordedComparison } from './decision-record';
export { DEFAULT_SETTINGS } from './default-settings';
export { evaluateEvent } from './evaluate-event';
export type { ExperimentEvent } from './evaluate-event';
export type {
  Direction,
  ExperimentSettings,
  MetricDesign,
  MetricKind,
  Mode,
  VariantDesign,
} from './experiment-settings';
export { detectableEffect, fixedSampleUnits } from './fixed-sample-units';
export type { FixedSample } from './fixed-sample-units';
export { findUnderpowered } from './find-underpowered';
export type { Underpowered } from './find-underpowered';
export { horizonInflation } from './horizon-inflation';
export { effectiveUnits, horizonShare } from './horizon-share';
export { initialState } from './initial-state';
export { BET_WEIGHTS, logMean, logMixture } from './log-evidence';
export { FEW_VALUES, meanInterval } from './mean-interval';
export type { MeanInterval, MeanRange, MeanSample } from './mean-interval';
export { medianUnbiasedDrift } from './median-unbiased';
export { mergeMoments } from './merge-moments';
export { normalPosterior } from './normal-posterior';
export type { NormalPosterior } from './normal-posterior';
export { openEndedRadius } from './open-ended-radius';
export { planExperiment } from './plan-experiment';
export type { ExperimentPlan, PlannedMetric, PlanRefusal, PlanRequest } from './plan-experiment';
export { plannedConstant } from './planned-constant';
export { addToRatioMoments, emptyRatioMoments } from './ratio-moments';
export type { RatioMoments } from './ratio-moments';
export { readOut } from './read-out';
export type {
  ComparisonResult,
  FrozenComparison,
  FrozenVariant,
  MetricResult,
  Results,
  SampleRatioResult,
  VariantResult,
} from './results';
export { sequentialPValue } from './sequential-p-value';
export type { Spread } from './spread';
export type {
  BettingState,
  ComparisonState,
  Crossing,
  Exclusion,
  FrozenMoments,
  Method,
  MetricState,
  Moments,
  SampleRatioState,
  StatisticsState,
} from './statistics-state';
export { tToZ } from './t-to-z';
export type { Unit } from './unit';
export { validateSettings } from './validate-settings';
export { zToT } from './z-to-t';
