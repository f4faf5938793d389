import {
  compileContent,
  extractVariables,
  renderCompiled,
  type ChatMessage,
  type CompiledContent,
  type RenderValues,
  type SnapshotVersion,
  type VersionContent,
} from '@prompt-registry/resolver';
import { isVerified } from './content-hash';
import { InvalidValuesError, MissingVariablesError } from './registry-errors';

/** Finished words: a text or a list of messages. */
export type FinishedWords = string | readonly ChatMessage[];

/**
 * A version or file prepared once: its template read, or its words finished when nothing is to be filled in.
 *
 * Never both: a template that is not needed any more, and a list of no names for each, made 10,000 prompts almost 3 MB heavier.
 */
export type Words =
  | {
      /** Names of variables and placeholders, in the order of their first use. */
      readonly variables: readonly string[];
      readonly compiled: CompiledContent;
      readonly constant: null;
    }
  | {
      readonly variables: readonly string[];
      readonly compiled: null;
      /** What every render gives. */
      readonly constant: FinishedWords;
    };

const known = new WeakMap<VersionContent, Words | null>();
const NO_NAMES: readonly string[] = Object.freeze([]);
const NO_VALUES: RenderValues = {};

/**
 * The words of a version, prepared for as long as the snapshot holds that very object. Null when they are not what the
 * version's hash was made of, or when their template cannot be read.
 *
 * @example const words = wordsOfVersion(resolution.content);
 */
export function wordsOfVersion(version: SnapshotVersion): Words | null {
  const words = known.get(version);
  if (words !== undefined) return words;
  return remember(version, isVerified(version) ? prepare(version) : null);
}

/** The words of a file, which has no hash to be checked against. @example const words = wordsOfFile(file.content); */
export function wordsOfFile(content: VersionContent): Words | null {
  const words = known.get(content);
  return words !== undefined ? words : remember(content, prepare(content));
}

/**
 * Fills in the values; without values, words that need none.
 *
 * @throws MissingVariablesError naming all that is missing, InvalidValuesError.
 * @example finish(words, 'greeting', { city: 'Oslo' }) // 'Hello Oslo'
 */
export function finish(words: Words, promptName: string, values: RenderValues | undefined): FinishedWords {
  if (words.constant !== null) return words.constant;
  if (values === undefined) throw new MissingVariablesError(promptName, words.variables);
  const rendered = renderCompiled(words.compiled, values);
  if (!rendered.ok) {
    if (rendered.code === 'MISSING_VARIABLES') throw new MissingVariablesError(promptName, rendered.missing);
    throw new InvalidValuesError(promptName, rendered.invalid);
  }
  return rendered.type === 'text' ? rendered.text : rendered.messages;
}

function remember(content: VersionContent, words: Words | null): Words | null {
  known.set(content, words);
  return words;
}

function prepare(content: VersionContent): Words | null {
  const result = compileContent(content);
  if (!result.ok) return null;
  const names = extractVariables(content);
  const variables = [...names.variables, ...names.placeholders];
  const { compiled } = result;
  if (variables.length > 0) return { variables: Object.freeze(variables), compiled, constant: null };
  const rendered = renderCompiled(compiled, NO_VALUES);
  if (!rendered.ok) return null;
  const constant = rendered.type === 'text' ? rendered.text : frozen(rendered.messages);
  return { variables: NO_NAMES, compiled: null, constant };
}

/** Handed to every caller, so nobody may change it. */
function frozen(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return Object.freeze(messages.map((message) => Object.freeze(message)));
}
