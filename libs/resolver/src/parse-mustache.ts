import { describeTagProblem } from './describe-tag-problem';
import { hyphenatedEnd } from './identifier';
import type { ParsedTemplate, Part } from './parsed-template';
import { TemplateProblems } from './template-problems';

/**
 * Parses the variables-only subset of mustache: `{{name}}`, spaces or tabs allowed inside the braces.
 *
 * A name is a Unicode identifier that may contain hyphens. Sections, partials, comments, delimiters, triple braces, `{{&` and
 * dotted names are problems. Nothing is HTML-escaped: prompts are text, not HTML. Single braces, and `}}` outside a tag, are
 * text; a literal `{{` cannot be written (use `f-string` or `none`). Linear; never throws.
 * Source: https://mustache.github.io/mustache.5.html (variables).
 * @example parseMustache('{"city": "{{ city }}"}') // ok, variables ['city']
 */
export function parseMustache(text: string): ParsedTemplate {
  const problems = new TemplateProblems(text);
  const parts: Part[] = [];
  const variables = new Set<string>();
  let copied = 0;
  let open = text.indexOf('{{');
  while (open >= 0) {
    const nameStart = skipBlanks(text, open + 2);
    const nameEnd = hyphenatedEnd(text, nameStart);
    const close = nameEnd > nameStart ? skipBlanks(text, nameEnd) : -1;
    let next: number;
    if (close >= 0 && text.startsWith('}}', close)) {
      if (open > copied) parts.push({ kind: 'literal', text: text.slice(copied, open) });
      const name = text.slice(nameStart, nameEnd);
      next = close + 2;
      parts.push({ kind: 'variable', name, start: open, end: next });
      variables.add(name);
      copied = next;
    } else {
      const problem = describeTagProblem(text, open);
      problems.add(open, problem.code, problem.message);
      if (problems.full) break;
      next = problem.resumeAt;
    }
    open = text.indexOf('{{', next);
  }
  if (problems.list.length > 0) return { ok: false, problems: problems.list };
  if (copied < text.length) parts.push({ kind: 'literal', text: text.slice(copied) });
  return { ok: true, parts, variables: [...variables] };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
