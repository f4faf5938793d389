import { BETTER_ENERGY, CHATTY_BEHAVIOUR, REORDERED_DIAGNOSIS, SHORTER_STANDARD } from './wordings';

const DAY_MINUTES = 1_440;
/** Two days to settle: seconds, while the clock runs fast, and a busy machine must not lose outcomes. */
const WINDOW = { windowMinutes: 2 * DAY_MINUTES, graceMinutes: 60 };

/** How an experiment is meant to end. */
export type MeantEnd = 'promoted' | 'harmful' | 'unhealthy' | 'running';

/** An experiment of the demonstration: what is created through the API, and how it is meant to end. @example TRIALS[0]?.name */
export interface Trial {
  readonly prompt: string;
  readonly name: string;
  readonly hypothesis: string;
  readonly variants: readonly [string, string];
  readonly plan: Readonly<Record<string, unknown>>;
  /** Of the demonstration. */
  readonly startDay: number;
  readonly meant: MeantEnd;
}

export const BETTER: Trial = {
  prompt: BETTER_ENERGY.prompt,
  name: 'Units, a second look, and who does it',
  hypothesis: 'People act on what they can check and hand to somebody.',
  variants: ['control', 'who-and-units'],
  plan: {
    ...WINDOW,
    primaryMetric: 'insight_quality',
    minimumDetectableEffect: 0.06,
    guardrails: [{ metric: 'error', margin: 0.1 }],
    minimumRuntimeMinutes: 4 * DAY_MINUTES,
    promote: 'winner',
  },
  startDay: 2,
  meant: 'promoted',
};

export const HARMFUL: Trial = {
  prompt: CHATTY_BEHAVIOUR.prompt,
  name: 'Think aloud first',
  hypothesis: 'An analyst that thinks before it answers finds more.',
  variants: ['control', 'think-aloud'],
  plan: {
    ...WINDOW,
    primaryMetric: 'insight_quality',
    minimumDetectableEffect: 0.06,
    guardrails: [
      { metric: 'error', margin: 0.05 },
      { metric: 'latency', margin: 250 },
    ],
    minimumRuntimeMinutes: 3 * DAY_MINUTES,
    missingComponent: 0,
  },
  startDay: 2.5,
  meant: 'harmful',
};

export const UNHEALTHY: Trial = {
  prompt: REORDERED_DIAGNOSIS.prompt,
  name: 'What changed last comes first',
  hypothesis: 'Fresh faults are found sooner.',
  variants: ['control', 'last-change-first'],
  plan: {
    ...WINDOW,
    primaryMetric: 'user_actioned',
    minimumDetectableEffect: 0.05,
    // A horizon far away: it is to be seen how traffic breaks it, and nothing else.
    maximumUnits: 4_000,
  },
  startDay: 3,
  meant: 'unhealthy',
};

export const OPEN: Trial = {
  prompt: SHORTER_STANDARD.prompt,
  name: 'Fewer words at standard depth',
  hypothesis: 'It does as well with less.',
  variants: ['control', 'shorter'],
  plan: {
    ...WINDOW,
    primaryMetric: 'architect_satisfaction',
    minimumDetectableEffect: 0.02,
    guardrails: [{ metric: 'cost' }],
    maximumUnits: 6_000,
  },
  startDay: 6,
  meant: 'running',
};

export const TRIALS: readonly Trial[] = [BETTER, HARMFUL, UNHEALTHY, OPEN];
