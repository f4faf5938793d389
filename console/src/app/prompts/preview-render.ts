import {
  type ChatMessage,
  compileContent,
  type CompiledContent,
  type Part,
  renderCompiled,
  type RenderValues,
  type TemplateFormat,
  type VersionContent,
} from '@prompt-registry/resolver';
import type { Mark } from '../monaco/mark';
import { variableWord } from './editor-suggestions';

/** Values as they were typed: texts for variables, JSON for placeholders. */
export type TypedValues = Readonly<Record<string, string>>;

/** A piece of the finished words; a text prompt is one without a role. */
export interface PreviewMessage {
  readonly role: string | null;
  readonly text: string;
  /** Where values stand. */
  readonly marks: readonly Mark[];
}

/** The words as an agent would get them. */
export type Preview =
  | { readonly ok: false; readonly problems: readonly { readonly name: string; readonly message: string }[] }
  | { readonly ok: true; readonly messages: readonly PreviewMessage[]; readonly missing: readonly string[] };

/**
 * Renders a draft by the renderer that agents use. Where a value is still missing the variable itself stands in, and is
 * named: agents are refused without it.
 */
export function previewOf(content: VersionContent, typed: TypedValues): Preview {
  const compiled = compileContent(content);
  if (!compiled.ok) return { ok: false, problems: [] };
  const { values, missing, problems } = valuesFor(compiled.compiled, typed, content.templateFormat);
  if (problems.length > 0) return { ok: false, problems };
  const rendered = renderCompiled(compiled.compiled, values);
  if (!rendered.ok) return { ok: false, problems: rendered.invalid };
  if (rendered.type === 'text') {
    const marks = compiled.compiled.type === 'text' ? marksIn(compiled.compiled.parts, values) : [];
    return { ok: true, missing, messages: [{ role: null, text: rendered.text, marks }] };
  }
  const marks = messageMarks(compiled.compiled, values);
  const messages = rendered.messages.map(({ role, name, content: text }, index) => ({
    role: name === undefined ? role : `${role} (${name})`,
    text,
    marks: marks[index] ?? [],
  }));
  return { ok: true, missing, messages };
}

function valuesFor(compiled: CompiledContent, typed: TypedValues, format: TemplateFormat) {
  // Without a prototype: a variable may be called __proto__.
  const values = Object.create(null) as Record<string, string | ChatMessage[]>;
  const missing: string[] = [];
  const problems: { name: string; message: string }[] = [];
  for (const { name, isPlaceholder } of namesIn(compiled)) {
    const text = Object.hasOwn(typed, name) ? typed[name] : undefined;
    if (text === undefined || (isPlaceholder && text.trim() === '')) {
      missing.push(name);
      values[name] = isPlaceholder ? [] : variableWord(name, format);
    } else if (!isPlaceholder) values[name] = text;
    else {
      try {
        values[name] = JSON.parse(text) as ChatMessage[]; // the renderer checks that these are messages
      } catch {
        problems.push({
          name,
          message: 'must be a JSON list of messages: [{"role": "user", "content": "…"}].',
        });
      }
    }
  }
  return { values: values as RenderValues, missing, problems };
}

function namesIn(compiled: CompiledContent): readonly { name: string; isPlaceholder: boolean }[] {
  const names = new Map<string, boolean>();
  const read = (parts: readonly Part[]) => {
    for (const part of parts) if (part.kind === 'variable') names.set(part.name, false);
  };
  if (compiled.type === 'text') read(compiled.parts);
  else
    for (const entry of compiled.entries) {
      if (entry.kind === 'placeholder') names.set(entry.name, true);
      else read(entry.parts);
    }
  return [...names].map(([name, isPlaceholder]) => ({ name, isPlaceholder }));
}

function marksIn(parts: readonly Part[], values: RenderValues): readonly Mark[] {
  let at = 0;
  return parts.flatMap((part) => {
    const start = at;
    const value = part.kind === 'literal' ? part.text : values[part.name];
    at += typeof value === 'string' ? value.length : 0;
    return part.kind === 'variable' && at > start ? [{ start, end: at }] : [];
  });
}

function messageMarks(compiled: CompiledContent, values: RenderValues): readonly (readonly Mark[])[] {
  if (compiled.type === 'text') return [];
  return compiled.entries.flatMap((entry) => {
    if (entry.kind === 'message') return [marksIn(entry.parts, values)];
    const passed = values[entry.name];
    return Array.isArray(passed) ? passed.map(() => []) : [];
  });
}
