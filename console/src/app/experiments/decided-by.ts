import { timeText } from '../charts/time-ticks';
import { formatCount, formatP } from '../numbers/format';
import type { Experiment } from './experiments-api';
import type { Comparison, Crossing, ExperimentResults } from './results-api';

const WORDS: Readonly<Record<Crossing['method'], string>> = {
  exact: 'exact test',
  'large-sample': 'large-sample test',
};

/** What of a kept decision this page reads; it is kept as it was written, so nothing is taken for granted. */
interface KeptDecision {
  /** When the conversation that decided was due, which may be long before anybody looked. */
  readonly decidedAt?: string;
  readonly approvedBy?: string | null;
  readonly approvedAt?: string | null;
  readonly record?: {
    readonly decision?: {
      readonly crossing?: {
        readonly metricIndex: number;
        readonly variantIndex: number;
        readonly method: Crossing['method'];
        readonly seq: number;
        readonly direction: 1 | -1;
      } | null;
    };
    readonly settings?: {
      readonly metrics?: ReadonlyArray<{ readonly name: string }>;
      readonly harmAlpha?: number;
    };
    readonly lastSeq?: number;
  };
}

/** Which test decided, on which metric, with which p, at which conversation, when; empty where no boundary decided. */
export function decidedBy(experiment: Experiment, results: ExperimentResults | undefined): string {
  const { endAt } = experiment;
  const { decidedAt, approvedBy, record } = (experiment.decision ?? {}) as KeptDecision;
  const crossing = record?.decision?.crossing;
  if (!decidedAt || !crossing) return '';
  const metric = decidingMetric(experiment) ?? '';
  const variant = experiment.variants[crossing.variantIndex]?.name;
  const read = results?.readOut?.metrics.find(({ name }) => name === metric);
  const comparison = read?.comparisons.find((of) => of.variant === variant);
  const p = comparison && read?.role === 'success' ? pOf(comparison, crossing.method) : '';
  const of = record.lastSeq && record.lastSeq !== crossing.seq ? ` of ${formatCount(record.lastSeq)}` : '';
  const agreed = approvedBy ? ` ${approvedBy} agreed.` : '';
  const test =
    read?.role === 'guardrail'
      ? `the harm alarm (${WORDS[crossing.method]}${levelOf(record.settings?.harmAlpha)})`
      : `the ${WORDS[crossing.method]}`;
  return `Decided by ${test} on ${metric}${p} at settled conversation ${formatCount(crossing.seq)}${of}; ended ${timeText(Date.parse(endAt ?? decidedAt))}.${agreed}`;
}

/** Who agreed with the winner, and when; undefined where nobody had to. */
export function approvalOf({
  decision,
}: Experiment): { readonly by: string; readonly at: string } | undefined {
  const { approvedBy: by, approvedAt: at } = (decision ?? {}) as KeptDecision;
  return by && at ? { by, at } : undefined;
}

/** The metric whose boundary decided; undefined where none did. */
export function decidingMetric({ decision }: Experiment): string | undefined {
  const { record } = (decision ?? {}) as KeptDecision;
  const index = record?.decision?.crossing?.metricIndex;
  return index === undefined ? undefined : record?.settings?.metrics?.[index]?.name;
}

/** The variant whose boundary decided; undefined where none did. */
export function decidingVariant({ decision, variants }: Experiment): string | undefined {
  const index = ((decision ?? {}) as KeptDecision).record?.decision?.crossing?.variantIndex;
  return index === undefined ? undefined : variants[index]?.name;
}

/** How unlikely a harm alarm is where there is no harm, as it was frozen; undefined before a decision is kept. */
export function harmLevel({ decision }: Experiment): number | undefined {
  return ((decision ?? {}) as KeptDecision).record?.settings?.harmAlpha;
}

/** An alarm's own p is not read out, but that it is no more than its level. */
function levelOf(harmAlpha: number | undefined): string {
  return harmAlpha === undefined ? '' : `, p ≤ ${formatP(harmAlpha)}`;
}

function pOf({ sequentialP, anytimeP }: Comparison, method: Crossing['method']): string {
  const p = method === 'exact' ? anytimeP : sequentialP;
  return p === null ? '' : ` (p ${formatP(p)})`;
}
