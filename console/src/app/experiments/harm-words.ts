import type { ServedState } from './act-words';

/** What happens when a variant does harm: who gets what then may come as a surprise. `variants`: the control first. */
export function harmWords(
  variants: ReadonlyArray<{ readonly version: number | null }>,
  served: Pick<ServedState, 'servedVersion'> | null | undefined,
): string {
  const version = served?.servedVersion ?? null;
  const onTrial = variants.slice(1).some((variant) => variant.version === version);
  const what = version === null ? 'what the prompt serves' : `v${version}, which the prompt serves`;
  return `When a variant does harm, it ends at once and everyone gets ${what}${onTrial ? ', although it is on trial itself' : ''}.`;
}
