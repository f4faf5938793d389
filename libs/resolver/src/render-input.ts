import { MAX_RENDERED_LENGTH } from './content-limits';
import { ContentProblems } from './content-problem';
import { formatValue, type PlainValue } from './format-value';
import type { Part } from './parsed-template';
import { validateMessages } from './validate-messages';
import { isPlaceholder, type ChatMessage } from './version-content';

/** Values by variable or placeholder name; undefined counts as missing. @example const values: RenderValues = { city: 'Oslo' }; */
export type RenderValues = Readonly<Record<string, PlainValue | readonly ChatMessage[] | undefined>>;

/** A value that cannot be used. @example { name: 'city', message: 'must be a text, a number or a boolean, not null.' } */
export interface InvalidValue {
  readonly name: string;
  readonly message: string;
}

/** Why rendering failed. @example { ok: false, code: 'MISSING_VARIABLES', missing: ['city'], invalid: [] } */
export interface RenderFailure {
  readonly ok: false;
  readonly code: 'MISSING_VARIABLES' | 'INVALID_VALUES' | 'TOO_LONG';
  readonly missing: readonly string[];
  readonly invalid: readonly InvalidValue[];
}

/**
 * The values of one rendering: reads each once, remembers what was missing, unusable or not asked for.
 *
 * @example const input = new RenderInput({ city: 'Oslo' }); input.fill(parts); input.failure() // null
 */
export class RenderInput {
  private readonly texts = new Map<string, string>();
  private readonly used = new Set<string>();
  private readonly missing = new Set<string>();
  private readonly invalid = new Map<string, string>();
  private length = 0;

  constructor(private readonly values: RenderValues) {}

  /** The parts with values put in; meaningless once there is a failure, which the caller asks for at the end. */
  fill(parts: readonly Part[]): string {
    let out = '';
    for (const part of parts) {
      const text = part.kind === 'literal' ? part.text : this.text(part.name);
      this.length += text.length;
      // Checked before joining: the whole might be longer than a string can be.
      if (this.length > MAX_RENDERED_LENGTH) return '';
      out += text;
    }
    return out;
  }

  /** The messages given for a placeholder, rebuilt so that later changes to the caller's objects do not show. */
  messages(name: string): readonly ChatMessage[] {
    const value = this.read(name);
    if (value === undefined) return [];
    const problems = new ContentProblems();
    const entries = Array.isArray(value) && value.length === 0 ? [] : validateMessages(value, name, problems);
    const messages = entries.flatMap((entry) => (isPlaceholder(entry) ? [] : [entry]));
    const problem = problems.list[0];
    if (problem !== undefined)
      this.invalid.set(name, `must be a list of messages; ${problem.field}: ${problem.message}`);
    else if (messages.length < entries.length)
      this.invalid.set(name, 'must be a list of messages without placeholders.');
    for (const message of messages) this.length += message.content.length;
    return messages;
  }

  failure(): RenderFailure | null {
    const missing = [...this.missing];
    const invalid = [...this.invalid].map(([name, message]) => ({ name, message }));
    if (missing.length > 0) return { ok: false, code: 'MISSING_VARIABLES', missing, invalid };
    if (invalid.length > 0) return { ok: false, code: 'INVALID_VALUES', missing, invalid };
    if (this.length > MAX_RENDERED_LENGTH) return { ok: false, code: 'TOO_LONG', missing, invalid };
    return null;
  }

  extra(): string[] {
    return Object.keys(this.values).filter((name) => !this.used.has(name));
  }

  private text(name: string): string {
    const known = this.texts.get(name);
    if (known !== undefined) return known;
    const value = this.read(name);
    if (value === undefined) return '';
    const formatted = formatValue(value);
    if (!formatted.ok) this.invalid.set(name, formatted.message);
    const text = formatted.ok ? formatted.text : '';
    this.texts.set(name, text);
    return text;
  }

  private read(name: string): unknown {
    this.used.add(name);
    // Own properties only: a variable named toString or __proto__ must not find Object's.
    const value: unknown = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    if (value === undefined) this.missing.add(name);
    return value;
  }
}
