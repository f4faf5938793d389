import type { RenderValues } from '@prompt-registry/resolver';
import type { LoadedPrompt } from './loaded-prompt';
import { PromptRegistryError } from './registry-errors';

/** A registry, or the handle of a conversation. */
export interface PromptSource {
  loadPrompt(name: string, options?: { readonly variables?: RenderValues }): LoadedPrompt;
}

/**
 * The call that agents made to their prompt files, `load_prompt(name, **values)`: same name, same values, same text.
 *
 * The function throws what `loadPrompt` throws, and WRONG_PROMPT_TYPE for a prompt of messages.
 * @example const loadPrompt = createLoadPrompt(registry); loadPrompt('specialists/energy_analyst', { entity_count: 12 })
 */
export function createLoadPrompt(source: PromptSource): (name: string, values?: RenderValues) => string {
  return (name, values) => {
    const prompt = source.loadPrompt(name, values === undefined ? {} : { variables: values });
    if (prompt.type === 'text') return prompt.text;
    throw new PromptRegistryError(
      'WRONG_PROMPT_TYPE',
      `The prompt "${name}" has messages; use registry.loadPrompt`,
    );
  };
}
