import { latexArguments } from './latex-arguments';
import { literalLookalikes } from './literal-lookalikes';
import type { ParsedTemplate, TemplateFormat, TemplateProblem, TemplateProblemCode } from './parsed-template';
import { parseFString } from './parse-f-string';
import { parseMustache } from './parse-mustache';
import { PositionFinder } from './text-position';

/**
 * What an imported file is written in, with remarks for the import report, or the problems that stop the import.
 *
 * @example { ok: true, format: 'f-string', warnings: [] }
 */
export type DetectedFormat =
  | { readonly ok: true; readonly format: TemplateFormat; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

// Tags nobody writes as an escaped brace of an f-string: their presence means another template language was meant.
const FOREIGN_TAGS: readonly TemplateProblemCode[] = [
  'SECTION',
  'PARTIAL',
  'COMMENT',
  'UNESCAPED_TAG',
  'DOTTED_NAME',
  'HELPER_CALL',
];
const TAG = /\{\{[ \t]{0,9}[\p{XID_Start}_][\p{XID_Continue}-]{0,99}[ \t]{0,9}\}\}/u;
const ESCAPES_ONLY = 'No variable found; read as f-string because of {{ or }}, which print as single braces.';
const ADVICE = ' Correct it, or set templateFormat: none in the front matter to serve the text as it is.';

/**
 * Decides the format of a prompt file that does not say it: once, at import, and with a report.
 *
 * In order: f-string when it parses with at least one field; mustache when it parses with at least one variable; f-string
 * when it parses and has `{{` or `}}` escapes; none when nothing looks like a template; otherwise problems. LaTeX arguments
 * are no evidence for a field; Jinja blocks and foreign tags (`{{#if}}`, `{{user.name}}`) are problems, never silent text.
 * Linear; never throws.
 * @example detectTemplateFormat('Say {"a": 1} to {{name}}') // { ok: true, format: 'mustache', warnings: [] }
 */
export function detectTemplateFormat(text: string): DetectedFormat {
  const fString = parseFString(text);
  const mustache = parseMustache(text);
  const latex = latexArguments(text);
  const fields = variableStarts(fString).filter((start) => !latex.has(start));
  const tags = variableStarts(mustache).filter((start) => !latex.has(start));
  const foreign = !mustache.ok && mustache.problems.some((problem) => FOREIGN_TAGS.includes(problem.code));
  const jinja = jinjaBlock(text);

  if (fString.ok && fields.length > 0) return detected('f-string', text);
  if (jinja !== null) return refused([jinja]);
  if (mustache.ok && tags.length > 0) return detected('mustache', text);
  if (fString.ok && !foreign && /\{\{|\}\}/.test(text)) return detected('f-string', text, ESCAPES_ONLY);
  if (fString.ok && !foreign) return detected('none', text);
  const field = hasField(text, latex);
  if (!text.includes('{{') && !field) return detected('none', text);
  const meantMustache = foreign || (!field && TAG.test(text));
  if (meantMustache && !mustache.ok) return refused(mustache.problems);
  return fString.ok ? detected('none', text) : refused(fString.problems);
}

function variableStarts(parsed: ParsedTemplate): number[] {
  if (!parsed.ok) return [];
  return parsed.parts.flatMap((part) => (part.kind === 'variable' ? [part.start] : []));
}

function detected(format: TemplateFormat, text: string, ...remarks: string[]): DetectedFormat {
  return { ok: true, format, warnings: [...remarks, ...literalLookalikes(text, format)] };
}

function refused(problems: readonly TemplateProblem[]): DetectedFormat {
  return {
    ok: false,
    problems: problems.map((problem) => ({ ...problem, message: problem.message + ADVICE })),
  };
}

function jinjaBlock(text: string): TemplateProblem | null {
  const offset = text.search(
    /(?<!\{)\{%-?[ \t]*(?:if|for|else|elif|end[a-z]+|set|block|macro|include|extends|import|from|raw|call|filter|with)\b/,
  );
  if (offset < 0) return null;
  const message =
    '{% … %}: Jinja blocks are not supported; decide in the calling code and pass the text as a variable.';
  return { code: 'JINJA_BLOCK', message, offset, ...new PositionFinder(text).at(offset) };
}

// A field somebody meant for a template engine: {name}, {a.b}, {a[0]}, {a!r}, {a:.2f} or ${input:x}. `{a: 1}`, `{x | x > 0}`,
// `{ a }` and `{0}` are how code, JSON5 and regular expressions look, and no evidence.
const SPEC = String.raw`(?:%[^{}\n]*|(?:[^{}\n]?[<>=^])?[-+]?#?0?\d*[,_]?(?:\.\d+)?[bcdeEfFgGnosxX%]?)`;
const FIELD = new RegExp(
  String.raw`(?<!\{)\{[\p{XID_Start}_]\p{XID_Continue}{0,99}(?:\}|[.[][^{}\s]{1,99}\}|![rsa](?:\}|:)|:${SPEC}\}|:(?<=\$\{\p{XID_Continue}{1,100}:)[^{}\n]{0,99}\})`,
  'gu',
);

function hasField(text: string, latex: ReadonlySet<number>): boolean {
  for (const match of text.matchAll(FIELD)) if (!latex.has(match.index)) return true;
  return false;
}
