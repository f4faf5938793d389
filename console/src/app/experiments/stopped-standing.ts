import { endingReasons } from '../reasons/reason-sentence';
import { type ServedState, servedWords } from './act-words';
import type { Reason } from './experiments-api';
import type { Said } from './standing';
import { endSentence, lastStep, reasonSentences, type Seen } from './standing-sentences';
import { ENDED, STOPPED } from './standing-words';

/** Where an experiment stands that was stopped, by a person or for the harm it did. */
export function stopped(seen: Seen, served: ServedState | undefined): Said {
  const { experiment, results } = seen;
  const step = lastStep(experiment, 'stopped');
  const next =
    step?.details['immediate'] === true
      ? `Everyone gets what the prompt serves again${served ? ` (${servedWords(served)})` : ''}, running conversations too.`
      : 'Conversations that were inside keep their variant until they end.';
  if (step?.details['verdict'] === 'harmful') {
    const reasons = endingReasons('harmful', results?.reasons ?? []);
    const why = reasonSentences(seen, reasons);
    const harm = servedHarm(seen, reasons, served);
    return {
      ...ENDED.harmful,
      headline: 'A variant did harm, so it was ended at once.',
      why: why.length > 0 ? why : [experiment.conclusion ?? ''],
      next: harm
        ? `Everyone gets v${harm} now, which did harm: the prompt serves it. Make it serve another version.`
        : next,
    };
  }
  return {
    ...STOPPED,
    headline: 'Stopped without a result.',
    why: [endSentence(experiment)],
    next,
  };
}

/** The version that did harm and is what the prompt serves: ending the experiment changed nothing about that. */
function servedHarm(
  { experiment }: Seen,
  reasons: readonly Reason[],
  served: ServedState | undefined,
): number | undefined {
  const harmful = experiment.variants.filter(({ name }) => reasons.some(({ variant }) => variant === name));
  return harmful.map(({ version }) => version).find((version) => version === served?.servedVersion);
}
