import {
  ACTION_RATE,
  experimentCell,
  FAILURE_RATE,
  LATENCY_SPREAD,
  NO_EFFECT,
  QUALITY_SPREAD,
} from './experiments';
import { planExperiment } from '../plan-experiment';
import { DEFAULT_SETTINGS } from '../default-settings';
import { type Cell } from './replicate';

const BETTER = { ...NO_EFFECT, quality: 0.05 };
const BETTER_TWICE = { ...BETTER, actioned: 0.14 };

/** A/A experiments through decide() after every unit, with the defaults: what evaluation does in production. */
export const AA_CELL = experimentCell({
  name: 'A/A experiments through decide() after every unit',
  mode: 'hybrid',
  effects: [NO_EFFECT, NO_EFFECT],
  guardrails: false,
  futility: true,
  plannedUnits: 500,
  horizonUnits: 618,
  units: 800,
  every: 1,
});

/** The same with guardrails: a false harm alarm is another way to end wrongly. */
export const AA_GUARDED_CELL = experimentCell({
  name: 'A/A experiments with two guardrails through decide()',
  mode: 'hybrid',
  effects: [NO_EFFECT, NO_EFFECT],
  guardrails: true,
  futility: true,
  plannedUnits: 500,
  horizonUnits: 618,
  units: 800,
  every: 20,
});

/** Two variants, two metrics that hang together, nothing is different: the whole family's error. */
export const FAMILY_NULL_CELLS = (['planned', 'anytime', 'hybrid'] as const).map((mode) =>
  experimentCell({
    name: `family of four, no difference, ${mode}`,
    mode,
    effects: [NO_EFFECT, NO_EFFECT, NO_EFFECT],
    guardrails: false,
    plannedUnits: 500,
    horizonUnits: 600,
    units: 1000,
    every: 1000,
  }),
);

/** One hypothesis of four is false, so that its alpha is handed on: the error on the other three. */
export const FAMILY_PARTLY_CELLS = (['planned', 'anytime', 'hybrid'] as const).map((mode) =>
  experimentCell({
    name: `family of four, one difference, ${mode}`,
    mode,
    effects: [NO_EFFECT, { ...NO_EFFECT, quality: 0.09 }, NO_EFFECT],
    guardrails: false,
    plannedUnits: 500,
    horizonUnits: 600,
    units: 1000,
    every: 1000,
  }),
);

/** Better on quality, but latency is worse by exactly the margin: shipping it is the guardrail's error, 5 %. */
export const AT_MARGIN_CELL = experimentCell({
  name: 'better, but slower by the margin',
  mode: 'hybrid',
  effects: [NO_EFFECT, { ...BETTER_TWICE, latency: 0.15 }],
  guardrails: true,
  plannedUnits: 700,
  horizonUnits: 840,
  units: 840,
  every: 20,
});

/** Slower than the margin by far: it ends, and not by shipping. */
export const HARMFUL_CELL = experimentCell({
  name: 'better, but harmful',
  mode: 'hybrid',
  effects: [NO_EFFECT, { ...BETTER_TWICE, latency: 0.3 }],
  guardrails: true,
  plannedUnits: 700,
  horizonUnits: 840,
  units: 840,
  every: 20,
});

/** The real plan for a real winner: how often the plan's power is kept through the whole ship rule. */
export function plannedWinnerCell(): Cell & { readonly plannedUnits: number } {
  const plan = planExperiment({
    metrics: [
      {
        name: 'insight_quality',
        role: 'success',
        weight: 0.5,
        spread: { standardDeviation: QUALITY_SPREAD },
        effect: 0.05,
      },
      {
        name: 'user_actioned',
        role: 'success',
        weight: 0.5,
        spread: { rate: ACTION_RATE, change: 1 },
        effect: 0.14,
      },
      {
        name: 'failed',
        role: 'guardrail',
        weight: 0,
        spread: { rate: FAILURE_RATE, change: 1 },
        effect: 0.05,
      },
      {
        name: 'latency',
        role: 'guardrail',
        weight: 0,
        spread: { standardDeviation: LATENCY_SPREAD },
        effect: 0.15,
      },
    ],
    shares: [0.5, 0.5],
    mode: 'hybrid',
    alpha: DEFAULT_SETTINGS.alpha,
    power: DEFAULT_SETTINGS.power,
    futility: true,
    minimumUnits: DEFAULT_SETTINGS.minimumUnits,
    guardrailAlpha: DEFAULT_SETTINGS.guardrailAlpha,
    plannedPart: DEFAULT_SETTINGS.plannedPart,
    unitsPerDay: 100,
    maximumRuntimeDays: 60,
    maximumUnits: null,
  });
  const cell = experimentCell({
    name: 'a winner as planned, two guardrails',
    mode: 'hybrid',
    effects: [NO_EFFECT, BETTER],
    guardrails: true,
    futility: true,
    plannedUnits: plan.plannedUnits,
    horizonUnits: plan.horizonUnits,
    units: Math.ceil(1.5 * plan.horizonUnits),
    every: 20,
  });
  return { ...cell, plannedUnits: plan.plannedUnits };
}

export function shippingCells(): Cell[] {
  return [
    AA_CELL,
    AA_GUARDED_CELL,
    ...FAMILY_NULL_CELLS,
    ...FAMILY_PARTLY_CELLS,
    AT_MARGIN_CELL,
    HARMFUL_CELL,
    plannedWinnerCell(),
  ];
}
