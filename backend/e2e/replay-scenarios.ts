import type { Replayed } from './replay';

/** Minutes between the moments at which agents report. */
export const STEP = 10;

/** One use of the prompt in a conversation. */
export interface Turn {
  /** Minutes after the conversation began, below `STEP`. */
  readonly after: number;
  readonly latencyMs: number;
  /** Its conversation is reported as several, by what is added to the conversation's id. */
  readonly split?: string;
  /** What is said of it, minutes after it. */
  readonly outcome: { readonly metric: string; readonly value: number; readonly after: number };
}

/** What a conversation does with the words it was given; no turn: nothing of it ever arrives. */
export type Behaviour = (conversation: {
  readonly variant: 'control' | 'b';
  /** Part of the traffic's time that had passed when it began, in [0, 1). */
  readonly progress: number;
  /** Uniform on [0, 1), its own. */
  readonly draw: () => number;
}) => readonly Turn[];

/** Traffic with something in it that an experiment has to find out. */
export interface Scenario {
  readonly name: string;
  /** Of the short run. */
  readonly seed: number;
  readonly plan: object;
  readonly steps: number;
  /** New conversations a step. */
  readonly rate: number;
  /** Share of the traffic from this part of the time on, in their order; the first is that of the start. */
  readonly growth?: ReadonlyArray<{ readonly from: number; readonly share: number }>;
  readonly behaviour: Behaviour;
  /** What is wrong with how it ended; nothing when the engine is right. */
  readonly wrong: (replayed: Replayed) => string[];
  /** Seeded runs that may end otherwise by bad luck, of twenty; only the long run has so many. */
  readonly unlucky: number;
  /** The same traffic with a fault in it: `wrong` must see it. */
  readonly faults: Readonly<Record<string, Behaviour>>;
}

const BASE_PLAN = {
  primaryMetric: 'user_actioned',
  minimumDetectableEffect: 0.1,
  windowMinutes: 20,
  graceMinutes: 10,
  minimumRuntimeMinutes: 0,
  maximumRuntimeMinutes: 600,
  minimumUnits: 30,
  maximumUnits: 900,
};
const LATENCY = { metric: 'latency', margin: 200 };

/** One turn, acted on with this chance. */
const acting =
  (
    chance: (variant: 'control' | 'b', progress: number) => number,
    meanLatencyMs: (variant: 'control' | 'b') => number = () => 1_000,
  ): Behaviour =>
  ({ variant, progress, draw }) => {
    const value = draw() < chance(variant, progress) ? 1 : 0;
    // A triangle of width 1,000 around its mean.
    const latencyMs = meanLatencyMs(variant) + 500 * (draw() + draw() - 1);
    return [{ after: 9 * draw(), latencyMs, outcome: { metric: 'user_actioned', value, after: 8 * draw() } }];
  };

const swapped = (variant: 'control' | 'b') => (variant === 'b' ? 'control' : 'b');
const better = (variant: 'control' | 'b') => (variant === 'b' ? 0.5 : 0.3);

/** Conversations of one to twelve turns, each with a mood of its own. */
const moody: Behaviour = ({ draw }) => {
  const mood = draw() < 0.5 ? 0.2 : 0.8;
  const turns = 1 + Math.floor(12 * draw());
  return Array.from({ length: turns }, (_, i) => ({
    after: (i * 9) / turns,
    latencyMs: 1_000,
    outcome: { metric: 'confidence', value: Math.min(1, Math.max(0, mood + 0.3 * (draw() - 0.5))), after: 1 },
  }));
};

const codes = ({ conclusions }: Replayed) =>
  conclusions.flatMap(({ reasons }) => reasons.map(({ code }) => code));
