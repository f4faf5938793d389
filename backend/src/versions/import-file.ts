import type { Mutation } from '../identity/mutations.service';
import type { Prompt } from '../prompts/prompt.entity';
import type { PromptsService } from '../prompts/prompts.service';
import { appendVersion } from './append-version';
import { decideImport, type ImportDecision, type KnownPrompt } from './decide-import';
import type { PromptFile } from './prompt-file';
import { PromptImport } from './prompt-import.entity';
import { PromptVersion } from './prompt-version.entity';
import { wordsOf } from './stored-content';

/** Who writes what comes from the server's own folder. */
export const SEED_AUTHOR = 'seed';

/** How a file is imported. */
export interface ImportOptions {
  readonly dryRun: boolean;
  readonly onConflict: 'report' | 'import';
  /** Who the new versions are by. */
  readonly author: string;
}

type Imported = { readonly decision: ImportDecision; readonly version?: number };

/** Imports one file in one mutation: the prompt or version, the memory of the import, and one audit row. */
export async function importFile(
  mutation: Mutation,
  prompts: PromptsService,
  file: PromptFile,
  { dryRun, onConflict, author }: ImportOptions,
): Promise<Imported> {
  const prompt = await prompts.lockNamedLike(mutation, file.name);
  const known = prompt && (await knownPrompt(mutation, prompt));
  const decision = decideImport(
    { name: file.name, type: file.content.type, contentHash: file.contentHash },
    known,
    onConflict,
  );
  switch (decision.kind) {
    case 'create':
      return {
        decision,
        version: dryRun
          ? 1
          : await write(mutation, prompts, await insert(mutation, prompts, file, author), file, null, author),
      };
    case 'new_version':
      if (!prompt) throw new Error('A new version needs a prompt');
      return {
        decision,
        version: dryRun
          ? prompt.latestVersion + 1
          : await write(mutation, prompts, prompt, file, decision.parent, author),
      };
    case 'unchanged':
      if (prompt && decision.record && !dryRun) await remember(mutation, prompt, file, decision.version);
      return { decision, version: decision.version };
    default:
      return { decision };
  }
}

async function knownPrompt({ manager }: Mutation, prompt: Prompt): Promise<KnownPrompt> {
  const { id: promptId, name, type, latestVersion } = prompt;
  const latest = await manager.findOneOrFail(PromptVersion, {
    select: { contentHash: true },
    where: { promptId, version: latestVersion },
  });
  const imports = await manager.find(PromptImport, { where: { promptId }, order: { version: 'ASC' } });
  return {
    name,
    type,
    archived: prompt.archivedAt !== null,
    latestVersion,
    latestHash: latest.contentHash,
    imports,
  };
}

function insert(
  mutation: Mutation,
  prompts: PromptsService,
  { name, metadata, content }: PromptFile,
  createdBy: string,
): Promise<Prompt> {
  return prompts.insert(mutation, {
    name,
    ...metadata,
    type: content.type,
    serves: 'latest',
    createdBy,
  });
}

async function write(
  mutation: Mutation,
  prompts: PromptsService,
  prompt: Prompt,
  file: PromptFile,
  parentVersion: number | null,
  author: string,
): Promise<number> {
  const { version } = await appendVersion(mutation, prompt, {
    content: file.content,
    variables: [...file.variables],
    author,
    message: `Imported from ${file.path}`,
    parentVersion,
  });
  await remember(mutation, prompt, file, version);
  await prompts.change(
    mutation,
    prompt,
    { latestVersion: version, words: wordsOf(file.content), updatedBy: author },
    { resolvable: true },
  );
  await mutation.audit({
    action: 'prompt.imported',
    subjectType: 'prompt',
    subjectId: prompt.id,
    subjectName: prompt.name,
    before: prompt.latestVersion === 0 ? null : { version: prompt.latestVersion },
    after: { version, path: file.path },
  });
  return version;
}

async function remember(
  { manager, at }: Mutation,
  { id: promptId }: Prompt,
  { contentHash, path }: PromptFile,
  version: number,
): Promise<void> {
  await manager.insert(PromptImport, { promptId, contentHash, path, version, importedAt: at });
}
