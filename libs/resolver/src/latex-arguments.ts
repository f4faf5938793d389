const COMMAND_BEFORE = /\\[A-Za-z]{2,}\*?(?:\[[^[\]{}\n]*\])?$/;
// The longest command with its optional argument that is looked for before a brace; keeps the scan linear.
const LOOK_BEHIND = 60;

/**
 * Finds the braces that are LaTeX arguments, `\frac{a}{b}`, and everything inside them: their offsets of `{`.
 *
 * A command has at least two letters, so that a literal `\n{name}` copied from source code is not taken for one.
 * Only detection uses this; a parser never guesses.
 * @example latexArguments('\\frac{a}{b}') // Set { 5, 8 }
 */
export function latexArguments(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (!text.includes('\\')) return found;
  const open: { readonly at: number; readonly latex: boolean }[] = [];
  let closedLatexAt = -2; // where the last LaTeX group ended: the next argument must follow at once
  for (let at = 0; at < text.length; at++) {
    // An argument never spans a blank line; without this one forgotten brace would swallow the rest of the file.
    if (text[at] === '\n' && /^\r?\n/.test(text.slice(at + 1, at + 3))) open.length = 0;
    if (text[at] === '{') {
      const latex =
        open.at(-1)?.latex === true ||
        closedLatexAt === at - 1 ||
        COMMAND_BEFORE.test(text.slice(Math.max(0, at - LOOK_BEHIND), at));
      if (latex) found.add(at);
      open.push({ at, latex });
    } else if (text[at] === '}' && open.pop()?.latex === true) {
      closedLatexAt = at;
    }
  }
  return found;
}
