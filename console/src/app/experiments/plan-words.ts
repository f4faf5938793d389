import { formatCount, formatSetShare } from '../numbers/format';
import { readNumber } from '../numbers/typed-number';
import { inputScale, sizeWords, type RangedMetric, untyped } from './metric-scale';
import type { EffectPlan, PlanPreview } from './plan-curve';

/** What sentences about a plan rest on besides the answer. */
export interface PlanContext {
  readonly metric: RangedMetric | undefined;
  readonly metrics: ReadonlyMap<string, RangedMetric>;
  readonly maximumDays: number | null;
  readonly minimumUnits: string;
  readonly maximumUnits: string;
  readonly locale?: string | undefined;
}

/** A variance needs two, whatever is typed. */
const LEAST_UNITS = 2;

/** A number of a plan: three significant digits, because a plan is not exact. */
export function planNumber(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value).replace('-', '−');
}

/** Conversations of all variants, as the sum of what is said of each. */
export function planUnits({ unitsByVariant }: Pick<EffectPlan, 'unitsByVariant'>): number {
  return (unitsByVariant ?? []).reduce((sum, count) => sum + rounded(count), 0);
}

function rounded(count: number): number {
  return Number(count.toPrecision(3));
}

/** Days of a plan: whole ones from ten on, three significant digits at most. */
export function planDays(days: number, locale?: string): string {
  const rounded = Number(days.toPrecision(days < 10 ? 2 : 3));
  return new Intl.NumberFormat(locale, { maximumFractionDigits: days < 10 ? 1 : 0 }).format(rounded);
}

/** "14 days", "1 day", and less than one in hours or minutes. */
export function daysWords(days: number, locale?: string): string {
  const [count, unit] =
    days >= 1 || days <= 0
      ? [days, 'day']
      : days * 24 >= 1
        ? [days * 24, 'hour']
        : [Math.max(1, Math.round(days * 24 * 60)), 'minute'];
  const number = planDays(count, locale);
  return `${number} ${unit}${number === '1' ? '' : 's'}`;
}

/** "60 conversations", "1 conversation". */
function conversations(count: number, locale?: string): string {
  const number = planNumber(count, locale);
  return `${number} ${number === '1' ? 'conversation' : 'conversations'}`;
}

/** From what a plan was made. */
export function basisWords(answer: PlanPreview, { metric, locale }: PlanContext): string {
  const name = metric?.name ?? '';
  const known = answer.baselines.find((baseline) => baseline.metric === name);
  const traffic = trafficWords(answer, locale);
  // Without any, that is said where days would be.
  const lately = answer.conversations === 0 ? '' : ` Traffic: ${traffic}.`;
  switch (answer.basis) {
    case 'measured':
      return `From the prompt’s own traffic: ${traffic}, ${planNumber(known?.conversations ?? 0, locale)} of them with ${name}.`;
    case 'expected':
      return `From what you expect: ${tooFew(answer, name)}.${lately}`;
    case 'widest':
      return `${capital(tooFew(answer, name))}, so this takes ${widestWords(metric, locale)}. Fewer conversations may do.${lately}`;
    case 'unknown':
      return `${capital(tooFew(answer, name))} and it has no bounds, so nobody can say how many conversations a difference needs. Give its standard deviation; started without, the size of the experiment is a guess.`;
  }
}

function trafficWords(answer: PlanPreview, locale?: string): string {
  const { conversations: count, days, conversationsPerDay } = answer;
  if (count === 0) return 'no conversations in the last 28 days';
  const many = conversations(count, locale);
  if (days < 1 || planDays(days) === '1') return `${many} in the last day`;
  return `${many} in the last ${daysWords(days, locale)}, ${planNumber(conversationsPerDay, locale)} a day`;
}

function tooFew({ baselines }: PlanPreview, name: string): string {
  return baselines.some(({ metric }) => metric === name)
    ? `in the last 28 days ${name} did not vary`
    : `fewer than 50 conversations had ${name} in the last 28 days`;
}

function widestWords(metric: RangedMetric | undefined, locale?: string): string {
  if (metric?.kind === 'binary') return `a rate of ${formatSetShare(0.5, locale)}, at which it varies most`;
  return `the widest spread that values from ${planNumber(metric?.minimum ?? 0, locale)} to ${planNumber(metric?.maximum ?? 0, locale)} can have`;
}

