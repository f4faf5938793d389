import { Inconvertible, isRecord, type ForeignPrompt } from './foreign-prompt';
import { renderedByJinja, requirePlainJinja } from './jinja';
import type { StructuredData } from './structured-data';

type Fields = Readonly<Record<string, unknown>>;
type Path = ReadonlyArray<string | number>;

const ROLES: Readonly<Record<string, string>> = {
  SystemMessagePromptTemplate: 'system',
  HumanMessagePromptTemplate: 'user',
  AIMessagePromptTemplate: 'assistant',
  SystemMessage: 'system',
  HumanMessage: 'user',
  AIMessage: 'assistant',
};

/** Whether data are a prompt that LangChain saved: by `save` (`_type`, `input_variables`) or by `dumps` (`lc`). */
export function isLangChain(value: unknown): value is Fields {
  if (!isRecord(value)) return false;
  if (value['lc'] !== undefined && Array.isArray(value['id'])) return true;
  const saved = value['_type'];
  const { input_variables: inputs } = value;
  return (
    (Array.isArray(inputs) && !inputs.some(isRecord)) ||
    (typeof saved === 'string' && /prompt|chat/.test(saved))
  );
}

/** A prompt that LangChain saved. @throws Inconvertible for few-shot prompts, chains, and what else is more than a template. */
export function fromLangChain({ lineOf }: StructuredData, value: Fields): ForeignPrompt[] {
  if (value['lc'] === undefined) return [textPrompt(value, [], lineOf)];
  const { kind, inside } = constructed(value);
  if (kind === 'PromptTemplate') return [textPrompt(inside, ['kwargs'], lineOf)];
  if (kind !== 'ChatPromptTemplate')
    throw new Inconvertible(`"${kind}" is not a prompt that can be converted`);
  refusePartials(inside);
  // LangChain.js has another word for them.
  const key = 'prompt_messages' in inside ? 'prompt_messages' : 'messages';
  const read = (Array.isArray(inside[key]) ? inside[key] : []).map((message, index) =>
    messageOf(message, ['kwargs', key, index, 'kwargs'], lineOf),
  );
  const formats = new Set(read.flatMap(({ format }) => (format ? [format] : [])));
  if (formats.size > 1) throw new Inconvertible(`its messages mix the formats ${[...formats].join(' and ')}`);
  const [format = 'f-string'] = formats;
  const messages = read.map(({ entry, constant }) =>
    constant === undefined ? entry : { ...entry, content: asTemplate(constant, format) },
  );
  return [
    {
      fields: { templateFormat: targetOf(format), messages },
      body: '',
      bodyLine: 1,
      lineOfMessage: (index, line) => (read[index] ? lineOf(read[index].path, line) : undefined),
      because: because(format),
      warnings: [...remarksOf(format), ...read.flatMap(({ remark = [] }) => remark)],
    },
  ];
}

function textPrompt(fields: Fields, path: Path, lineOf: StructuredData['lineOf']): ForeignPrompt {
  const type = fields['_type'] ?? 'prompt';
  if (type !== 'prompt')
    throw new Inconvertible(`LangChain's "${String(type)}" is not supported; only "prompt" is`);
  if (typeof fields['template_path'] === 'string')
    throw new Inconvertible(`its words are in another file, ${fields['template_path']}; import that one`);
  const { template } = fields;
  if (typeof template !== 'string') throw new Inconvertible('"template" must be a text');
  refusePartials(fields);
  const format = formatOf(fields);
  const bodyLine = lineOf([...path, 'template'], 1) ?? 1;
  if (format === 'jinja2') requirePlainJinja(template, bodyLine);
  const { name, description, tags } = fields;
  const config = isRecord(fields['metadata']) ? fields['metadata'] : {};
  return {
    fields: { ...optional({ name, description, tags }), config, templateFormat: targetOf(format) },
    body: format === 'jinja2' ? renderedByJinja(template) : template,
    bodyLine,
    because: because(format),
    warnings: remarksOf(format),
  };
}

interface ReadMessage {
  readonly entry: Fields;
  readonly path: Path;
  readonly format?: string;
  /** Words that are no template. */
  readonly constant?: string;
  readonly remark?: readonly string[];
}

