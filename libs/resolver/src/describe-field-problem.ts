import { identifierEnd } from './identifier';
import type { TemplateProblemCode } from './parsed-template';

// A field longer than this is not a field somebody meant; the bound keeps parsing linear on hostile text.
const LONGEST_FIELD = 200;

/** Why an f-string field or brace is refused, and where to go on reading. @example { code, message, resumeAt: 9 } */
export interface FieldProblem {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly resumeAt: number;
}

/**
 * Explains the single brace at `at`, which is known not to be an escape or a plain field.
 *
 * Reads at most 200 UTF-16 units ahead and never past the end of the line.
 * @example describeFieldProblem('{price:.2f}', 0).code // 'FORMAT_SPEC'
 */
export function describeFieldProblem(text: string, at: number): FieldProblem {
  if (text[at] === '}') return braceProblem('LONE_CLOSE_BRACE', '}', at);
  const close = closingBrace(text, at);
  if (close < 0) return braceProblem('LONE_OPEN_BRACE', '{', at);
  const field = text.slice(at + 1, close);
  const name = field.slice(0, identifierEnd(field, 0));
  const after = field[name.length];
  const refuse = (code: TemplateProblemCode, why: string): FieldProblem => ({
    code,
    message: `{${field}}: ${why}`,
    resumeAt: close + 1,
  });

  if (field === '' || /^\d+(?:[.[!:]|$)/.test(field)) {
    return refuse(
      'POSITIONAL_FIELD',
      'positional fields are not supported; name it, as in {name}, or write {{ and }} for braces.',
    );
  }
  if (name !== '' && (after === '.' || after === '[')) {
    return refuse(
      'ATTRIBUTE_OR_INDEX',
      `attributes and indexes are not supported; pass the value itself as {${name}}.`,
    );
  }
  if (name !== '' && after === '!') {
    return refuse('CONVERSION', `conversions are not supported; pass the converted text as {${name}}.`);
  }
  if (name !== '' && after === ':') {
    return field.includes('{')
      ? refuse(
          'NESTED_FIELD',
          `fields inside fields are not supported; pass the formatted text as {${name}}.`,
        )
      : refuse('FORMAT_SPEC', `format specs are not supported; pass the formatted text as {${name}}.`);
  }
  const trimmed = field.trim();
  if (trimmed !== '' && trimmed !== field && identifierEnd(trimmed, 0) === trimmed.length) {
    return refuse(
      'SPACES_IN_FIELD',
      `Python takes the spaces as part of the name; write {${trimmed}}, or {{ and }} for braces.`,
    );
  }
  // Quotes, blanks and commas mean JSON or code whose braces were not doubled: both braces need the same correction.
  if (/[\s"'`,;(){}=]/.test(field)) return braceProblem('LONE_OPEN_BRACE', '{', at);
  return refuse(
    'INVALID_FIELD_NAME',
    'a name is letters, digits and _, not starting with a digit; write {{ and }} for braces.',
  );
}

function braceProblem(code: 'LONE_OPEN_BRACE' | 'LONE_CLOSE_BRACE', brace: string, at: number): FieldProblem {
  const message = `A single ${brace} is not text in an f-string template; write ${brace}${brace} for a literal brace.`;
  return { code, message, resumeAt: at + 1 };
}

function closingBrace(text: string, open: number): number {
  const limit = Math.min(text.length, open + LONGEST_FIELD);
  let depth = 0;
  for (let i = open; i < limit; i++) {
    const char = text[i];
    if (char === '\n' || char === '\r') return -1;
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i;
  }
  return -1;
}
