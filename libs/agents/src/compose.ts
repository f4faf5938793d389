import type { ConversationHandle, JsonObject, LoadedPrompt, RenderValues } from '@prompt-registry/client';

/** Prompts that make one system message together. @example composed.text */
export interface ComposedPrompt {
  /** The parts, joined by an empty line. */
  readonly text: string;
  /** The parts' configurations; of a key that several have, the last one's. */
  readonly config: JsonObject;
  /** In their order; each with its own version, variant and trace. */
  readonly parts: readonly LoadedPrompt[];
  /** What all of them were given. */
  readonly values: RenderValues;
}

/**
 * Loads prompts of a conversation and makes one system message of them. All get the same values; each is a prompt of its own, so
 * that each can be changed and put on trial alone.
 *
 * @throws PromptRegistryError when a part is unknown or asks for a value that is not there, and for a part of several messages.
 * @example compose(conversation, ['base_analyst', 'depth/quick'], { site_name: 'Mill Lane 4', … }).text
 */
export function compose(
  conversation: ConversationHandle,
  names: readonly string[],
  variables: RenderValues,
): ComposedPrompt {
  const parts = names.map((name) => conversation.loadPrompt(name, { variables }));
  const texts = parts.map((part) => {
    if (part.type === 'chat') throw new TypeError(`"${part.name}" has messages and cannot be part of a text`);
    return part.text.trim();
  });
  const config = Object.assign({}, ...parts.map((part) => part.config)) as JsonObject;
  return { text: texts.join('\n\n'), config, parts, values: variables };
}
