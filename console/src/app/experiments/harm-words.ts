import type { ServedState } from './act-words';
import { listed } from './listed';

/** What harm does, and who gets what then, which may come as a surprise. `variants`: the control first. */
export function harmWords(
  variants: ReadonlyArray<{ readonly version: number | null }>,
  guardrails: readonly string[],
  served: Pick<ServedState, 'servedVersion'> | null | undefined,
): string {
  const version = served?.servedVersion ?? null;
  const onTrial = variants.slice(1).some((variant) => variant.version === version);
  const what = version === null ? 'what the prompt serves' : `v${version}, which the prompt serves`;
  const who =
    guardrails.length === 0
      ? 'When every variant is worse for certain, that'
      : `A variant that is worse for certain on ${listed(guardrails, 'or')}, by however little,`;
  return `${who} ends it at once: everyone gets ${what}${onTrial ? ', although it is on trial itself' : ''}.`;
}
