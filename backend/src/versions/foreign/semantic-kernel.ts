import {
  defaultsRemark,
  Inconvertible,
  isRecord,
  lineAt,
  type ForeignFile,
  type ForeignPrompt,
} from './foreign-prompt';
import { PLAIN_JINJA, renderedByJinja, requirePlainJinja } from './jinja';
import { readStructured, type StructuredData } from './structured-data';

type Fields = Readonly<Record<string, unknown>>;

const VARIABLE = /\{\{\s*\$([A-Za-z0-9_]+)\s*\}\}/g;
const PLAIN_HANDLEBARS = 'Handlebars with plain variables only, which mustache writes the same';
const BECAUSE = "Semantic Kernel's {{$name}}, written {{name}}";

/** The text of a `skprompt.txt` with the `config.json` beside it. */
export function fromSkPrompt({ text, beside }: ForeignFile): ForeignPrompt[] {
  const about = beside === undefined ? {} : readStructured(beside, 'JSON').value;
  return [convert(text, isRecord(about) ? about : {}, 1)];
}

/** Whether data are a prompt function of Semantic Kernel in YAML. */
export function isSemanticKernel(value: unknown): value is Fields & { readonly template: string } {
  const formats: readonly unknown[] = ['semantic-kernel', 'handlebars', 'liquid'];
  if (!isRecord(value) || typeof value['template'] !== 'string') return false;
  const { template, template_format: format, input_variables: inputs } = value;
  // Its own format is the default, and its variables say more than a name.
  return (
    formats.includes(format) ||
    (Array.isArray(inputs) && inputs.some(isRecord)) ||
    ([format, inputs, value['_type']].every((given) => given === undefined) && template.search(VARIABLE) >= 0)
  );
}

/** A prompt function in YAML. */
export function fromKernelYaml(
  { lineOf }: StructuredData,
  value: Fields & { readonly template: string },
): ForeignPrompt[] {
  return [convert(value.template, value, lineOf(['template'], 1) ?? 1)];
}

function convert(text: string, about: Fields, bodyLine: number): ForeignPrompt {
  const { template: _, template_format: format = 'semantic-kernel', schema: _schema, ...rest } = about;
  const { name, description, input_variables: variables, ...settings } = rest;
  if (format !== 'semantic-kernel' && format !== 'handlebars' && format !== 'jinja2')
    throw new Inconvertible(`the template format ${JSON.stringify(format)} is not supported`);
  const message = text.search(/<message\s+role=/i);
  if (message >= 0)
    throw new Inconvertible(
      '<message role=…>: messages in XML are not supported; write them in the front matter of a .md file',
      bodyLine + lineAt(text, message) - 1,
    );
  const isKernel = format === 'semantic-kernel';
  if (format === 'jinja2') requirePlainJinja(text, bodyLine);
  const escaped = isKernel ? -1 : text.search(/\\\{\{/);
  if (escaped >= 0)
    throw new Inconvertible(
      '\\{{ writes braces as text, which mustache cannot',
      bodyLine + lineAt(text, escaped) - 1,
    );
  if (isKernel) requireVariablesOnly(text, bodyLine);
  const defaults = (Array.isArray(variables) ? variables : []).flatMap((variable: unknown) =>
    isRecord(variable) && variable['default'] !== undefined && variable['default'] !== ''
      ? [String(variable['name'])]
      : [],
  );
  return {
    fields: {
      ...(name ? { name } : {}),
      ...(description ? { description } : {}),
      config: { ...settings, ...(variables === undefined ? {} : { input_variables: variables }) },
      templateFormat: 'mustache',
    },
    body: isKernel ? text.replace(VARIABLE, '{{$1}}') : format === 'jinja2' ? renderedByJinja(text) : text,
    bodyLine,
    because: isKernel ? BECAUSE : format === 'jinja2' ? PLAIN_JINJA : PLAIN_HANDLEBARS,
    warnings: defaultsRemark(defaults),
  };
}

function requireVariablesOnly(text: string, bodyLine: number): void {
  for (const match of text.matchAll(/\{\{[^}]{0,100}\}\}/g))
    if (match[0].replace(VARIABLE, '') !== '')
      throw new Inconvertible(
        `${match[0].slice(0, 60)}: only variables, {{$name}}, are supported; pass the finished text as a variable`,
        bodyLine + lineAt(text, match.index) - 1,
      );
}
