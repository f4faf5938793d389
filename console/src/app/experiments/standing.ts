import { formatCount } from '../numbers/format';
import type { Experiment, MetricDefinition, Reason } from './experiments-api';
import type { ExperimentResults } from './results-api';
import { DRAFT, ENDED, type Look, NO_WINNER, READY, STOPPED, UNUSABLE, winnerWord } from './standing-words';
import {
  endSentence,
  guardrailSentence,
  harmSentences,
  lastStep,
  leaderSentence,
  missingSentence,
  type Seen,
  variantWords,
  winnerSentence,
} from './standing-sentences';

/** Where an experiment stands, in words: what, why, and what happens next. */
export interface Standing extends Look {
  readonly headline: string;
  readonly why: readonly string[];
  readonly next: string;
}

const UNHEALTHY = new Set([
  'sample_ratio_assignment',
  'sample_ratio_settlement',
  'mixed_exposure',
  'missing_outcomes_differ',
]);

/** What makes the figures unusable, among the reasons. */
export function unhealthyReasons(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.filter(({ code }) => UNHEALTHY.has(code));
}

/** Says where an experiment stands. */
export function standingOf(
  experiment: Experiment,
  results: ExperimentResults | undefined,
  metrics: readonly MetricDefinition[],
): Standing {
  const seen: Seen = { experiment, results, metrics };
  switch (experiment.status) {
    case 'draft':
      return draft(experiment);
    case 'completed':
      return completed(seen);
    case 'stopped':
      return stopped(seen);
    default:
      return onTrial(seen);
  }
}

function draft({ allowedActions }: Experiment): Standing {
  return {
    ...DRAFT,
    headline: 'Not started.',
    why: [
      'No conversation is affected. Versions, shares and plan can still change; they are fixed when it starts.',
    ],
    next: allowedActions.includes('start') ? 'Start it when the plan is right.' : '',
  };
}

function onTrial(seen: Seen): Standing {
  const { experiment, results } = seen;
  const paused = experiment.status === 'paused';
  const standing = results ? running(seen, results) : waitingForData();
  if (!paused) return standing;
  return {
    ...standing,
    word: standing.tone === 'bad' ? standing.word : 'paused',
    tone: standing.tone === 'bad' ? 'bad' : 'wait',
    next: `Paused: no new conversation is let in, those inside keep their variant. ${standing.next}`.trim(),
  };
}

function running(seen: Seen, results: ExperimentResults): Standing {
  const { reasons, verdict, readOut } = results;
  const unhealthy = unhealthyReasons(reasons);
  if (verdict === 'invalid_srm' || unhealthy.length > 0) {
    return {
      ...UNUSABLE,
      headline: 'The figures cannot be trusted.',
      why: (unhealthy.length > 0 ? unhealthy : reasons).map(({ message }) => message),
      next:
        verdict === 'invalid_srm'
          ? 'Nothing is decided until this heals. When the cause is in how agents report, stop it, repair that, and start anew.'
          : 'A winner is not declared until this heals.',
    };
  }
  if (verdict === null || !readOut || readOut.units === 0) return waitingForData(results);
  if (verdict === 'harmful')
    return {
      ...ENDED.harmful,
      headline: 'A variant does harm.',
      why: harmSentences(seen, results),
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
      ...reasons
        .filter(({ code }) => code === 'sample_ratio_warning' || code === 'split_changed')
        .map(({ message }) => message),
      guardrailSentence(results),
    ].filter((sentence) => sentence !== ''),
    next: 'It completes by itself when a boundary is crossed, the planned units are reached or its time is over.',
  };
}

function waitingForData(results?: ExperimentResults): Standing {
  const exposed = results?.funnel?.exposed ?? 0;
  return {
    tone: 'info',
    word: 'running',
    headline: 'No conversation is settled yet.',
    why: [
      exposed > 0
        ? `${formatCount(exposed)} ${exposed === 1 ? 'conversation is' : 'conversations are'} inside; each counts when its window has closed.`
        : 'No agent has reported a conversation yet. Each counts when its window has closed.',
    ],
    next: 'The first look comes by itself.',
  };
}

function blocked(seen: Seen, results: ExperimentResults, blocks: readonly Reason[]): Standing {
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
        .map(() => leaderSentence(seen, results)),
      ...blocks.map(({ message }) => message),
    ].slice(0, 5),
    next: needsPerson?.code === 'approval' ? 'Approve it to complete the experiment, or stop it.' : '',
  };
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

function completed(seen: Seen): Standing {
  const { experiment, results } = seen;
  const how = endSentence(experiment);
  if (experiment.winner !== null) {
    return {
      tone: 'good',
      word: winnerWord(experiment.winner, experiment.promoted),
      headline: `${variantWords(experiment, experiment.winner)} won.`,
      why: [results ? winnerSentence(seen, experiment.winner) : '', how].filter(
        (sentence) => sentence !== '',
      ),
      next: experiment.promoted
        ? 'It is what the prompt serves now.'
        : 'It is not promoted: the prompt serves what it served before.',
    };
  }
  // What the evaluation concluded when it ended the experiment; a person's own ending has none.
  const verdict = lastStep(experiment, 'completed')?.details['verdict'];
  const ending = typeof verdict === 'string' ? ENDINGS[verdict] : undefined;
  return {
    ...(ending ?? { tone: 'quiet' as const, word: NO_WINNER, headline: 'Completed without a winner.' }),
    why: [...(results?.readOut ? [leaderSentence(seen, results)] : []), how].filter(
      (sentence) => sentence !== '',
    ),
    next: 'The prompt serves what it served before.',
  };
}

function stopped(seen: Seen): Standing {
  const { experiment, results } = seen;
  const step = lastStep(experiment, 'stopped');
  const next =
    step?.details['immediate'] === true
      ? 'Everyone gets what the prompt serves again, running conversations too.'
      : 'Conversations that were inside keep their variant until they end.';
  if (step?.details['verdict'] === 'harmful') {
    const why = results ? harmSentences(seen, results) : [];
    return {
      ...ENDED.harmful,
      headline: 'A variant did harm, so it was ended at once.',
      why: why.length > 0 ? why : [endSentence(experiment)],
      next,
    };
  }
  return {
    ...STOPPED,
    headline: 'Stopped without a result.',
    why: [endSentence(experiment)],
    next,
  };
}
