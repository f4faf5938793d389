import { parseFString } from './parse-f-string';
import { parseMustache } from './parse-mustache';
import type { ParsedTemplate, TemplateFormat } from './parsed-template';

/**
 * Parses a prompt text in its format into parts and variables, or says what is wrong and where.
 *
 * Linear in the length of the text; reports up to {@link MAX_TEMPLATE_PROBLEMS} problems; a value, never a throw.
 * The same parser serves publishing (backend), live problems (console) and rendering (SDK).
 * @example parseTemplate('Hello {name}', 'f-string') // { ok: true, parts: […], variables: ['name'] }
 */
export function parseTemplate(text: string, format: TemplateFormat): ParsedTemplate {
  switch (format) {
    case 'f-string':
      return parseFString(text);
    case 'mustache':
      return parseMustache(text);
    case 'none':
      return { ok: true, parts: text === '' ? [] : [{ kind: 'literal', text }], variables: [] };
  }
}
