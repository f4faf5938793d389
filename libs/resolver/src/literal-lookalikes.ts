import type { TemplateFormat } from './parsed-template';
import { PositionFinder } from './text-position';

const MOST_NAMED = 5;

interface Lookalike {
  readonly pattern: RegExp;
  readonly say: (found: string) => string;
}

const DOUBLE: Lookalike = {
  pattern:
    /(?<!\{)\{\{[ \t]{0,9}(?:>[ \t]{0,9})?[$\p{XID_Start}_][\p{XID_Continue}-]{0,99}[ \t]{0,9}(?:[|.[(][^{}\n]{0,99})?\}\}(?!\})/gu,
  say: (found) =>
    `${found} is literal text in an f-string template (it prints with single braces), not a variable.`,
};
const SINGLE: Lookalike = {
  pattern: /(?<!\{)\{[\p{XID_Start}_][\p{XID_Continue}-]{0,99}(?:[.!:[][^{}\n]{0,99})?\}(?!\})/gu,
  say: (found) => `${found} is literal text here, not a variable.`,
};
const DOLLAR: Lookalike = {
  pattern: /\$\{[\p{XID_Start}_]\p{XID_Continue}{0,99}\}/gu,
  say: (found) => `${found} is a dollar sign followed by a variable in an f-string template.`,
};
const LATEX: Lookalike = {
  pattern: /\\[A-Za-z]{2,40}\{[\p{XID_Start}_]\p{XID_Continue}{0,99}\}/gu,
  say: (found) =>
    `${found} looks like LaTeX, but its argument is a variable in an f-string template; double the braces if it is not.`,
};

/** ERB, EJS and ASP; Python's oldest way. */
const OTHER: Lookalike = {
  pattern:
    /<%[-=]?[ \t]{0,9}[@\p{XID_Start}_][^%\n]{0,99}%>|%\([\p{XID_Start}_]\p{XID_Continue}{0,99}\)[sdrf]/gu,
  say: (found) => `${found} is literal text here, not a variable.`,
};

const BY_FORMAT: Readonly<Record<TemplateFormat, readonly Lookalike[]>> = {
  'f-string': [DOUBLE, DOLLAR, LATEX, OTHER],
  mustache: [SINGLE, OTHER],
  none: [SINGLE, OTHER],
};

/**
 * Lists what looks like a variable of another format and will be read otherwise: the remarks of an import report.
 *
 * At most five places of a kind are named, each with its line; linear, every repetition is bounded.
 * @example literalLookalikes('{a} {{b}}', 'f-string') // ['line 1: {{b}} is literal text in an f-string template …']
 */
export function literalLookalikes(text: string, format: TemplateFormat): string[] {
  const warnings: string[] = [];
  for (const { pattern, say } of BY_FORMAT[format]) {
    const positions = new PositionFinder(text);
    const seen = new Set<string>();
    for (const match of text.matchAll(pattern)) {
      const found = match[0];
      if (seen.has(found)) continue;
      if (seen.size === MOST_NAMED) {
        warnings.push(`and more such places after line ${positions.at(match.index).line}.`);
        break;
      }
      seen.add(found);
      warnings.push(`line ${positions.at(match.index).line}: ${say(found)}`);
    }
  }
  return warnings;
}
