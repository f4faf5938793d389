import { formatCount, formatSetShare, formatShare } from '../numbers/format';

/** Why an experiment stands as it does, as the API says it: a code, the figures, and a sentence for who has no better one. */
export interface SaidReason {
  readonly code: string;
  readonly metric: string | null;
  readonly variant: string | null;
  readonly numbers: Readonly<Record<string, number>>;
  readonly message: string;
}

/** How the differences of a metric are written. */
export interface MetricWriter {
  difference(difference: number | null, interval?: readonly [number, number] | null): string;
  size(size: number | null): string;
}

/** Of the metric as it was analysed; undefined where that is not known. */
export type WriterOf = (metric: string) => MetricWriter | undefined;

/**
 * A reason in words, with its figures as people read them here. Reasons without a figure in a metric's unit, and those of
 * metrics that nobody can write, are said as the server says them.
 *
 * @param variant How sentences name the variant.
 */
export function reasonSentence(
  reason: SaidReason,
  writerOf: WriterOf,
  variant: string = reason.variant ?? '',
): string {
  const writer = reason.metric === null ? undefined : writerOf(reason.metric);
  return counted(reason, variant) ?? (writer && written(reason, writer, variant)) ?? reason.message;
}

/** Reasons whose figures are counts. */
function counted({ code, numbers }: SaidReason, variant: string): string | undefined {
  const { progress, units, needed, since } = numbers;
  if (code === 'collecting' && progress !== undefined)
    return `${formatShare(progress)} of the planned information is in.`;
  if (code === 'minimum_units' && needed !== undefined)
    return `${formatCount(needed)} settled conversations of ${variant} and of the control are needed; there are ${formatCount(units)}.`;
  if ((code === 'sample_ratio_assignment' || code === 'sample_ratio_settlement') && since !== undefined)
    return `Conversations ${code === 'sample_ratio_assignment' ? 'arrive' : 'are settled'} in other shares than planned, since conversation ${formatCount(since)}. Find what loses or repeats them, then stop it and start anew.`;
  return undefined;
}

function written(
  { code, metric, numbers }: SaidReason,
  writer: MetricWriter,
  variant: string,
): string | undefined {
  const number = (name: string) => numbers[name] ?? null;
  const change = (name: string) => writer.difference(number(name));
  switch (code) {
    case 'harm_alarm':
      return `${variant} makes ${metric} worse: ${change('effect')} against the control.`;
    case 'significantly_worse':
      return `${variant} is worse on ${metric}: ${change('effect')} against the control.`;
    case 'significantly_better':
      return `${variant} is better on ${metric}: ${change('effect')} against the control.`;
    case 'no_longer_better':
      return `${variant} was shown to be better on ${metric}, but is not any more: ${change('difference')} by now. It is not shipped while it looks like that.`;
    case 'guardrail_open':
      return `Guardrail ${metric}: not yet shown that ${variant} is less than ${writer.size(number('margin'))} worse; ${seen(number('harm'), writer)}. It needs more conversations.`;
    case 'guardrail_undecidable':
      return `Guardrail ${metric}: not shown that ${variant} is less than ${writer.size(number('margin'))} worse, and its test has ended; ${seen(number('harm'), writer)}. Decide by hand, or plan more conversations or a wider margin.`;
    case 'underpowered':
      return `There is room for only ${formatCount(number('horizonUnits'))} of the up to ${formatCount(number('neededUnits'))} conversations of the control and a variant that ${writer.size(number('effect'))} on ${metric} takes. By what was known at the start, the chance to find it is about ${formatSetShare(Number((numbers['power'] ?? 0).toFixed(2)))}, not ${formatSetShare(numbers['asked'] ?? 0)}.`;
    case 'within_minimum_effect':
      return `The difference of ${variant} on ${metric} lies between ${change('low')} and ${change('high')}, less than ${writer.size(number('minimumDetectableEffect'))}, the smallest one worth finding.`;
    default:
      return undefined;
  }
}

function seen(harm: number | null, writer: MetricWriter): string {
  if (!harm) return 'no difference is seen so far';
  return `so far it looks ${writer.size(harm)} ${harm > 0 ? 'worse' : 'better'}`;
}

/** Reasons of a guardrail: its differences are analysed in its unit, never as ratios. */
export function isOfGuardrail({ code }: Pick<SaidReason, 'code'>): boolean {
  return code.startsWith('guardrail_') || code === 'harm_alarm';
}

/** Why it ended, where the figures stand beside the sentence: what was shown, without the difference that it had then. */
export function endingSentence<Of extends SaidReason>(reason: Of, say: (reason: Of) => string): string {
  const { code, metric, variant } = reason;
  if (metric === null || variant === null) return say(reason);
  if (code === 'significantly_better') return `${variant} is better on ${metric} than the control.`;
  if (code === 'significantly_worse') return `${variant} is worse on ${metric} than the control.`;
  return code === 'harm_alarm'
    ? `${variant} makes ${metric} worse, so it was ended for everyone.`
    : say(reason);
}

const ENDS: Readonly<Record<string, readonly string[]>> = {
  success: ['significantly_better', 'several_winners'],
  harmful: ['harm_alarm', 'significantly_worse'],
};

/** Those of the reasons that ended an experiment: what decided, and else everything but how far it was. */
export function endingReasons<Of extends SaidReason>(
  verdict: string | null,
  reasons: readonly Of[],
): readonly Of[] {
  const codes = ENDS[verdict ?? ''];
  return reasons.filter(({ code }) => (codes ? codes.includes(code) : code !== 'collecting'));
}
