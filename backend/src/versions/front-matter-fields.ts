import { TEMPLATE_FORMATS, type TemplateFormat } from '@prompt-registry/resolver';
import type { PromptMetadata } from '../prompts/prompts.service';
import { isStorable, NOT_STORABLE } from '../storable-text';
import {
  MAX_DESCRIPTION_LENGTH,
  MAX_TAG_LENGTH,
  MAX_TAGS,
  SLUG_PATTERN,
  storedTags,
  TAG_PATTERN,
} from './field-rules';

type Fields = Readonly<Record<string, unknown>>;

export interface FrontMatter {
  readonly name: unknown;
  readonly metadata: PromptMetadata;
  readonly templateFormat: TemplateFormat | null;
  readonly config: Fields;
  /** The messages of a chat prompt; `null` for a text. */
  readonly messages: unknown;
}

/** A key with a value that it cannot have. */
export class FieldError extends Error {}

/** Both spellings are found in prompt files. */
const SPELLINGS: Readonly<Record<string, string>> = {
  template_format: 'templateFormat',
  agent_role: 'agentRole',
};
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
const SLUG = new RegExp(SLUG_PATTERN);
const TAG = new RegExp(TAG_PATTERN);

/**
 * What the front matter says about a prompt. Unknown keys go into `config` under their own name.
 * @throws FieldError naming the key.
 */
export function readFields(given: Fields): FrontMatter {
  const fields = withOneSpelling(given);
  const isChat = fields['messages'] !== undefined || fields['type'] === 'chat';
  if (isChat && !(Array.isArray(fields['messages']) && (fields['type'] ?? 'chat') === 'chat'))
    throw new FieldError('a chat prompt has "type: chat" and its messages as a list in "messages"');
  // "type: text" says nothing new; any other type is somebody's own key.
  const own = Object.entries(fields).filter(
    ([key, value]) => !KNOWN.has(key) && !(key === 'type' && (isChat || value === 'text')),
  );
  return {
    name: fields['name'],
    metadata: {
      description: description(fields['description']),
      agentRole: slug(fields, 'agentRole'),
      depth: slug(fields, 'depth'),
      strategy: slug(fields, 'strategy'),
      domain: slug(fields, 'domain'),
      tags: tags(fields['tags']),
    },
    templateFormat: templateFormat(fields['templateFormat']),
    config: config(fields['config'], own),
    messages: isChat ? fields['messages'] : null,
  };
}

function withOneSpelling(given: Fields): Fields {
  const fields = new Map<string, unknown>();
  for (const [key, value] of Object.entries(given)) {
    const spelled = (Object.hasOwn(SPELLINGS, key) && SPELLINGS[key]) || key;
    if (fields.has(spelled)) throw new FieldError(`"${spelled}" is given twice`);
    // `key:` without a value is as good as absent.
    if (value !== null || !KNOWN.has(spelled)) fields.set(spelled, value);
  }
  return Object.fromEntries(fields);
}

function description(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new FieldError('"description" must be a text');
  const text = value.trim();
  if (text.length > MAX_DESCRIPTION_LENGTH)
    throw new FieldError(`"description" must have at most ${MAX_DESCRIPTION_LENGTH} characters`);
  if (!isStorable(text)) throw new FieldError(`"description" ${NOT_STORABLE}`);
  return text;
}

function slug(fields: Fields, key: string): string | null {
  const value = fields[key];
  if (value === undefined) return null;
  if (typeof value !== 'string' || !SLUG.test(value))
    throw new FieldError(`"${key}" must be a word of letters, digits, "_", "." and "-"`);
  return value;
}

function tags(given: unknown): string[] {
  if (given === undefined) return [];
  // `tags: energy, cost` is common and means a list.
  const value =
    typeof given === 'string'
      ? given
          .split(',')
          .map((tag) => tag.trim())
          .filter(Boolean)
      : given;
  const problem = `"tags" must be a list of at most ${MAX_TAGS} texts of at most ${MAX_TAG_LENGTH} characters`;
  if (!Array.isArray(value) || value.length > MAX_TAGS) throw new FieldError(problem);
  for (const tag of value)
    if (typeof tag !== 'string' || tag.length > MAX_TAG_LENGTH || !TAG.test(tag))
      throw new FieldError(problem);
  return storedTags(value as string[]);
}

function templateFormat(value: unknown): TemplateFormat | null {
  if (value === undefined) return null;
  const known = TEMPLATE_FORMATS.find((format) => format === value);
  if (!known)
    throw new FieldError(
      `"templateFormat" must be one of ${TEMPLATE_FORMATS.join(', ')}, not ${JSON.stringify(value).slice(0, 60)}`,
    );
  return known;
}

function config(value: unknown, own: ReadonlyArray<readonly [string, unknown]>): Fields {
  if (value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
    throw new FieldError('"config" must be a list of "key: value" lines');
  const all = new Map(Object.entries((value ?? {}) as Fields));
  for (const [key, member] of own) {
    if (all.has(key)) throw new FieldError(`"${key}" is given twice: by itself and in "config"`);
    all.set(key, member);
  }
  // Not by assignment: a key named __proto__ must stay a key, for validation to refuse.
  return Object.fromEntries(all);
}
