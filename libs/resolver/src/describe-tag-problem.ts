import { hyphenatedEnd } from './identifier';
import type { TemplateProblemCode } from './parsed-template';

// Far beyond any tag a person writes; the bound keeps parsing linear on hostile text.
const LONGEST_TAG = 1000;

const BY_SIGIL: Readonly<Record<string, readonly [TemplateProblemCode, string]>> = {
  '#': ['SECTION', 'sections are not supported; decide in the calling code and pass the text as a variable.'],
  '^': [
    'SECTION',
    'inverted sections are not supported; decide in the calling code and pass the text as a variable.',
  ],
  '/': ['SECTION', 'sections are not supported; decide in the calling code and pass the text as a variable.'],
  '>': ['PARTIAL', 'partials are not supported; pass the other text as a variable.'],
  '!': ['COMMENT', 'comments are not supported; keep notes in the version message.'],
  '=': ['SET_DELIMITER', 'changing the delimiters is not supported.'],
  '&': ['UNESCAPED_TAG', 'nothing is HTML-escaped here, so & is not needed; write {{name}}.'],
  '{': ['TRIPLE_BRACES', 'nothing is HTML-escaped here, so triple braces are not needed; write {{name}}.'],
};

// What other template languages write between double braces, and nobody as an escaped brace: {{ x | trim }}, {{ x[0] }}, {{ f(x) }},
// {{ a + b }}, {{ if .X }}, {{$x}}, {{@root.x}}, {{../x}}, {{ .Field }}, {{- x -}}. Bounded by the length of a tag.
const EXPRESSION =
  /^(?:[$@]\p{XID_Start}|\.\.\/|\.\p{XID_Start}|[-~]\s*[\p{XID_Start}_.$]|[\p{XID_Start}_][\p{XID_Continue}.]*(?:\s*\|\s*[\p{XID_Start}_][\p{XID_Continue}.]*(?:\s*$|\s*[(|])|\s*\[[^\]]*\]|\([^()]*\)\s*(?:$|[.|[])|\s+[.$]\p{XID_Start}|\s+[\p{XID_Start}_]\p{XID_Continue}*=[^\s=]|\s+[-+*/%~]\s+[\p{XID_Continue}"'.]+\s*$))/u;

/** Why a mustache tag is refused, and where to go on reading. @example { code, message, resumeAt: 9 } */
export interface TagProblem {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly resumeAt: number;
}

/**
 * Explains the `{{` at `open`, which is known not to begin a plain variable; reads at most 1,000 UTF-16 units ahead.
 *
 * @example describeTagProblem('{{#if x}}', 0).code // 'SECTION'
 */
export function describeTagProblem(text: string, open: number): TagProblem {
  const ahead = text.slice(open + 2, open + 2 + LONGEST_TAG);
  const close = ahead.indexOf('}}');
  const sigil = BY_SIGIL[ahead[0] ?? ''];
  if (sigil !== undefined) {
    const [code, why] = sigil;
    const length = close < 0 ? 0 : close + (code === 'TRIPLE_BRACES' && ahead[close + 2] === '}' ? 3 : 2);
    const shown = close < 0 || close > 60 ? `{{${ahead[0]}` : text.slice(open, open + 2 + length);
    return { code, message: `${shown}: ${why}`, resumeAt: open + 2 + Math.max(length, 1) };
  }
  const lineEnd = ahead.search(/[\r\n]/);
  if (close < 0 || (lineEnd >= 0 && lineEnd < close)) {
    const message =
      'This {{ is not closed by }} on its line; in a mustache template {{ always begins a variable.';
    return { code: 'UNCLOSED_TAG', message, resumeAt: open + 2 };
  }
  const inside = ahead.slice(0, close).trim();
  const shown = inside.length > 60 ? `${inside.slice(0, 57)}…` : inside;
  const refuse = (code: TemplateProblemCode, why: string): TagProblem => ({
    code,
    message: `{{${shown}}}: ${why}`,
    // A further {{ before the close begins a tag of its own and is judged by itself.
    resumeAt: open + 2 + (ahead.slice(0, close).includes('{{') ? 0 : close + 2),
  });
  if (inside === '') return refuse('EMPTY_TAG', 'the variable has no name.');
  const nameEnd = hyphenatedEnd(inside, 0);
  if (nameEnd > 0 && inside[nameEnd] === '.' && !/\s/.test(inside)) {
    return refuse(
      'DOTTED_NAME',
      `dots are not supported, values are flat; pass the value itself, as in {{${inside.replace(/[^\p{XID_Continue}]+/gu, '_')}}}.`,
    );
  }
  if (EXPRESSION.test(inside)) {
    return refuse(
      'EXPRESSION',
      'expressions of other template languages are not supported; pass the finished text as a variable.',
    );
  }
  if (nameEnd > 0 && /^\s+[\p{XID_Start}_"'][^,;:(){}=]*$/u.test(inside.slice(nameEnd))) {
    return refuse('HELPER_CALL', 'helpers are not supported; pass the finished text as a variable.');
  }
  return refuse(
    'INVALID_TAG',
    'a name is letters, digits, _ and -, starting with a letter or _; use templateFormat f-string or none for literal double braces.',
  );
}
