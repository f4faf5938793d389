import { latexArguments } from './latex-arguments';
import { literalLookalikes } from './literal-lookalikes';
import type {
  ParsedTemplate,
  Part,
  TemplateFormat,
  TemplateProblem,
  TemplateProblemCode,
} from './parsed-template';
import { parseFString } from './parse-f-string';
import { parseMustache } from './parse-mustache';
import { PositionFinder } from './text-position';

/**
 * What an imported file is written in, with remarks for the import report, or the problems that stop the import.
 *
 * @example { ok: true, format: 'f-string', because: 'it has the field {name}', warnings: [] }
 */
export type DetectedFormat =
  | {
      readonly ok: true;
      readonly format: TemplateFormat;
      /** What decided, in words that fit after "detected:". */
      readonly because: string;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

// Tags nobody writes as an escaped brace of an f-string: their presence means another template language was meant.
const FOREIGN_TAGS: readonly TemplateProblemCode[] = [
  'SECTION',
  'PARTIAL',
  'COMMENT',
  'UNESCAPED_TAG',
  'DOTTED_NAME',
  'HELPER_CALL',
  'EXPRESSION',
];
const TAG = /\{\{[ \t]{0,9}[\p{XID_Start}_][\p{XID_Continue}-]{0,99}[ \t]{0,9}\}\}/gu;
const ESCAPES_ONLY = 'No variable found; read as f-string because of {{ or }}, which print as single braces.';
const NO_BLOCKS =
  '{% … %}: Jinja blocks are not supported; decide in the calling code and pass the text as a variable.';
const NO_COMMENTS = '{# … #}: Jinja comments would be served to the model; remove them.';
const ADVICE = ' Correct it, or set templateFormat: none in the front matter to serve the text as it is.';
const BRACES: readonly TemplateProblemCode[] = [
  'LONE_OPEN_BRACE',
  'LONE_CLOSE_BRACE',
  'POSITIONAL_FIELD',
  'SPACES_IN_FIELD',
  'INVALID_FIELD_NAME',
];

/**
 * Decides the format of a prompt file that does not say it: once, at import, and with a report.
 *
 * In order: a problem when a section is opened and closed, which no f-string escapes by chance; f-string when it parses with at least one field; mustache when it parses with at least one variable; f-string
 * when it parses and has `{{` or `}}` escapes, none of which reads `{{name}}`; none when nothing looks like a template; otherwise
 * problems. LaTeX arguments are no evidence for a field; Jinja blocks and comments and foreign tags (`{{#if}}`, `{{user.name}}`,
 * `{{ x | trim }}`) are problems, never silent text.
 * Linear; never throws.
 * @example detectTemplateFormat('Say {"a": 1} to {{name}}') // { ok: true, format: 'mustache', warnings: [] }
 */
export function detectTemplateFormat(text: string): DetectedFormat {
  const fString = parseFString(text);
  const mustache = parseMustache(text);
  const latex = latexArguments(text);
  const isMeant = ({ start }: Variable) => !latex.has(start);
  const field = variablesOf(fString).find(isMeant);
  const tag = variablesOf(mustache).find(isMeant);
  const foreign =
    !mustache.ok &&
    mustache.problems.some(({ code, offset }) => FOREIGN_TAGS.includes(code) && !latex.has(offset));
  const jinja = jinjaConstruct(text);
  const section = closedSection(text);

  if (section !== null) return refused([section]);
  if (field) return detected('f-string', `it has the field {${field.name}}`, text);
  if (jinja !== null) return refused([jinja]);
  if (tag) return detected('mustache', `it has {{${tag.name}}}`, text);
  const unsure = hasTag(text, latex);
  if (fString.ok && !foreign && !unsure && /\{\{|\}\}/.test(text))
    return detected('f-string', 'it has no variable, but {{ or }}', text, ESCAPES_ONLY);
  const plain = (): DetectedFormat => detected('none', 'nothing in it looks like a variable', text);
  if (fString.ok && !foreign && !unsure) return plain();
  const looksLikeField = hasField(text, latex);
  if (!text.includes('{{') && !looksLikeField) return plain();
  const meantMustache = foreign || (!looksLikeField && unsure);
  if (meantMustache && !mustache.ok) return refused(mustache.problems);
  return fString.ok ? plain() : refused(fString.problems, plainField(text, latex));
}

type Variable = Extract<Part, { kind: 'variable' }>;

function variablesOf(parsed: ParsedTemplate): Variable[] {
  return parsed.ok ? parsed.parts.filter((part): part is Variable => part.kind === 'variable') : [];
}

function detected(
  format: TemplateFormat,
  because: string,
  text: string,
  ...remarks: string[]
): DetectedFormat {
  return { ok: true, format, because, warnings: [...remarks, ...literalLookalikes(text, format)] };
}

/** `field`: a plain field that the text has besides; what becomes of it differs between the ways out. */
function refused(problems: readonly TemplateProblem[], field: string | null = null): DetectedFormat {
  const keeping = field && ` With the braces of all such places doubled, {${field}} stays a variable.`;
  const advice = field ? ADVICE.replace(/\.$/, `, {${field}} included.`) : ADVICE;
  return {
    ok: false,
    problems: problems.map((problem) => {
      const hint = BRACES.includes(problem.code) ? (keeping ?? '') : '';
      return { ...problem, message: problem.message + hint + advice };
    }),
  };
}

const BLOCK =
  /(?<!\{)\{%-?[ \t]*(?:if|for|else|elif|end[a-z]+|set|block|macro|include|extends|import|from|raw|call|filter|with)\b/;
// `## Heading {#id}` is Markdown.
const COMMENT = /(?<!\{)\{#(?:(?!\{#)[\s\S]){0,2000}?#\}/;

function jinjaConstruct(text: string): TemplateProblem | null {
  const block = text.search(BLOCK);
  const comment = text.search(COMMENT);
  const offset = block < 0 || (comment >= 0 && comment < block) ? comment : block;
  if (offset < 0) return null;
  const position = { offset, ...new PositionFinder(text).at(offset) };
  return offset === block
    ? { code: 'JINJA_BLOCK', message: NO_BLOCKS, ...position }
    : { code: 'JINJA_COMMENT', message: NO_COMMENTS, ...position };
}

const OPENED = /(?<!\{)\{\{~?[#^][ \t]{0,9}([\p{XID_Start}_][\p{XID_Continue}.-]{0,99})/gu;
const CLOSED = /(?<!\{)\{\{~?\/[ \t]{0,9}([\p{XID_Start}_][\p{XID_Continue}.-]{0,99})[ \t]{0,9}~?\}\}/gu;

/** The first `{{#name …}}` that has its `{{/name}}`. */
function closedSection(text: string): TemplateProblem | null {
  const closed = new Set(Array.from(text.matchAll(CLOSED), ([, name]) => name));
  if (closed.size === 0) return null;
  for (const { 0: found, 1: name, index: offset } of text.matchAll(OPENED)) {
    if (!closed.has(name)) continue;
    const message = `${found} …}}: sections are not supported; decide in the calling code and pass the text as a variable.`;
    return { code: 'SECTION', message, offset, ...new PositionFinder(text).at(offset) };
  }
  return null;
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

const PLAIN_FIELD = /(?<![{$])\{([\p{XID_Start}_]\p{XID_Continue}{0,99})\}(?!\})/gu;

/** The name of the first field that needs no correction. */
function plainField(text: string, latex: ReadonlySet<number>): string | null {
  for (const { 1: name, index } of text.matchAll(PLAIN_FIELD)) if (name && !latex.has(index)) return name;
  return null;
}

function hasTag(text: string, latex: ReadonlySet<number>): boolean {
  for (const match of text.matchAll(TAG)) if (!latex.has(match.index)) return true;
  return false;
}
