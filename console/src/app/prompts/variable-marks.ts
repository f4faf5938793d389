import { parseTemplate, type TemplateFormat } from '@prompt-registry/resolver';
import type { Mark } from '../monaco/mark';

/**
 * Where the variables of a text are, by the parser that also renders it. A text that the parser refuses has none marked:
 * it could not have been published, so it is shown as it is.
 */
export function variableMarks(text: string, format: TemplateFormat): readonly Mark[] {
  const parsed = parseTemplate(text, format);
  if (!parsed.ok) return [];
  return parsed.parts.flatMap((part) =>
    part.kind === 'variable' ? [{ start: part.start, end: part.end }] : [],
  );
}
