import { MetricText } from '../numbers/metric-text';
import { endingReasons, endingSentence, reasonSentence, type SaidReason } from '../reasons/reason-sentence';
import type { Decided, Effect, MetricKind } from './dashboard-api';

/** How an ending looks. */
export interface DecidedLook {
  readonly tone: 'good' | 'wait' | 'bad' | 'quiet';
  readonly icon: 'check' | 'warning' | 'info' | 'close';
  readonly word: string;
}

/** By its verdict; without one a person ended it. */
export function decidedLook({ verdict, winner, status, unhealthy }: Decided): DecidedLook {
  if (verdict === 'harmful') return { tone: 'bad', icon: 'warning', word: 'harmful' };
  if (verdict === 'invalid_srm' || (unhealthy && winner === null))
    return { tone: 'bad', icon: 'warning', word: 'unhealthy' };
  // What a person ended has no verdict.
  if (winner !== null && verdict === null) return { tone: 'quiet', icon: 'info', word: 'chosen' };
  if (winner !== null) return { tone: 'good', icon: 'check', word: 'won' };
  if (verdict === null && status === 'stopped') return { tone: 'quiet', icon: 'close', word: 'stopped' };
  const word =
    verdict === 'inconclusive'
      ? 'inconclusive'
      : verdict === 'no_meaningful_difference'
        ? 'no difference'
        : 'no winner';
  return { tone: 'quiet', icon: 'info', word };
}

/** An effect with its interval, in the metric's unit; of ratios as a relative change. */
export function effectWords(effect: Effect, metrics: readonly MetricKind[]): string {
  const { metric, scale, difference, low, high } = effect;
  const interval = low === null || high === null ? null : ([low, high] as const);
  const known = metrics.find(({ name }) => name === metric);
  return new MetricText(known, scale === 'log').difference(difference, interval);
}

/** Why it ended: what its figures showed, or what the person said who ended it. */
export function decidedSentence(
  { verdict, winner, units, reasons, conclusion, effect, unhealthy, servedHarm }: Decided,
  metrics: readonly MetricKind[],
): string {
  const say = (reason: SaidReason) =>
    reasonSentence(reason, (name) => writerOf(name, metrics, effect ? [effect] : []));
  const ended = verdict === null ? [] : endingReasons(verdict, reasons);
  const sentence =
    ended.length > 0
      ? ended.map((reason) => endingSentence(reason, say)).join(' ')
      : `${chosenWords({ verdict, winner, units })}${conclusion ?? 'It ended without a conclusion.'}`;
  const further = [
    ...(servedHarm === null ? [] : [`The prompt serves it all the same: everyone gets v${servedHarm}.`]),
    ...(unhealthy ? ['Its figures cannot be trusted.'] : []),
  ];
  return further.length > 0 ? [sentence.replace(/[.\s]*$/, '.'), ...further].join(' ') : sentence;
}

/** What undoing a promotion does to live traffic. */
export function undoConsequences({ name, promptName, promotion }: Decided): readonly string[] {
  const stays = 'Conversations that have begun keep theirs. The decision and its record stay as they are.';
  if (!promotion)
    return [
      `${promptName} serves again what it served before “${name}” ended; new conversations get those words.`,
      stays,
    ];
  const { serves, before, after, sameWords } = promotion;
  if (before === after)
    return [
      `${promptName} goes on serving v${after}: the promotion did not change its words. The experiment only no longer counts as promoted.`,
    ];
  const move = `Moves ${serves} of ${promptName} v${after} → v${before}`;
  if (sameWords) return [`${move}, whose words are equal: conversations go on getting the same.`];
  return [
    serves === 'latest'
      ? `The words of v${before}, which ${promptName} served before the promotion, become a new latest version, which it then serves instead of v${after} to conversations that begin from now on.`
      : `${move}, which it served before the promotion, for conversations that begin from now on.`,
    stays,
  ];
}

/** Who was chosen where no test decided, and whether any figures speak for it; empty otherwise. */
function chosenWords({ verdict, winner, units }: Pick<Decided, 'verdict' | 'winner' | 'units'>): string {
  if (verdict !== null || !winner) return '';
  return `${winner} was chosen by hand${units > 0 ? '' : ', without evidence'}. `;
}

/** Who writes a metric's differences; nobody where it may have been analysed as ratios, and it is not known whether. */
export function writerOf(
  name: string,
  metrics: readonly MetricKind[],
  known: readonly Pick<Effect, 'metric' | 'scale'>[] = [],
): MetricText | undefined {
  const metric = metrics.find((of) => of.name === name);
  const scale = known.find((of) => of.metric === name)?.scale ?? (metric?.scale === 'log' ? null : 'linear');
  return metric && scale ? new MetricText(metric, scale === 'log') : undefined;
}
