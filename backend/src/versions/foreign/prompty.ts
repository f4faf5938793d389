import { splitFrontMatter } from '../front-matter';
import {
  defaultsRemark,
  Inconvertible,
  isRecord,
  lineAt,
  type ForeignFile,
  type ForeignPrompt,
} from './foreign-prompt';
import { PLAIN_JINJA, requirePlainJinja } from './jinja';
import { splitByRoleLines } from './role-lines';

type Fields = Readonly<Record<string, unknown>>;

/** Keys of the tool alone. */
const DROPPED = new Set(['$schema', 'template', 'metadata', 'authors']);
const NOT_TEXT = new Set(['thread', 'image', 'file', 'audio']);

/** A `.prompty` file, of the first or the second edition; connections are left out, they may hold secrets. */
export function fromPrompty({ text }: ForeignFile): ForeignPrompt[] {
  const split = splitFrontMatter(text, { anyKey: true });
  if (!split.ok) throw new Inconvertible(split.reason);
  const { body, bodyLine } = split;
  const front = split.fields ?? {};
  const format = templateOf(front['template']);
  if (format === 'jinja2') requirePlainJinja(body, bodyLine);
  refuseInputs(front);
  const image = /!\[[^\]\n]*\]\(/.exec(body);
  if (image)
    throw new Inconvertible(
      '![…](…) is an image, and messages are text',
      bodyLine + lineAt(body, image.index) - 1,
    );
  const { model, connectionLeftOut } = withoutConnection(front['model']);
  const metadata = isRecord(front['metadata']) ? front['metadata'] : {};
  const own = Object.entries(front).filter(([key]) => !DROPPED.has(key) && key !== 'model');
  const chat =
    isRecord(front['model']) && front['model']['api'] === 'completion' ? null : asChat(body, bodyLine);
  return [
    {
      fields: {
        ...(metadata['tags'] === undefined ? {} : { tags: metadata['tags'] }),
        ...Object.fromEntries(own),
        ...(model === undefined ? {} : { model }),
        ...(chat ? { messages: chat.messages } : {}),
        templateFormat: 'mustache',
      },
      body: chat ? '' : body,
      bodyLine,
      ...(chat ? { lineOfMessage: chat.lineOfMessage } : {}),
      because: format === 'jinja2' ? PLAIN_JINJA : 'the file says template: mustache',
      warnings: [
        ...(connectionLeftOut ? ['the connection of "model" is left out: it is not part of a prompt'] : []),
        ...(typeof front['base'] === 'string'
          ? [`"base" is not read: what ${front['base']} says of the model is missing here`]
          : []),
        ...defaultsRemark(defaultsOf(front['inputs'])),
      ],
    },
  ];
}

function asChat(body: string, bodyLine: number) {
  if (body.trim() === '') throw new Inconvertible('a prompt without words cannot be served');
  return (
    splitByRoleLines(body, bodyLine) ?? {
      messages: [{ role: 'system', content: body.trim() }],
      lineOfMessage: (_: number, line: number) => bodyLine + lineAt(body, body.search(/\S/)) + line - 2,
    }
  );
}

function templateOf(template: unknown): 'jinja2' | 'mustache' {
  const format = isRecord(template)
    ? (template['format'] ?? template['type'] ?? 'jinja2')
    : (template ?? 'jinja2');
  if (format === 'jinja2' || format === 'mustache') return format;
  throw new Inconvertible(`the template format ${JSON.stringify(format)} is not known`);
}

/** A thread stands for messages, the others for parts of one. */
function refuseInputs({ inputs, inputSchema }: Fields): void {
  const listed = isRecord(inputSchema) ? inputSchema['properties'] : inputs;
  for (const [key, property] of Object.entries(isRecord(listed) || Array.isArray(listed) ? listed : {})) {
    const kind = isRecord(property) ? (property['kind'] ?? property['type']) : undefined;
    if (!isRecord(property) || typeof kind !== 'string' || !NOT_TEXT.has(kind)) continue;
    const name = typeof property['name'] === 'string' ? property['name'] : key;
    throw new Inconvertible(`the input "${name}" has the kind ${kind}, and values are text`);
  }
}

function defaultsOf(inputs: unknown): string[] {
  if (!isRecord(inputs)) return [];
  return Object.keys(inputs).filter((key) => {
    const property = inputs[key];
    return isRecord(property) && property['default'] !== undefined;
  });
}

function withoutConnection(model: unknown): { model: unknown; connectionLeftOut: boolean } {
  if (!isRecord(model)) return { model, connectionLeftOut: false };
  const { configuration, connection, ...rest } = model;
  const connectionLeftOut = configuration !== undefined || connection !== undefined;
  return { model: Object.keys(rest).length ? rest : undefined, connectionLeftOut };
}