const expectAll = (checks: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(checks).flatMap(([what, holds]) => (holds ? [] : [what]));

const noWinner = (replayed: Replayed): string[] => {
  const { experiment, verdict } = replayed;
  const why = codes(replayed);
  const reason = {
    futile: 'conditional_power',
    no_meaningful_difference: 'within_minimum_effect',
    inconclusive: 'horizon_reached',
  }[verdict as string];
  return expectAll({
    'ends without a winner': ['futile', 'no_meaningful_difference', 'inconclusive'].includes(verdict),
    'says why': reason !== undefined && why.some((code) => code === reason),
    'is completed': experiment.status === 'completed' && experiment.winner === null && !experiment.promoted,
    'concludes in words': /^(Ended early|No difference|Undecided)/.test(experiment.conclusion ?? ''),
    'still serves the control': replayed.servedVersion === 2,
  });
};

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a winner',
    seed: 1,
    plan: { ...BASE_PLAN, promote: 'winner', minimumRuntimeMinutes: 60, guardrails: [LATENCY] },
    steps: 16,
    rate: 45,
    behaviour: acting(better),
    wrong: (replayed) => {
      const { experiment, verdict, servedVersion, servedWords } = replayed;
      return expectAll({
        'is a success': verdict === 'success' && experiment.winner === 'b',
        'says why': codes(replayed).includes('significantly_better'),
        'is completed': experiment.status === 'completed',
        'concludes in words': (experiment.conclusion ?? '').startsWith(
          '"b" won. Variant b is significantly better',
        ),
        'is promoted': experiment.promoted && experiment.decision?.promotion?.promoted === true,
        'serves the words of b as a new version': servedVersion === 3 && servedWords === 'words of b',
      });
    },
    unlucky: 1,
    faults: {
      'the outcomes of the variants are exchanged': acting((variant) => better(swapped(variant))),
      'there is no difference': acting(() => 0.4),
    },
  },
  {
    name: 'a loser',
    seed: 1,
    plan: { ...BASE_PLAN, promote: 'winner' },
    steps: 16,
    rate: 45,
    behaviour: acting((variant) => better(swapped(variant))),
    wrong: (replayed) => {
      const { experiment, verdict, servedVersion, pinned } = replayed;
      return expectAll({
        'is harmful': verdict === 'harmful',
        'says why': codes(replayed).includes('significantly_worse'),
        'is stopped': experiment.status === 'stopped' && experiment.winner === null && !experiment.promoted,
        'concludes in words': /^Stopped for everybody.*significantly worse/.test(experiment.conclusion ?? ''),
        'still serves the control': servedVersion === 2,
        'takes it from conversations under way':
          pinned?.before === 'words of b' && pinned.after === 'words of control',
      });
    },
    unlucky: 1,
    faults: { 'the outcomes of the variants are exchanged': acting(better) },
  },
  {
    name: 'no difference',
    seed: 1,
    plan: { ...BASE_PLAN, promote: 'winner' },
    steps: 22,
    rate: 45,
    behaviour: acting(() => 0.4),
    wrong: noWinner,
    unlucky: 2,
    faults: { 'b is better': acting(better) },
  },
  {
    name: 'no difference, and traces of b are lost',
    seed: 1,
    plan: { ...BASE_PLAN, maximumUnits: 4_000 },
    steps: 26,
    rate: 45,
    behaviour: (conversation) =>
      conversation.variant === 'b' && conversation.draw() < 0.3 ? [] : acting(() => 0.4)(conversation),
    wrong: (replayed) => {
      const { experiment, verdict, reasons } = replayed;
      const found = reasons.find(({ code }) => code === 'sample_ratio_assignment');
      return expectAll({
        'is not valid': verdict === 'invalid_srm',
        'says why, and that it blocks': found?.blocks === true && found.message.includes('do not fit'),
        'goes on, beyond its maximum runtime':
          experiment.status === 'running' && experiment.decision === null,
      });
    },
    unlucky: 2,
    faults: { 'nothing is lost': acting(() => 0.4) },
  },
  {
    name: 'b is better and much slower',
    seed: 1,
    plan: { ...BASE_PLAN, promote: 'winner', minimumRuntimeMinutes: 150, guardrails: [LATENCY] },
    steps: 12,
    rate: 45,
    behaviour: acting(better, (variant) => (variant === 'b' ? 1_400 : 1_000)),
    wrong: (replayed) => {
      const { experiment, verdict, servedVersion, pinned } = replayed;
      return expectAll({
        'is harmful': verdict === 'harmful',
        'says why': codes(replayed).includes('harm_alarm'),
        'is stopped': experiment.status === 'stopped' && experiment.winner === null && !experiment.promoted,
        'concludes in words': /^Stopped for everybody.*harms latency/.test(experiment.conclusion ?? ''),
        'still serves the control': servedVersion === 2,
        'takes it from conversations under way':
          pinned?.before === 'words of b' && pinned.after === 'words of control',
      });
    },
    unlucky: 0,
    faults: { 'b is as fast as the control': acting(better) },
  },
  {
    name: 'traffic grows while people act more and more often',
    seed: 1,
    plan: { ...BASE_PLAN, promote: 'winner' },
    steps: 28,
    rate: 55,
    growth: [
      { from: 0, share: 0.2 },
      { from: 0.3, share: 0.6 },
      { from: 0.6, share: 1 },
    ],
    behaviour: acting((_, progress) => 0.1 + 0.5 * progress),
    wrong: noWinner,
    unlucky: 2,
    faults: {
      'traces of b are lost while people seldom act': (conversation) =>
        conversation.variant === 'b' && conversation.progress < 0.7 && conversation.draw() < 0.8
          ? []
          : acting((_, progress) => 0.1 + 0.5 * progress)(conversation),
      'b is better': acting((variant, progress) => 0.1 + 0.3 * progress + (variant === 'b' ? 0.25 : 0)),
    },
  },
  {
    name: 'conversations of many turns, no difference',
    seed: 3,
    plan: { ...BASE_PLAN, primaryMetric: 'confidence', maximumUnits: 500, promote: 'winner' },
    steps: 18,
    rate: 32,
    behaviour: moody,
    wrong: noWinner,
    unlucky: 2,
    faults: {
      'every turn counts as a conversation': (conversation) =>
        moody(conversation).map((turn, i) => ({ ...turn, split: `-${i}` })),
      'b is in a better mood': (conversation) =>
        moody(conversation).map((turn) =>
          conversation.variant === 'b'
            ? { ...turn, outcome: { ...turn.outcome, value: Math.min(1, turn.outcome.value + 0.25) } }
            : turn,
        ),
    },
  },
];
