import type { TemplateFormat } from './parsed-template';

/** Anything JSON can hold. @example const value: JsonValue = { temperature: 0.2 }; */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object. @example const config: JsonObject = { model: 'x' }; */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Who speaks in a chat message. @example const role: ChatRole = 'system'; */
export type ChatRole = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

/** Every {@link ChatRole}. @example CHAT_ROLES.includes('tool') // true */
export const CHAT_ROLES: readonly ChatRole[] = ['system', 'developer', 'user', 'assistant', 'tool'];

/** One message of a chat prompt; `content` is a template in the version's format. @example { role: 'user', content: '{question}' } */
export interface ChatMessage {
  readonly role: ChatRole;
  readonly content: string;
  readonly name?: string;
}

/** The place where a list of messages is put in at render time. @example { type: 'placeholder', name: 'history' } */
export interface ChatPlaceholder {
  readonly type: 'placeholder';
  readonly name: string;
}

/** What a prompt version says, when it is one text. @example { type: 'text', templateFormat: 'none', content: 'Hi', config: {} } */
export interface TextContent {
  readonly type: 'text';
  readonly templateFormat: TemplateFormat;
  readonly content: string;
  readonly config: JsonObject;
}

/** What a prompt version says, when it is a list of messages. @example { type: 'chat', templateFormat: 'none', content: [], config: {} } */
export interface ChatContent {
  readonly type: 'chat';
  readonly templateFormat: TemplateFormat;
  readonly content: readonly (ChatMessage | ChatPlaceholder)[];
  readonly config: JsonObject;
}

/**
 * Everything of a version that is hashed: two versions with equal contents say the same words.
 *
 * `config` belongs to the team (model, temperature, outputSchema) and is handed out unread.
 * @example const content: VersionContent = { type: 'text', templateFormat: 'f-string', content: 'Hi {name}', config: {} };
 */
export type VersionContent = TextContent | ChatContent;

/** Tells a placeholder from a message. @example isPlaceholder({ type: 'placeholder', name: 'history' }) // true */
export function isPlaceholder(entry: ChatMessage | ChatPlaceholder): entry is ChatPlaceholder {
  return 'type' in entry;
}
