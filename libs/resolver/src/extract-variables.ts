import { parseTemplate } from './parse-template';
import { isPlaceholder, type VersionContent } from './version-content';

/** The names a content asks values for; each list in first-seen order, without repeats. @example { variables: ['city'], placeholders: [] } */
export interface ContentVariables {
  readonly variables: readonly string[];
  readonly placeholders: readonly string[];
}

/**
 * Lists the variables of all messages, and the placeholders apart.
 *
 * A message whose template does not parse contributes nothing; {@link validateContent} reports it.
 * @example extractVariables({ type: 'text', templateFormat: 'mustache', content: '{{a}}', config: {} }).variables // ['a']
 */
export function extractVariables(content: VersionContent): ContentVariables {
  const variables = new Set<string>();
  const placeholders = new Set<string>();
  const read = (text: string): void => {
    const parsed = parseTemplate(text, content.templateFormat);
    if (parsed.ok) for (const name of parsed.variables) variables.add(name);
  };
  if (content.type === 'text') read(content.content);
  else {
    for (const entry of content.content) {
      if (isPlaceholder(entry)) placeholders.add(entry.name);
      else read(entry.content);
    }
  }
  return { variables: [...variables], placeholders: [...placeholders] };
}
