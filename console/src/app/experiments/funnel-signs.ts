import { listed } from './listed';
import { formatCount } from '../numbers/format';
import type { Funnel } from './results-api';

/** What the first steps of a funnel say about the traffic itself. */
export interface FunnelSign {
  readonly tone: 'warning' | 'info';
  readonly text: string;
  /** The agents that report are worth a look. */
  readonly consumers: boolean;
}

/** Fewer answers say nothing yet: the first traces are still under way. */
const ENOUGH_ANSWERS = 20;
/** A conversation may ask often; of so many answers for each, most were probably of others. */
const MANY_ANSWERS = 1_000;
const MANY_A_CONVERSATION = 50;
/** Counts are up to half a minute apart. */
const CLEARLY_FEWER = 0.9;
/** Agents report their answers each half minute; whoever is silent for so long reports no more of that time. */
const REPORTED_MS = 2 * 60_000;
/** So much of an average day cannot come within one delay, even at the busiest time of the day. */
const NO_DELAY_DAYS = 10 / (24 * 60);

/** The moments and the pace that tell a delay from agents that do not report. */
export interface FunnelMoment {
  /** Since when no conversation is let in, because it is paused or over; null while some are. */
  readonly closedAt: string | null;
  /** Conversations of the experiment; null where nobody knows. */
  readonly perDay: number | null;
}

/** So many answers may still be on their way from the agents. */
export function awaitedAnswers({ closedAt, perDay }: FunnelMoment, now: Date): number {
  if (closedAt !== null && now.getTime() - Date.parse(closedAt) > REPORTED_MS) return 0;
  return perDay === null ? Infinity : perDay * NO_DELAY_DAYS;
}

/**
 * What is wrong, or cannot be known, between resolved and exposed; null when they fit together.
 *
 * @param awaited How many answers may still be on their way.
 * @example funnelSign({ ...funnel, resolved: 400, exposed: 0 })?.tone // 'warning'
 */
export function funnelSign(
  { resolved, exposed, variants, flaggedTraces }: Funnel,
  awaited = 0,
): FunnelSign | null {
  const flagged = Object.values(flaggedTraces).reduce((sum, count) => sum + count, 0);
  if (resolved >= ENOUGH_ANSWERS && exposed + flagged === 0)
    return {
      tone: 'warning',
      text: 'Agents ask, but no trace has arrived: they do not send any, or their key may not record.',
      consumers: true,
    };
  const behind = variantsBehind(variants);
  if (behind.length > 0)
    return {
      tone: 'warning',
      text: `Far fewer answers of ${listed(behind.map(({ name }) => name))} led to a trace than of the others: agents fail with these words, lose their traces, or ask more often.`,
      consumers: false,
    };
  if (resolved >= MANY_ANSWERS && exposed > 0 && resolved >= MANY_A_CONVERSATION * exposed)
    return {
      tone: 'info',
      text: `About ${formatCount(Math.round(resolved / exposed))} answers for each exposed conversation. If conversations do not ask that often, traces are missing.`,
      consumers: true,
    };
  if (resolved > 0 && resolved < CLEARLY_FEWER * exposed && exposed - resolved <= awaited)
    return {
      tone: 'info',
      text: 'Fewer answers than conversations so far: agents report theirs up to half a minute later. When that stays so, some do not report theirs.',
      consumers: true,
    };
  if (resolved > 0 && resolved < CLEARLY_FEWER * exposed)
    return {
      tone: 'info',
      text: 'Fewer answers than conversations: some agents do not report theirs, or did not at first.',
      consumers: true,
    };
  return null;
}

/** Those whose answers are followed by far fewer exposed conversations than another variant's: chance hardly makes that. */
function variantsBehind(variants: Funnel['variants']): Funnel['variants'] {
  const known = variants.filter(({ resolved }) => resolved >= ENOUGH_ANSWERS);
  const best = Math.max(0, ...known.map((variant) => variant.exposed / variant.resolved));
  return known.filter((variant) => variant.exposed / variant.resolved < best / 2);
}

/** What stands beside the number of answers. @example resolvedMeaning(funnel) // 'answers that named a variant, …' */
export function resolvedMeaning({ resolved, exposed }: Funnel, awaited = 0): string {
  if (resolved > 0 && resolved < exposed && awaited > 0)
    return 'answers that named a variant; agents report theirs up to half a minute later than conversations';
  if (resolved > 0) return 'answers that named a variant; a conversation may ask several times';
  if (exposed > 0 && exposed <= awaited) return 'none reported yet: agents do so up to half a minute later';
  if (exposed > 0) return 'none reported: agents of an earlier release do not count their answers';
  return 'no agent has asked for a conversation in this experiment yet';
}
