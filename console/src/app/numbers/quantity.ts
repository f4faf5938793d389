/** What a number measures, which decides how it is written. */
export type Quantity =
  | { readonly kind: 'share' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'count'; readonly unit: string }
  | { readonly kind: 'plain'; readonly unit: string };

/** What of a metric decides how its values are written. */
export interface MeasuredMetric {
  readonly kind: 'binary' | 'bounded' | 'continuous';
  readonly unit: string;
  /** What traces say about an invocation, outcomes about an insight. */
  readonly source?: 'outcome' | 'trace' | 'composite';
  /** The ends of its scale, where it has any. */
  readonly minimum?: number | null;
  readonly maximum?: number | null;
}

const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  USD: 'USD',
  '€': 'EUR',
  EUR: 'EUR',
  '£': 'GBP',
};

/** How the values of a metric are written: yes or no as a share in percent, everything else by its unit. */
export function quantityOf({ kind, unit, source }: MeasuredMetric): Quantity {
  // What traces measure between 0 and 1 is how often something happened, such as errors.
  if (kind === 'binary' || (kind === 'bounded' && source === 'trace')) return { kind: 'share' };
  if (unit === 'ms') return { kind: 'duration' };
  const currency = CURRENCIES[unit.toUpperCase()];
  if (currency) return { kind: 'money', currency };
  if (unit === 'tokens') return { kind: 'count', unit };
  return { kind: 'plain', unit: isTeamCurrency({ unit }) ? '' : unit };
}

/** Said once where amounts of the team's own currency are explained; nobody has named it, so the amounts stand alone. */
export const TEAM_CURRENCY = 'in the currency that your agents report';

/** Whether amounts are of the currency that the team uses throughout, whichever that is. */
export function isTeamCurrency({ unit }: Pick<MeasuredMetric, 'unit'>): boolean {
  return unit === 'currency';
}
