import { createHash } from 'node:crypto';
import { type MirroredVersion } from './mlflow-records';
import { isRecord } from './mlflow-wire';

/** MLflow's limit, in characters (code points). */
const TEXT_LENGTH = 100_000;
/** The column in MLflow's database holds 256. */
const NAME_LENGTH = 250;
const CUT_LENGTH = 180;

/**
 * A prompt's name in MLflow, which allows letters, digits, `_`, `-` and `.` but no `/`. A slash becomes a dot, a dot two:
 * a segment of ours neither starts nor ends with a dot, so no two names meet and {@link promptNameOf} leads back.
 * A name too long for MLflow is cut and ends in three dots and a digest, which no other name does.
 * @example mlflowPromptName('agents/energy/gpt-4.1') // 'agents.energy.gpt-4..1'
 */
export function mlflowPromptName(promptName: string): string {
  const name = promptName.replaceAll('.', '..').replaceAll('/', '.');
  if (name.length <= NAME_LENGTH) return name;
  const digest = createHash('sha256').update(promptName).digest('hex').slice(0, 40);
  return `${name.slice(0, CUT_LENGTH).replace(/\.+$/, '')}...${digest}`;
}

/** Our name of a mirrored prompt; `null` for one that was cut, or is none of ours. */
export function promptNameOf(mlflowName: string): string | null {
  const name = mlflowName.replace(/\.+/g, (dots) => (dots.length === 1 ? '/' : '.'.repeat(dots.length / 2)));
  return mlflowPromptName(name) === mlflowName ? name : null;
}

/** A label as an alias; `null` where MLflow has no such aliases: `latest`, `v1`, and names with a dot. */
export function mlflowAlias(label: string): string | null {
  const allowed = /^[\w-]{1,255}$/.test(label) && !/^(latest|v\d+)$/i.test(label);
  return allowed ? label : null;
}

/** A version's tags in MLflow, its words among them. */
export function mirroredTags(version: MirroredVersion): Readonly<Record<string, string>> {
  const { content } = version;
  // MLflow's client cannot load a chat with a placeholder: such a one is mirrored as the text of its JSON.
  const isChat = typeof content !== 'string' && content.every(isMessage);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const length = text.length > TEXT_LENGTH ? [...text].length : text.length;
  const isWhole = length <= TEXT_LENGTH;
  return {
    'mlflow.prompt.text': isWhole ? text : notice(version, length),
    _mlflow_prompt_type: isChat && isWhole ? 'chat' : 'text',
    'registry.version_id': version.versionId,
    'registry.version': String(version.version),
    'registry.content_sha256': version.contentHash,
    'registry.template_format': version.templateFormat,
    'registry.complete': String(isWhole),
  };
}

function isMessage(entry: object): boolean {
  return isRecord(entry) && typeof entry['content'] === 'string';
}

function notice({ link, version }: MirroredVersion, length: number): string {
  const where = link === null ? `version ${version} in Prompt Registry` : link;
  return `The words of this version are ${length} characters long; MLflow holds ${TEXT_LENGTH}. Read them here: ${where}`;
}
