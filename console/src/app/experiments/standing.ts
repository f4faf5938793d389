import { formatCount } from '../numbers/format';
import { endingReasons } from '../reasons/reason-sentence';
import type { ServedState } from './act-words';
import { decidedBy } from './decided-by';
import type { Experiment, MetricDefinition, Reason } from './experiments-api';
import type { Evaluation, ExperimentResults } from './results-api';
import {
  chosenWord,
  DRAFT,
  ENDED,
  type Look,
  NO_WINNER,
  READY,
  UNUSABLE,
  winnerWord,
} from './standing-words';
import {
  chosenSentence,
  endSentence,
  guardrailSentence,
  isChosenByHand,
  lastStep,
  leaderSentence,
  meanwhileSentences,
  missingSentence,
  reasonSentences,
  type Seen,
  servedNow,
  tooFewWords,
  variantWords,
  winnerSentence,
} from './standing-sentences';
import { stopped } from './stopped-standing';
import { failedChecks, unhealthyReasons } from './unhealthy-sentences';

/** Where an experiment stands, in words: what, why, and what happens next. */
export interface Standing extends Look {
  readonly headline: string;
  readonly why: readonly string[];
  /** What decided, at which conversation, when; empty when no test did. */
  readonly decided: string;
  readonly next: string;
  /** Nobody may read a winner off the figures. */
  readonly distrusted: boolean;
}

/** What is said before it is known what decided. */
export type Said = Omit<Standing, 'decided' | 'distrusted'>;

/** Says where an experiment stands. */
export function standingOf(
  experiment: Experiment,
  results: ExperimentResults | undefined,
  metrics: readonly MetricDefinition[],
  looks: readonly Evaluation[] = [],
  served?: ServedState,
): Standing {
  const seen: Seen = { experiment, results, metrics, looks };
  const distrusted = results !== undefined && isUnhealthy(results);
  const said = saidOf(seen, served);
  return {
    ...said,
    ...(distrusted && experiment.endAt !== null ? { why: distrustedEnd(seen, results, said) } : {}),
    decided: decidedBy(experiment, results),
    distrusted,
  };
}

/** What an ending rests on says nothing when the figures do not; but harm counts in doubt too. */
function distrustedEnd(seen: Seen, results: ExperimentResults, { tone, why }: Said): readonly string[] {
  const { experiment, looks } = seen;
  return [
    ...(tone === 'bad' ? why : [endSentence(experiment)].filter((sentence) => sentence !== '')),
    'Its figures cannot be trusted.',
    ...failedChecks(experiment, results, looks).map(({ what }) => what),
  ];
}

function isUnhealthy({ verdict, reasons }: ExperimentResults): boolean {
  return verdict === 'invalid_srm' || unhealthyReasons(reasons).length > 0;
}

function saidOf(seen: Seen, served: ServedState | undefined): Said {
  const { experiment } = seen;
  switch (experiment.status) {
    case 'draft':
      return draft(experiment);
    case 'completed':
      return completed(seen, served);
    case 'stopped':
      return stopped(seen, served);
    default:
      return onTrial(seen);
  }
}

function draft({ allowedActions }: Experiment): Said {
  return {
    ...DRAFT,
    headline: 'Not started.',
    why: [
      'No conversation is affected. Versions, shares and plan can still change; they are fixed when it starts.',
    ],
    next: allowedActions.includes('start') ? 'Start it when the plan is right.' : '',
  };
}

function onTrial(seen: Seen): Said {
  const { experiment, results } = seen;
  const paused = experiment.status === 'paused';
  const standing = results ? running(seen, results) : UNREAD;
  if (!paused) return standing;
  return {
    ...standing,
    word: standing.tone === 'bad' ? standing.word : 'paused',
    tone: standing.tone === 'bad' ? 'bad' : 'wait',
    next: `Paused: no new conversation is let in, those inside keep their variant. ${standing.next}`.trim(),
  };
}

/** What is known of one on trial without its figures: they are on their way, or could not be read. */
const UNREAD: Said = {
  tone: 'info',
  word: 'running',
  headline: 'The figures are not known just now.',
  why: ['This page has not been able to read them yet. The experiment goes on, and is looked at by itself.'],
  next: '',
};

function running(seen: Seen, results: ExperimentResults): Said {
  const { reasons, verdict, readOut } = results;
  if (isUnhealthy(results)) return unhealthy(seen, results);
  if (verdict === null || !readOut || readOut.units === 0) return waitingForData(results);
  if (verdict === 'harmful')
    return {
      ...ENDED.harmful,
      headline: 'A variant does harm.',
      why: reasonSentences(seen, endingReasons(verdict, reasons)),
      next: 'It ends by itself at the next look.',
    };
  const blocks = reasons.filter(({ blocks }) => blocks);
  if (verdict === 'waiting') return blocked(seen, results, blocks);
  return {
    tone: 'info',
    word: 'running',
    headline: 'Not yet decided.',
    why: [
      leaderSentence(seen, results),
      missingSentence(seen),
      ...meanwhileSentences(seen, reasons),
      guardrailSentence(results),
    ].filter((sentence) => sentence !== ''),
    next: missingSentence(seen)
      ? 'It cannot decide before every variant is seen.'
      : seen.experiment.status === 'paused'
        ? 'It goes on being evaluated, and until it is resumed ends by itself only for harm.'
        : 'Nothing to do: it completes by itself when the test has shown a difference, when the planned conversations are settled, or when its time is over.',
  };
}

