import { chatOf, fromChat } from './chat-messages';
import { fromDotprompt } from './dotprompt';
import { Inconvertible, isRecord, type ForeignFile, type ForeignPrompt } from './foreign-prompt';
import { fromJinja } from './jinja';
import { fromLangChain, isLangChain } from './langchain';
import { fromLangfuse, langfusePrompts } from './langfuse';
import { fromPrompty } from './prompty';
import { fromKernelYaml, fromSkPrompt, isSemanticKernel } from './semantic-kernel';
import { readStructured } from './structured-data';

/** What prompt files are written in, in the words of a report. */
export const FILE_FORMATS = [
  'prompt file',
  'Prompty',
  'Dotprompt',
  'Jinja',
  'LangChain',
  'Langfuse',
  'chat messages',
  'Semantic Kernel',
] as const;

export type FileFormat = (typeof FILE_FORMATS)[number];

/** The prompts in a file of another tool. */
export interface Converted {
  readonly format: FileFormat;
  readonly prompts: readonly ForeignPrompt[];
}

/** Converts a file whose extension another tool uses, as far as its meaning stays exactly the same. @throws Inconvertible. */
export function convertForeign(file: ForeignFile): Converted {
  const { path } = file;
  if (isSkPrompt(path)) return { format: 'Semantic Kernel', prompts: fromSkPrompt(file) };
  if (/\.prompty$/i.test(path)) return { format: 'Prompty', prompts: fromPrompty(file) };
  if (/\.prompt$/i.test(path)) return { format: 'Dotprompt', prompts: fromDotprompt(file) };
  if (/\.(?:j2|jinja2?)$/i.test(path)) return { format: 'Jinja', prompts: fromJinja(file) };
  return convertData(file);
}

/** Semantic Kernel's file, which is named by its folder. @example isSkPrompt('Summarize/skprompt.txt') // true */
export function isSkPrompt(path: string): boolean {
  return /(?:^|\/)skprompt\.txt$/i.test(path);
}

function convertData({ path, text }: ForeignFile): Converted {
  const kind = /\.json$/i.test(path) ? 'JSON' : 'YAML';
  const data = readStructured(text, kind);
  const { value } = data;
  const langfuse = langfusePrompts(value);
  if (langfuse) return { format: 'Langfuse', prompts: fromLangfuse(langfuse, text, data) };
  const chat = chatOf(value);
  if (chat) return { format: 'chat messages', prompts: fromChat(chat, value, path, data) };
  if (isSemanticKernel(value)) return { format: 'Semantic Kernel', prompts: fromKernelYaml(data, value) };
  if (isLangChain(value)) return { format: 'LangChain', prompts: fromLangChain(data, value) };
  throw new Inconvertible(whyNot(value, kind));
}

const KNOWN =
  'Known are a list of messages with "role" and "content", alone or under "messages"; "_type: prompt" with "template" (LangChain); ' +
  '"template" with "template_format" (Semantic Kernel); "name" with "prompt" (Langfuse). Words alone go into a .md file.';
const NAME_IT =
  'Add "_type: prompt" when a variable is {name}, or "template_format: handlebars" when it is {{name}}; or save the words as a .md file.';

function whyNot(value: unknown, kind: string): string {
  const unknown = `is ${kind}, but no prompt file that is known`;
  if (!isRecord(value)) return `${unknown}. ${KNOWN}`;
  if (typeof value['template'] === 'string')
    return `${unknown}: it does not say what "template" is written in. ${NAME_IT}`;
  if ('providers' in value && 'prompts' in value)
    return 'is a configuration of promptfoo; import the prompt files that it names';
  const parts = Object.values(value).filter(isRecord);
  if (parts.length > 0 && parts.every((part) => 'role' in part && 'backstory' in part))
    return 'has agents of CrewAI, which puts role, goal and backstory together; write each as one text';
  if (parts.length > 0 && parts.every((part) => 'expected_output' in part))
    return 'has tasks of CrewAI, which puts description and expected output together; write each as one text';
  return `${unknown}. ${KNOWN}`;
}
