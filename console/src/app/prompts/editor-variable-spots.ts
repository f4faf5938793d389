import { parseTemplate } from '@prompt-registry/resolver';
import { type Draft, textsOf } from './draft';

/** Where something is in a draft. */
export interface Spot {
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/** The first place of each variable, in the order of the text. */
export function variableSpots(draft: Draft): ReadonlyMap<string, Spot> {
  const spots = new Map<string, Spot>();
  for (const { field, text } of textsOf(draft)) {
    const parsed = parseTemplate(text, draft.templateFormat);
    if (!parsed.ok) continue;
    for (const part of parsed.parts) {
      if (part.kind === 'variable' && !spots.has(part.name))
        spots.set(part.name, { field, start: part.start, end: part.end });
    }
  }
  return spots;
}
