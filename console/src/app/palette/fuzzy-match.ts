/** Where a query was found in a text. */
export interface Match {
  /** Larger is better. */
  readonly score: number;
  /** The parts of the text that were asked for: half-open, in order, apart from each other. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

interface Word {
  readonly text: string;
  readonly at: number;
}

/** The words of a name: what `/`, `_`, `-`, `.`, blanks and humps separate. `energyAnalyst/v2` has three. */
export function wordsOf(text: string): readonly Word[] {
  const words = text.matchAll(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[^\p{L}\p{N}\s/_.-]+|\p{L}/gu);
  return [...words].map((found) => ({ text: found[0].toLowerCase(), at: found.index }));
}

/** A text made ready to be searched many times. */
export interface Searchable {
  readonly text: string;
  readonly lower: string;
  readonly words: readonly Word[];
  /** Where the last part of a name with folders begins. */
  readonly leaf: number;
}

/** What is looked for: words in any order. */
export interface Query {
  readonly whole: string;
  readonly terms: readonly string[];
}

/** Reads what was typed. */
export function queryOf(typed: string): Query {
  return { whole: typed.trim().toLowerCase(), terms: wordsOf(typed).map((word) => word.text) };
}

/** Makes a text ready to be searched. */
export function searchable(text: string): Searchable {
  return { text, lower: text.toLowerCase(), words: wordsOf(text), leaf: text.lastIndexOf('/') + 1 };
}

/**
 * Finds every word of a query in a text, in any order; null when one is missing. A word is found where it stands, or as
 * the beginnings of neighbouring words: `enan` and `ea` find `energy_analyst`.
 */
export function matchOf({ whole, terms }: Query, { text, lower, words, leaf }: Searchable): Match | null {
  if (terms.length === 0) return { score: 0, ranges: [] };
  let score = 0;
  const ranges: (readonly [number, number])[] = [];
  for (const term of terms) {
    const found = hasLetters(term, lower) ? termIn(term, words, lower, leaf) : null;
    if (!found) return null;
    score += found.score;
    ranges.push(...found.ranges);
  }
  if (lower === whole || lower.slice(leaf) === whole) score += 10;
  // Of two that have all words, the one that has little else.
  return { score: score / terms.length - text.length / 1_000, ranges: joined(ranges) };
}

/** Whether the letters are there in their order: most texts are ruled out by that. */
function hasLetters(term: string, lower: string): boolean {
  let at = -1;
  for (const letter of term) {
    at = lower.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
}

function termIn(term: string, words: readonly Word[], lower: string, leaf: number): Match | null {
  const starting = words.filter((word) => word.text.startsWith(term));
  // The last part of a name says most.
  const best = starting.find(({ at }) => at >= leaf) ?? starting[0];
  const inLeaf = (at: number) => (at >= leaf ? 1 : 0);
  if (best) {
    const score = (best.text === term ? 6 : 5) + inLeaf(best.at);
    return { score, ranges: [[best.at, best.at + term.length]] };
  }
  const beginnings = beginningsIn(term, words);
  if (beginnings) return { score: 3 + inLeaf(beginnings[0]?.[0] ?? 0), ranges: beginnings };
  const at = lower.indexOf(term);
  return at === -1 ? null : { score: 1 + inLeaf(at), ranges: [[at, at + term.length]] };
}

type Ranges = readonly (readonly [number, number])[];

/** The term as beginnings of words that follow each other, or null. */
function beginningsIn(term: string, words: readonly Word[]): Ranges | null {
  // What leads nowhere is not tried twice, or some names would take for ever.
  const tried = new Set<number>();
  const from = (start: number, index: number): Ranges | null => {
    if (start === term.length) return [];
    const word = words[index];
    const key = start * (words.length + 1) + index;
    if (!word || tried.has(key)) return null;
    tried.add(key);
    let common = 0;
    while (start + common < term.length && word.text[common] === term[start + common]) common += 1;
    // The longest beginning first; a shorter one when the rest is in no other word.
    for (let length = common; length > 0; length -= 1) {
      const rest = from(start + length, index + 1);
      if (rest) return [[word.at, word.at + length], ...rest];
    }
    return null;
  };
  for (let first = 0; first < words.length; first += 1) {
    const found = from(0, first);
    if (found) return found;
  }
  return null;
}

function joined(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