function unhealthy({ experiment, looks }: Seen, results: ExperimentResults): Said {
  const checks = failedChecks(experiment, results, looks);
  const heals = checks.length > 0 && checks.every((check) => check.heals);
  return {
    ...UNUSABLE,
    headline: 'The figures cannot be trusted.',
    why: checks.flatMap(({ what, act }) => [what, act]).filter((sentence) => sentence !== ''),
    next: heals
      ? 'No winner is declared until this heals.'
      : 'No winner is declared meanwhile, and this does not heal by itself: what is lost stays lost.',
  };
}

function waitingForData(results: ExperimentResults): Said {
  const exposed = results.funnel?.exposed ?? 0;
  return {
    tone: 'info',
    word: 'running',
    headline: 'No conversation is settled yet.',
    why: [
      exposed > 0
        ? `${formatCount(exposed)} ${exposed === 1 ? 'conversation is' : 'conversations are'} inside; each counts when its window has closed.`
        : 'No agent has reported a conversation yet. Each counts when its window has closed.',
    ],
    next: results.evaluatedAt
      ? 'Nothing to do: it is looked at again and again by itself.'
      : 'The first look comes by itself.',
  };
}

function blocked(seen: Seen, results: ExperimentResults, blocks: readonly Reason[]): Said {
  const needsPerson = blocks.find(({ code }) => code === 'approval' || code === 'paused');
  const better = results.reasons.find(({ code }) => code === 'significantly_better');
  const name = better?.variant ? variantWords(seen.experiment, better.variant) : 'A variant';
  return {
    tone: 'wait',
    word: needsPerson ? READY : 'waiting',
    headline:
      needsPerson?.code === 'approval'
        ? `${name} won, and waits for a person to agree.`
        : `${name} is better, but cannot be declared yet.`,
    why: [
      ...results.reasons
        .filter(({ code }) => code === 'significantly_better')
        .slice(0, 1)
        .map(() => leaderSentence(seen, results)),
      ...reasonSentences(
        seen,
        blocks.filter(({ code }) => code !== 'approval' && code !== 'paused'),
      ),
    ].slice(0, 5),
    next: nextOf(blocks),
  };
}

/** What goes away as time passes and conversations come. */
const PASSING: ReadonlySet<string> = new Set([
  'minimum_runtime',
  'minimum_units',
  'hold_time',
  'guardrail_open',
  'no_longer_better',
]);

function nextOf(blocks: readonly Reason[]): string {
  const others = blocks.filter(({ code }) => code !== 'paused');
  const paused = others.length < blocks.length;
  if (others.some(({ code }) => code === 'approval'))
    return `Approve it${paused ? ' and resume it' : ''} to complete the experiment, or stop it.`;
  if (paused && others.every(({ code }) => PASSING.has(code)))
    return 'Resume it to let the verdict complete it, or stop it.';
  return others.every(({ code }) => PASSING.has(code))
    ? 'Nothing to do: it completes by itself when that is met, and ends without a winner when its time is over before.'
    : 'That does not pass by itself: complete it by hand, or stop it.';
}

const ENDINGS: Readonly<Record<string, (Look & Pick<Standing, 'headline'>) | undefined>> = {
  futile: {
    ...ENDED.futile,
    headline: 'Ended early: a difference worth knowing became too unlikely to be found.',
  },
  no_meaningful_difference: { ...ENDED.no_meaningful_difference, headline: 'No difference that matters.' },
  inconclusive: {
    ...ENDED.inconclusive,
    headline: 'Not known: it ended before the evidence was enough.',
  },
};

function completed(seen: Seen, served: ServedState | undefined): Said {
  const { experiment, results } = seen;
  const how = endSentence(experiment);
  if (experiment.winner !== null && isChosenByHand(experiment))
    return {
      tone: 'quiet',
      word: chosenWord(experiment.winner, experiment.promoted),
      headline: `${variantWords(experiment, experiment.winner)} was chosen by hand.`,
      why: [chosenSentence(seen, experiment.winner), how].filter((sentence) => sentence !== ''),
      next: servedNow(experiment, served),
    };
  if (experiment.winner !== null) {
    return {
      tone: 'good',
      word: winnerWord(experiment.winner, experiment.promoted),
      headline: `${variantWords(experiment, experiment.winner)} won.`,
      why: [results ? winnerSentence(seen, experiment.winner) : '', how].filter(
        (sentence) => sentence !== '',
      ),
      next: servedNow(experiment, served),
    };
  }
  // What the evaluation concluded when it ended the experiment; a person's own ending has none.
  const verdict = lastStep(experiment, 'completed')?.details['verdict'];
  const ending = typeof verdict === 'string' ? ENDINGS[verdict] : undefined;
  return {
    ...(ending ?? { tone: 'quiet' as const, word: NO_WINNER, headline: 'Completed without a winner.' }),
    ...(verdict === 'futile' && results?.reasons.some(({ code }) => code === 'underpowered')
      ? { headline: tooFewWords(experiment) }
      : {}),
    why: [
      ...(results?.readOut ? [leaderSentence(seen, results)] : []),
      ...(results && ending ? reasonSentences(seen, endingReasons(results.verdict, results.reasons)) : []),
      how,
    ].filter((sentence) => sentence !== ''),
    next: 'The prompt serves what it served before.',
  };
}
