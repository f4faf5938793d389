import { type ExperimentSettings } from './experiment-settings';

/** The values recommended where a plan says nothing. Traffic, horizon, times and metrics have no sensible default. */
export const DEFAULT_SETTINGS = {
  mode: 'hybrid',
  alpha: 0.05,
  plannedPart: 0.8,
  power: 0.8,
  minimumUnits: 30,
  futility: true,
  mixedLimit: 0.001,
  sampleRatioAlpha: 0.001,
  guardrailAlpha: 0.05,
  harmAlpha: 0.01,
  missingAlpha: 0.001,
  winnerLoss: 0.25,
} as const satisfies Partial<ExperimentSettings>;
