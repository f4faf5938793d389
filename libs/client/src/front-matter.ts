import {
  TEMPLATE_FORMATS,
  type JsonObject,
  type JsonValue,
  type TemplateFormat,
} from '@prompt-registry/resolver';
import { readYamlSubset } from './yaml-block';
import { BeyondSubset } from './yaml-scalar';

/** What the front matter of a file says. @example { name: null, templateFormat: 'f-string', messages: null, config: {} } */
export interface FrontMatter {
  /** The name the file gives itself; null = its path is its name. */
  readonly name: string | null;
  /** Null = to be detected. */
  readonly templateFormat: TemplateFormat | null;
  /** The messages of a chat prompt, unchecked; null = a text. */
  readonly messages: JsonValue;
  /** Null when it could not be read exactly: the words can be served, but not be told apart from another version's. */
  readonly config: JsonObject | null;
}

/** A file taken apart. @example splitFile('---\nname: a\n---\nHi') // { ok: true, front: { name: 'a', … }, body: 'Hi' } */
export type SplitFile =
  | { readonly ok: true; readonly front: FrontMatter; readonly body: string }
  | { readonly ok: false; readonly reason: string };

const NOTHING: FrontMatter = { name: null, templateFormat: null, messages: null, config: {} };
/** Keys that make a block front matter beyond doubt. */
const TELLING =
  /^(?:name|description|templateFormat|template_format|agentRole|agent_role|tags|config|messages|model)[ \t]*:/m;
const FIRST_LINE_IS_KEY = /^[A-Za-z_][A-Za-z0-9_.-]*[ \t]*:(?:[ \t]|$)/;
const KEY = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const SPELLINGS = new Map([
  ['template_format', 'templateFormat'],
  ['agent_role', 'agentRole'],
]);
/** Keys that describe the prompt; all others go into the config. */
const KNOWN = new Set([
  'name',
  'description',
  'templateFormat',
  'agentRole',
  'depth',
  'strategy',
  'domain',
  'tags',
  'config',
  'messages',
]);

/**
 * Takes the front matter off a file whose line ends are LF, by the rules of `prompts/README.md`.
 *
 * The SDK reads a subset of YAML. Front matter outside it does not cost the agent its words: name, format and text are found all
 * the same, only `config` stays unknown. A chat prompt outside the subset cannot be served.
 * @example splitFile(text)
 */
export function splitFile(text: string): SplitFile {
  const opening = /^---[ \t]*(?:\n|$)/.exec(text);
  if (!opening) return { ok: true, front: NOTHING, body: text };
  const closing = /^---[ \t]*(?:\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const end = closing.exec(text);
  const block = text.slice(opening[0].length, end?.index);
  const meant = FIRST_LINE_IS_KEY.test(block) || TELLING.test(block);
  if (!end && meant) return { ok: false, reason: 'front matter that is not closed' };
  const fields = end ? (readFields(block) ?? readFields(withQuotes(block))) : null;
  // A horizontal rule, and prose.
  if (!end || (!meant && !fields)) return { ok: true, front: NOTHING, body: text };
  const body = text.slice(end.index + end[0].length);
  const front = fields ? fromFields(fields) : fromLines(block);
  return front
    ? { ok: true, front, body }
    : { ok: false, reason: 'front matter with a value that its key does not allow' };
}

// `description: Use this agent when: …`, which YAML takes for a mapping in a mapping.
const BARE_COLON = /^([A-Za-z_][A-Za-z0-9_.-]*:[ \t]+)((?!["'[{|>&*!%@`#-])[^\n]*:[ \t][^\n]*)$/gm;

/** Many tools write front matter by hand and read a line to its end; so does the registry when it imports the file. */
function withQuotes(block: string): string {
  return block.replace(BARE_COLON, (_, key: string, value: string) => key + JSON.stringify(value.trim()));
}

/** Null: prose, or beyond the subset. */
function readFields(block: string): JsonObject | null {
  try {
    const fields = readYamlSubset(block);
    return Object.keys(fields).every((key) => KEY.test(key)) ? fields : null;
  } catch (error) {
    if (error instanceof BeyondSubset) return null;
    throw error;
  }
}

function fromFields(given: JsonObject): FrontMatter | null {
  const fields = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(given)) {
    const spelled = SPELLINGS.get(key) ?? key;
    // `key:` without a value is as good as absent.
    if (value !== null || !KNOWN.has(spelled)) fields.set(spelled, value);
  }
  const name = fields.get('name') ?? null;
  const templateFormat = fields.get('templateFormat') ?? null;
  const messages = fields.get('messages') ?? null;
  const chat = messages !== null || fields.get('type') === 'chat';
  const format = TEMPLATE_FORMATS.find((known) => known === templateFormat) ?? null;
  if ((name !== null && typeof name !== 'string') || (templateFormat !== null && format === null))
    return null;
  if (chat && (!Array.isArray(messages) || (fields.get('type') ?? 'chat') !== 'chat')) return null;
  const own = [...fields].filter(
    ([key, value]) => !KNOWN.has(key) && !(key === 'type' && (chat || value === 'text')),
  );
  return {
    name,
    templateFormat: format,
    messages: chat ? messages : null,
    config: configOf(fields.get('config') ?? {}, own),
  };
}

function configOf(config: JsonValue, own: ReadonlyArray<readonly [string, JsonValue]>): JsonObject | null {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return null;
  const all = new Map<string, JsonValue>(Object.entries(config));
  for (const [key, value] of own) {
    if (all.has(key)) return null;
    all.set(key, value);
  }
  return Object.fromEntries(all);
}

/** A line at the margin that begins with a key is that key's in any YAML; enough to serve a text. */
function fromLines(block: string): FrontMatter | null {
  const line = (key: string): string | null =>
    new RegExp(`^(?:${key})[ \\t]*:[ \\t]+["']?([A-Za-z0-9_./-]+)["']?[ \\t]*(?:#.*)?$`, 'm').exec(
      block,
    )?.[1] ?? null;
  if (/^(?:messages[ \t]*:|type[ \t]*:[ \t]*["']?chat\b)/m.test(block)) return null;
  const given = line('templateFormat|template_format');
  const format = TEMPLATE_FORMATS.find((known) => known === given) ?? null;
  if (given !== null && format === null) return null;
  return { name: line('name'), templateFormat: format, messages: null, config: null };
}
