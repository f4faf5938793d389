import type { JsonValue } from '@prompt-registry/resolver';
import { BeyondSubset, quotedLength, readScalar } from './yaml-scalar';

/** Deeper nesting is no front matter but an attack on the stack. */
const MAX_DEPTH = 40;

/**
 * Reads a flow collection (`[a, b]`, `{a: 1}`, and so also JSON) that stands on one line.
 *
 * @throws BeyondSubset for anything that a complete YAML reader might read otherwise.
 * @example readFlow('[review, "energy"]') // ['review', 'energy']
 */
export function readFlow(text: string): JsonValue {
  const reader = new FlowReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class FlowReader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new BeyondSubset('nests too deep');
    this.space();
    const character = this.text[this.at];
    if (character === '[') return this.list(depth);
    if (character === '{') return this.map(depth);
    return readScalar(this.scalarText());
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) throw new BeyondSubset('something follows');
  }

  private list(depth: number): JsonValue[] {
    this.at += 1;
    const items: JsonValue[] = [];
    while (!this.skip(']')) {
      items.push(this.value(depth + 1));
      if (!this.skip(',')) {
        if (!this.skip(']')) throw new BeyondSubset('a list that does not end');
        break;
      }
    }
    return items;
  }

  private map(depth: number): JsonValue {
    this.at += 1;
    const members = new Map<string, JsonValue>();
    while (!this.skip('}')) {
      this.space();
      const quoted = /^["']/.test(this.text.slice(this.at, this.at + 1));
      const key = readScalar(this.scalarText());
      if (typeof key !== 'string' || members.has(key))
        throw new BeyondSubset('a key that is no text, or given twice');
      this.space();
      // After a plain key a space must follow the colon, otherwise the colon belongs to the key.
      if (this.text[this.at] !== ':' || (!quoted && !/[ \t]/.test(this.text[this.at + 1] ?? '')))
        throw new BeyondSubset('a key without a value');
      this.at += 1;
      members.set(key, this.value(depth + 1));
      if (!this.skip(',')) {
        if (!this.skip('}')) throw new BeyondSubset('a mapping that does not end');
        break;
      }
    }
    return Object.fromEntries(members);
  }

  /** A quoted scalar, or a plain one up to the next indicator. */
  private scalarText(): string {
    const rest = this.text.slice(this.at);
    const length = /^["']/.test(rest)
      ? quotedLength(rest)
      : (/^[^,[\]{}:#&*!|>'"%@`?\t]+/.exec(rest)?.[0].length ?? -1);
    if (length < 1) throw new BeyondSubset('not a scalar of the subset');
    const text = rest.slice(0, length).trim();
    if (text === '' || (/^[-?]/.test(text) && !/^-[\d.]/.test(text)))
      throw new BeyondSubset('an empty or special scalar');
    this.at += length;
    return text;
  }

  private skip(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }
}
