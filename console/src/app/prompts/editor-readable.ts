import { parseTemplate, type TemplateFormat } from '@prompt-registry/resolver';
import type { Mark } from '../monaco/mark';
import type { Draft } from './draft';
import { variableMarks } from './variable-marks';

/** Blanking one brace can uncover the next; more than this is not a text somebody is in the middle of. */
const MOST_ROUNDS = 4;

/**
 * A text as far as it can be read: what the parser refuses is blanked, everything else stays at its place. So an open brace
 * in one line takes nothing away from the variables of the others.
 */
export function readable(text: string, format: TemplateFormat): string {
  let rest = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = parseTemplate(rest, format);
    if (parsed.ok) return rest;
    const units = rest.split('');
    for (const { offset } of parsed.problems) {
      units[offset] = ' ';
      if (format === 'mustache') units[offset + 1] = ' ';
    }
    rest = units.join('');
  }
  return '';
}

/** Where the variables of a text are that somebody is still writing. */
export function unfinishedMarks(text: string, format: TemplateFormat): readonly Mark[] {
  return variableMarks(readable(text, format), format);
}

/** A draft as far as its words can be read. */
export function readableDraft(draft: Draft): Draft {
  const { templateFormat } = draft;
  return {
    ...draft,
    text: readable(draft.text, templateFormat),
    entries: draft.entries.map((entry) =>
      entry.kind === 'message' ? { ...entry, text: readable(entry.text, templateFormat) } : entry,
    ),
  };
}