/** What is in the way of the chosen difference, and what would be found; null when nothing is. */
export function refusalWords(plan: EffectPlan, answer: PlanPreview, around: PlanContext): string | null {
  const { metric, maximumDays, locale } = around;
  if (plan.refusal === null) return null;
  const runtime = daysWords(maximumDays ?? 0, locale);
  const found = foundWords(plan, around);
  switch (plan.refusal.code) {
    case 'no_traffic':
      return plan.conversationsPerDayNeeded === null
        ? `Nothing is settled within ${runtime}: give it a longer maximum runtime or a shorter attribution window.`
        : `The prompt has no traffic yet, so nobody knows how long that takes. To end within ${runtime} it needs ${conversations(plan.conversationsPerDayNeeded, locale)} a day.`;
    case 'horizon_unreachable': {
      const most = answer.basis === 'widest' ? 'up to ' : '';
      const because = isFurther(plan, around) ? `, most of them for ${plan.sizedBy?.metric}` : '';
      return `That takes ${most}${daysWords(plan.days ?? 0, locale)} at ${conversations(answer.conversationsPerDay, locale)} a day${because}.${found && ` Within ${runtime} it ${found}.`}`;
    }
    case 'minimum_units_unreachable':
      return `Within ${runtime} the smallest variant gets fewer than the ${formatCount(Math.max(LEAST_UNITS, readNumber(around.minimumUnits, locale) ?? 0), locale)} conversations below which nothing is decided: give it more traffic or a longer maximum runtime.`;
    case 'maximum_units_too_few':
      return `You allow ${formatCount(readNumber(around.maximumUnits, locale), locale)} ${readNumber(around.maximumUnits, locale) === 1 ? 'conversation' : 'conversations'} at most.${found && ` With these it ${found}.`}`;
    case 'effect_impossible': {
      const size = sizeWords(plan.minimumDetectableEffect, metric, locale);
      const more = metric?.direction === 'decrease' ? 'lower' : 'higher';
      return `There is no room for ${size}: ${metric?.name ?? 'it'} cannot get that much ${more} from where it is.`;
    }
    default:
      return null; // what is missing is said beside the field for it
  }
}

/** A guardrail, or a further metric, needs more than the primary one. */
export function isFurther({ sizedBy }: EffectPlan, { metric }: PlanContext): boolean {
  return sizedBy !== null && sizedBy.metric !== metric?.name;
}

function foundWords(plan: EffectPlan, around: PlanContext): string {
  const { sizedBy } = plan;
  if (!sizedBy || sizedBy.reachable === null) return '';
  const metric = around.metrics.get(sizedBy.metric);
  const size = sizeWords(roundedUp(sizedBy.reachable, inputScale(metric).factor), metric, around.locale);
  if (!isFurther(plan, around)) return `finds ${size}`;
  const asked = sizeWords(sizedBy.asked, metric, around.locale);
  return `tells ${size} of ${sizedBy.metric}, not ${asked}`;
}

/** To three digits as they are typed, so that what is said is found, too. */
export function roundedUp(effect: number, factor: number): number {
  const step = 10 ** (Math.floor(Math.log10(effect * factor)) - 2);
  return untyped(Number((Math.ceil((effect * factor) / step) * step).toPrecision(3)), { factor, unit: '' });
}

/** What the chosen difference takes: "3,880 conversations: 1,940 of each variant". */
export function unitsWords(plan: EffectPlan, names: readonly string[], locale?: string): string {
  const { unitsByVariant } = plan;
  if (unitsByVariant === null) return '';
  const all = `${formatCount(planUnits(plan), locale)} conversations`;
  const even = new Set(unitsByVariant).size === 1;
  const each = even
    ? `${planNumber(unitsByVariant[0] ?? 0, locale)} of each variant`
    : unitsByVariant.map((count, i) => `${planNumber(count, locale)} of ${names[i] ?? ''}`).join(', ');
  return `${all}: ${each}`;
}

/** How long that takes: "≈ 14 days at 278 conversations a day"; empty where nobody knows. */
export function timeWords(
  { days, expectedDays }: EffectPlan,
  { conversationsPerDay, basis }: PlanPreview,
  locale?: string,
): string {
  if (days === null) return '';
  const rate = `${conversations(conversationsPerDay, locale)} a day`;
  const most = `${basis === 'widest' ? 'up to' : '≈'} ${daysWords(days, locale)} at ${rate}`;
  if (expectedDays === null) return most;
  const mean = expectedDays < 1 ? daysWords(expectedDays, locale) : planDays(expectedDays, locale);
  return `${most}, ≈ ${mean} on average if it is there`;
}

/** Guardrails, and further metrics, that the plan does not wait for as long as they would take. */
export function furtherWords(
  answer: PlanPreview,
  plan: EffectPlan | null,
  metrics: ReadonlyMap<string, RangedMetric>,
  locale?: string,
): readonly string[] {
  const coarse = (plan?.coarse ?? []).map(({ metric, asked, shown }) => {
    const write = (size: number) => sizeWords(size, metrics.get(metric), locale);
    return `${metric}: to show ${write(asked)} takes more conversations than this plan has; with them it is ${write(shown)}.`;
  });
  const { unsized } = answer;
  if (unsized.length === 0) return coarse;
  const [are, they] = unsized.length === 1 ? ['is', 'it takes'] : ['are', 'they take'];
  return [
    ...coarse,
    `${unsized.join(' and ')} ${are} not measured yet, so the plan leaves out how long ${they}.`,
  ];
}

function capital(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
}