function messageOf(message: unknown, path: Path, lineOf: StructuredData['lineOf']): ReadMessage {
  const { kind, inside } = constructed(message);
  if (kind === 'MessagesPlaceholder') return placeholderOf(inside, path);
  const role = kind === 'ChatMessagePromptTemplate' ? inside['role'] : ROLES[kind];
  if (role === undefined) throw new Inconvertible(`a message of the kind "${kind}" is not supported`);
  if (!kind.endsWith('Template')) {
    refuseMore(inside);
    if (typeof inside['content'] !== 'string') throw new Inconvertible('a message is more than text');
    return { entry: { role }, path: [...path, 'content'], constant: inside['content'] };
  }
  const template = Array.isArray(inside['prompt'])
    ? { kind: 'several parts', inside: {} }
    : constructed(inside['prompt']);
  const text = template.inside['template'];
  if (template.kind !== 'PromptTemplate' || typeof text !== 'string')
    throw new Inconvertible(`a message of ${template.kind} is more than text`);
  refusePartials(template.inside);
  const format = formatOf(template.inside);
  const place = [...path, 'prompt', 'kwargs', 'template'];
  if (format === 'jinja2') requirePlainJinja(text, lineOf(place, 1) ?? 1);
  return {
    entry: { role, content: format === 'jinja2' ? renderedByJinja(text) : text },
    path: place,
    format,
  };
}

function placeholderOf(inside: Fields, path: Path): ReadMessage {
  const { variable_name: name, n_messages: most, optional: mayMiss } = inside;
  if (typeof most === 'number')
    throw new Inconvertible(
      `the placeholder ${JSON.stringify(name)} takes the last ${most} messages only; choose them in the calling code`,
    );
  const remark = `the placeholder ${JSON.stringify(name)} is optional there; here the caller passes an empty list`;
  return { entry: { type: 'placeholder', name }, path, ...(mayMiss === true ? { remark: [remark] } : {}) };
}

/** What a message of a conversation may have besides its words. */
function refuseMore(inside: Fields): void {
  const { tool_calls: calls, invalid_tool_calls: invalid, additional_kwargs: more } = inside;
  const has = (value: unknown) => Array.isArray(value) && value.length > 0;
  const others = isRecord(more) ? Object.keys(more) : [];
  if (has(calls) || has(invalid) || others.length > 0)
    throw new Inconvertible(`a message has ${others.join(', ') || 'tool calls'}, and messages are text`);
}

/** An object as `dumps` writes it: the last word of its id, and what it was made with. */
function constructed(value: unknown): { kind: string; inside: Fields } {
  if (!isRecord(value) || !Array.isArray(value['id']) || !isRecord(value['kwargs']))
    throw new Inconvertible('it is not a prompt that LangChain wrote');
  return { kind: String(value['id'].at(-1)), inside: value['kwargs'] };
}

function formatOf({ template_format: format = 'f-string' }: Fields): 'f-string' | 'mustache' | 'jinja2' {
  if (format === 'f-string' || format === 'mustache' || format === 'jinja2') return format;
  throw new Inconvertible(`the template format ${JSON.stringify(format)} is not known`);
}

function targetOf(format: string): string {
  return format === 'jinja2' ? 'mustache' : format;
}

function asTemplate(words: string, format: string): string {
  if (format === 'f-string') return words.replace(/[{}]/g, '$&$&');
  if (!words.includes('{{')) return words;
  throw new Inconvertible('a message without variables has {{, which mustache cannot write');
}

function refusePartials(fields: Fields): void {
  const { partial_variables: partials } = fields;
  const names = isRecord(partials) ? Object.keys(partials) : [];
  if (names.length > 0)
    throw new Inconvertible(
      `"partial_variables" (${names.join(', ')}) are filled in by LangChain; write them into the text`,
    );
}

function because(format: string): string {
  return `LangChain's template_format is ${format}`;
}

function remarksOf(format: string): string[] {
  return format === 'mustache' ? ['values are inserted as they are; LangChain escapes HTML in them'] : [];
}

function optional(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
