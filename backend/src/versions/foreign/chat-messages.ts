import { Inconvertible, isRecord, type ForeignPrompt } from './foreign-prompt';
import type { StructuredData } from './structured-data';

type Fields = Readonly<Record<string, unknown>>;

/** For trying a prompt, not part of it. */
const TRIALS = ['testData', 'evaluators'];

/** The object around a list of messages, or one made for a bare list; null when the data are no chat. */
export function chatOf(value: unknown): Fields | null {
  const fields = Array.isArray(value) ? { messages: value as unknown[] } : value;
  if (!isRecord(fields) || !Array.isArray(fields['messages'])) return null;
  const isMessage = (entry: unknown) =>
    isRecord(entry) && ('role' in entry || entry['type'] === 'placeholder');
  return fields['messages'].length > 0 && fields['messages'].every(isMessage) ? fields : null;
}

/** A list of messages as models take it (promptfoo, OpenAI), by itself or with what goes with it (GitHub Models). */
export function fromChat(
  chat: Fields,
  value: unknown,
  path: string,
  { lineOf }: StructuredData,
): ForeignPrompt[] {
  const base = Array.isArray(value) ? [] : ['messages'];
  const isGithub = /\.prompt\.ya?ml$/i.test(path);
  const messages = (chat['messages'] as readonly unknown[]).map((message, index) =>
    withText(message, lineOf([...base, index, 'role'], 1)),
  );
  const beside = systemBeside(chat, value, lineOf);
  const left = TRIALS.filter((key) => chat[key] !== undefined);
  return [
    {
      fields: {
        ...Object.fromEntries(
          Object.entries(chat).filter(([key]) => !TRIALS.includes(key) && !(beside && key === 'system')),
        ),
        messages: beside ? [{ role: 'system', content: beside }, ...messages] : messages,
        ...(isGithub ? { templateFormat: 'mustache' } : {}),
      },
      body: '',
      bodyLine: 1,
      lineOfMessage: (index, line) =>
        beside && index === 0
          ? lineOf(['system'], line)
          : lineOf([...base, beside ? index - 1 : index, 'content'], line),
      ...(isGithub ? { because: 'GitHub Models writes variables {{name}}' } : {}),
      warnings: [
        ...(beside ? ['"system" was read as the first message'] : []),
        ...left.map((key) => `"${key}" is left out: it tries the prompt and is not part of it`),
      ],
    },
  ];
}

/** Anthropic keeps what the system says beside the messages. */
function systemBeside(
  { system, messages }: Fields,
  value: unknown,
  lineOf: StructuredData['lineOf'],
): string | null {
  if (system === undefined || system === null || Array.isArray(value)) return null;
  const asMessage = withText({ content: system }, lineOf(['system'], 1));
  const { content } = isRecord(asMessage) ? asMessage : {};
  const isSaid = (messages as readonly unknown[]).some(
    (entry) => isRecord(entry) && entry['role'] === 'system',
  );
  if (typeof content === 'string' && !isSaid) return content;
  throw new Inconvertible(
    isSaid ? '"system" is there beside a message of the system' : '"system" must be a text',
    lineOf(['system'], 1),
  );
}

/** Content may be a list of parts; one text is as good as a text. */
function withText(message: unknown, line: number | undefined): unknown {
  if (!isRecord(message) || !Array.isArray(message['content'])) return message;
  const [part, ...others] = message['content'] as readonly unknown[];
  if (others.length === 0 && isRecord(part) && part['type'] === 'text' && typeof part['text'] === 'string')
    return { ...message, content: part['text'] };
  throw new Inconvertible('a message has several parts or an image, and messages are text', line);
}
