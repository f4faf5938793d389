import type { JsonObject, JsonValue } from '@prompt-registry/resolver';
import { readFlow } from './yaml-flow';
import { BeyondSubset, quotedLength, readScalar, withoutComment } from './yaml-scalar';

const PLAIN_KEY = /^([A-Za-z_][A-Za-z0-9_.-]*)[ ]*:(?:[ ]+(.*))?$/;
const LITERAL = /^\|([+-]?)$/;
const NOT_A_TEXT = /^(?:null|true|false)$/i;
const MAX_DEPTH = 40;

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the subset of YAML 1.2 that front matter is written in: mappings, lists, one-line scalars, one-line flow collections and
 * literal blocks (`|`). Whatever it reads, a complete reader reads the same.
 *
 * @throws BeyondSubset for everything else: anchors, tags, folded or continued texts, tabs, repeated keys.
 * @example readYamlSubset('tags: [review]\nconfig:\n  temperature: 0\n') // { tags: ['review'], config: { temperature: 0 } }
 */
export function readYamlSubset(block: string): JsonObject {
  const reader = new BlockReader(block.replace(/\n$/, '').split('\n').map(toLine));
  const value = reader.document();
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new BeyondSubset('not a mapping');
  return value as JsonObject;
}

function toLine(raw: string): Line {
  const text = raw.replace(/^ +/, '');
  return { indent: raw.length - text.length, text };
}

class BlockReader {
  private at = 0;

  constructor(private readonly lines: Line[]) {}

  document(): JsonValue {
    const first = this.peek();
    if (!first) return null;
    const value = this.block(first.indent, 0);
    if (this.peek()) throw new BeyondSubset('odd indentation');
    return value;
  }

  private block(indent: number, depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new BeyondSubset('nests too deep');
    return /^-(?: |$)/.test(this.peek()?.text ?? '') ? this.list(indent, depth) : this.map(indent, depth);
  }

  private list(indent: number, depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    for (let line = this.peek(); line?.indent === indent && /^-(?: |$)/.test(line.text); line = this.peek()) {
      const rest = line.text.slice(1).trimStart();
      const offset = line.text.length - rest.length;
      if (withoutComment(rest) === '') {
        this.at += 1;
        items.push(this.nested(indent, depth, false));
      } else if (/^-(?: |$)/.test(rest) || this.key(rest)) {
        // `- key: value` is a mapping that begins behind the dash.
        this.lines[this.at] = { indent: indent + offset, text: rest };
        items.push(this.block(indent + offset, depth + 1));
      } else {
        this.at += 1;
        items.push(this.value(rest, indent));
      }
    }
    return items;
  }

  private map(indent: number, depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    for (let line = this.peek(); line?.indent === indent; line = this.peek()) {
      const entry = this.key(line.text);
      if (!entry || members.has(entry.key))
        throw new BeyondSubset('not a "key: value" line, or a key given twice');
      this.at += 1;
      members.set(
        entry.key,
        withoutComment(entry.rest) === '' ? this.nested(indent, depth, true) : this.value(entry.rest, indent),
      );
    }
    return Object.fromEntries(members);
  }

  /** What stands on the lines below: a block that is indented deeper, or, for a mapping's value, a list that need not be. */
  private nested(indent: number, depth: number, listMayAlign: boolean): JsonValue {
    const next = this.peek();
    if (next && next.indent > indent) return this.block(next.indent, depth + 1);
    if (next && listMayAlign && next.indent === indent && /^-(?: |$)/.test(next.text))
      return this.list(indent, depth + 1);
    return null;
  }

  /** What stands behind the colon or dash; what would go on below is not of the subset. */
  private value(rest: string, indent: number): JsonValue {
    const literal = LITERAL.exec(withoutComment(rest));
    if (literal) return this.literal(indent, literal[1] ?? '');
    const value = oneLine(rest);
    const next = this.peek();
    if (next && next.indent > indent) throw new BeyondSubset('a value that goes on');
    return value;
  }

  private literal(parentIndent: number, chomping: string): string {
    const texts: string[] = [];
    let indent = -1;
    for (let line = this.lines[this.at]; line; line = this.lines[this.at]) {
      if (line.text !== '') {
        if (line.indent <= parentIndent) break;
        if (indent < 0) indent = line.indent;
        if (line.indent < indent) throw new BeyondSubset('a literal block that loses its indentation');
      } else if (line.indent > Math.max(indent, 0))
        throw new BeyondSubset('a literal block with a line of spaces');
      texts.push(line.text === '' ? '' : ' '.repeat(line.indent - indent) + line.text);
      this.at += 1;
    }
    const text = texts.map((line) => `${line}\n`).join('');
    if (chomping === '+') return text;
    const trimmed = text.replace(/\n+$/, '');
    return chomping === '-' || trimmed === '' ? trimmed : `${trimmed}\n`;
  }

  private key(text: string): { readonly key: string; readonly rest: string } | null {
    if (/^["']/.test(text)) {
      const length = quotedLength(text);
      const after = /^[ ]*:(?:[ ]+(.*))?$/.exec(text.slice(Math.max(length, 0)));
      return length > 0 && after
        ? { key: String(readScalar(text.slice(0, length))), rest: after[1] ?? '' }
        : null;
    }
    const [, key, rest = ''] = PLAIN_KEY.exec(text) ?? [];
    return key === undefined || NOT_A_TEXT.test(key) ? null : { key, rest };
  }

  /** The next line that says something. */
  private peek(): Line | undefined {
    for (;;) {
      const line = this.lines[this.at];
      if (!line || !(line.text === '' || line.text.startsWith('#'))) return checked(line);
      this.at += 1;
    }
  }
}

function oneLine(rest: string): JsonValue {
  if (/^["']/.test(rest)) {
    const length = quotedLength(rest);
    if (length < 0 || withoutComment(rest.slice(length)) !== '')
      throw new BeyondSubset('a quoted text that goes on');
    return readScalar(rest.slice(0, length));
  }
  const text = withoutComment(rest);
  return /^[[{]/.test(text) ? readFlow(text) : readScalar(text);
}

function checked(line: Line | undefined): Line | undefined {
  if (line && (/^\t/.test(line.text) || (line.indent === 0 && /^(?:%|\.\.\.|---)/.test(line.text))))
    throw new BeyondSubset('a tab or a document marker');
  return line;
}
