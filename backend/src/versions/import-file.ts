import { DomainError } from '../problems/domain-error';
import type { Mutation } from '../identity/mutations.service';
import type { Prompt } from '../prompts/prompt.entity';
import type { PromptsService } from '../prompts/prompts.service';
import { appendVersion } from './append-version';
import { decideImport, type ImportDecision, type KnownPrompt } from './decide-import';
import { moveLabels, refuseProtected } from './move-label';
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

type Imported = {
  readonly decision: ImportDecision;
  readonly version?: number;
  /** Labels that the new prompt has, or would. */
  readonly labels: readonly string[];
  readonly warnings: readonly string[];
};

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
    { path: file.path, name: file.name, type: file.content.type, contentHash: file.contentHash },
    known,
    onConflict,
  );
  const kept = { labels: [], warnings: file.labels.length ? [labelsStay(file.labels)] : [] };
  switch (decision.kind) {
    case 'create': {
      const { labels, warnings } = await movable(mutation, file.labels);
      if (dryRun) return { decision, version: 1, labels, warnings };
      const created = await insert(mutation, prompts, file, author);
      const version = await write(mutation, prompts, created, file, { parent: null, author, labels });
      return { decision, version, labels, warnings };
    }
    case 'new_version': {
      if (!prompt) throw new Error('A new version needs a prompt');
      const { parent } = decision;
      if (dryRun) return { decision, version: prompt.latestVersion + 1, ...kept };
      const version = await write(mutation, prompts, prompt, file, { parent, author, labels: [] });
      return { decision, version, ...kept };
    }
    case 'unchanged':
      if (prompt && decision.record && !dryRun) await remember(mutation, prompt, file, decision.version);
      return { decision, version: decision.version, labels: [], warnings: [] };
    default:
      return { decision, ...kept };
  }
}

/** What a prompt serves is decided in the registry once it exists. */
function labelsStay(labels: readonly string[]): string {
  return `the prompt exists, so its labels stay where they are (the file says ${labels.join(', ')})`;
}

/** The labels that the actor may set, and a remark for each of the others. */
async function movable(
  mutation: Mutation,
  wanted: readonly string[],
): Promise<{ labels: string[]; warnings: string[] }> {
  const labels: string[] = [];
  const warnings: string[] = [];
  for (const label of new Set(wanted)) {
    try {
      await refuseProtected(mutation, [label]);
      labels.push(label);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      warnings.push(`${error.message}; the prompt is imported without it`);
    }
  }
  return { labels, warnings };
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

interface Writing {
  readonly parent: number | null;
  readonly author: string;
  readonly labels: readonly string[];
}

async function write(
  mutation: Mutation,
  prompts: PromptsService,
  prompt: Prompt,
  file: PromptFile,
  { parent, author, labels }: Writing,
): Promise<number> {
  const { version } = await appendVersion(mutation, prompt, {
    content: file.content,
    variables: [...file.variables],
    author,
    message: `Imported from ${file.path}`,
    parentVersion: parent,
  });
  await remember(mutation, prompt, file, version);
  await moveLabels(mutation, prompt, labels, version, `Imported from ${file.path}`);
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
    after: { version, path: file.path, ...(labels.length ? { labels: [...labels] } : {}) },
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
