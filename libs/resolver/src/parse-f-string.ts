import { describeFieldProblem } from './describe-field-problem';
import { identifierEnd } from './identifier';
import type { ParsedTemplate, Part } from './parsed-template';
import { TemplateProblems } from './template-problems';

const OPEN = 123; // {
const CLOSE = 125; // }

/**
 * Parses the plain-field subset of Python's `str.format(**kwargs)`: `{name}`, `{{` and `}}`.
 *
 * Accepts exactly the texts whose every field Python reads as a plain keyword that is an identifier; indexes, attributes,
 * conversions, format specs, positional and nested fields are problems, because another language could not print them alike.
 * Linear in the length of the text; reports up to {@link MAX_TEMPLATE_PROBLEMS} problems; never throws.
 * Source: CPython `Objects/stringlib/unicode_format.h`, checked against python3 by `vectors/format.json`.
 * @example parseFString('{{"id": {id}}}') // ok, variables ['id'], renders {"id": 7}
 */
export function parseFString(text: string): ParsedTemplate {
  const problems = new TemplateProblems(text);
  const parts: Part[] = [];
  const variables = new Set<string>();
  let literal = '';
  let copied = 0; // text before this offset is in `literal` or `parts`
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit !== OPEN && unit !== CLOSE) {
      at++;
      continue;
    }
    if (text.charCodeAt(at + 1) === unit) {
      literal += text.slice(copied, at + 1);
      at += 2;
      copied = at;
      continue;
    }
    const nameEnd = unit === OPEN ? identifierEnd(text, at + 1) : at;
    if (nameEnd > at + 1 && text.charCodeAt(nameEnd) === CLOSE) {
      literal += text.slice(copied, at);
      if (literal !== '') parts.push({ kind: 'literal', text: literal });
      const name = text.slice(at + 1, nameEnd);
      parts.push({ kind: 'variable', name, start: at, end: nameEnd + 1 });
      variables.add(name);
      literal = '';
      at = nameEnd + 1;
      copied = at;
      continue;
    }
    const problem = describeFieldProblem(text, at);
    problems.add(at, problem.code, problem.message);
    if (problems.full) break;
    at = problem.resumeAt;
  }
  if (problems.list.length > 0) return { ok: false, problems: problems.list };
  literal += text.slice(copied);
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return { ok: true, parts, variables: [...variables] };
}
