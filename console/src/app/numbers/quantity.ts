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
}

const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  USD: 'USD',
  '€': 'EUR',
  EUR: 'EUR',
  '£': 'GBP',
};

/** How the values of a metric are written: yes or no as a share in percent, everything else by its unit. */
export function quantityOf({ kind, unit }: MeasuredMetric): Quantity {
  if (kind === 'binary') return { kind: 'share' };
  if (unit === 'ms') return { kind: 'duration' };
  const currency = CURRENCIES[unit.toUpperCase()];
  if (currency) return { kind: 'money', currency };
  if (unit === 'tokens') return { kind: 'count', unit };
  return { kind: 'plain', unit };
}
