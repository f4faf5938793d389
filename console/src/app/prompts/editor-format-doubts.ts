import { detectTemplateFormat, type TemplateFormat } from '@prompt-registry/resolver';
import { type Draft, textsOf } from './draft';
import type { EditorProblem } from './editor-problems';

const LOOKS: Readonly<Record<TemplateFormat, string>> = {
  'f-string': '{name}',
  mustache: '{{name}}',
  none: 'text without variables',
};

/** Texts that read like another template format than the one that is chosen. */
export function formatDoubts(draft: Draft): EditorProblem[] {
  const { templateFormat } = draft;
  const found = textsOf(draft).flatMap(({ field, text }) => {
    const detected = detectTemplateFormat(text);
    return detected.ok && detected.format !== 'none' ? [{ field, text, format: detected.format }] : [];
  });
  // One text that fits is enough: the format belongs to all of them.
  if (found.length === 0 || found.some(({ format }) => format === templateFormat)) return [];
  return found.slice(0, 1).flatMap(({ field, text, format }) => {
    // Escaped braces alone are no sign of variables.
    const start = text.search(format === 'mustache' ? /\{\{\s*[\p{L}_]/u : /\{[\p{L}_][\p{L}\p{N}_]*\}/u);
    if (start < 0) return [];
    const end = text.indexOf('}', start) + (format === 'mustache' ? 2 : 1);
    const message =
      `This reads like ${format}, where variables are written ${LOOKS[format]}. The format is ` +
      `${templateFormat}, so ${templateFormat === 'none' ? 'it is served as it stands' : 'this is no variable'}.`;
    return [{ severity: 'warning' as const, field, message, placed: true, start, end }];
  });
}
