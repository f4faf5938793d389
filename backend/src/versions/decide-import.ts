import { madeFrom } from './prompt-file-name';

/** What the registry knows of the prompt that a file names. */
export interface KnownPrompt {
  readonly name: string;
  readonly type: 'text' | 'chat';
  readonly archived: boolean;
  readonly latestVersion: number;
  readonly latestHash: string;
  /** Contents that were imported for it, and the version each became; oldest first. */
  readonly imports: ReadonlyArray<{
    readonly contentHash: string;
    readonly version: number;
    readonly path: string;
  }>;
}

interface WantedFile {
  readonly path: string;
  readonly name: string;
  readonly type: 'text' | 'chat';
  readonly contentHash: string;
}

export type ImportDecision =
  | { readonly kind: 'create' }
  /** `record`: remember that the latest version is what the file says. */
  | { readonly kind: 'unchanged'; readonly version: number; readonly record: boolean }
  | { readonly kind: 'new_version'; readonly parent: number }
  | { readonly kind: 'conflict'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Decides what becomes of a file: a content is imported once, and never over what people have written since. */
export function decideImport(
  file: WantedFile,
  known: KnownPrompt | null,
  onConflict: 'report' | 'import',
): ImportDecision {
  if (!known) return { kind: 'create' };
  if (known.name !== file.name)
    return { kind: 'skipped', reason: `there is a prompt "${known.name}", whose name differs only in case` };
  const imported = known.imports.find(({ contentHash }) => contentHash === file.contentHash);
  if (imported) return { kind: 'unchanged', version: imported.version, record: false };
  if (known.archived) return { kind: 'skipped', reason: 'the prompt is archived in the registry' };
  if (known.type !== file.type)
    return { kind: 'skipped', reason: `the prompt is a ${known.type} prompt, and that never changes` };
  if (known.latestHash === file.contentHash)
    return { kind: 'unchanged', version: known.latestVersion, record: true };
  const last = known.imports.at(-1);
  if (onConflict === 'import') return { kind: 'new_version', parent: known.latestVersion };
  if (last && madeFrom(last.path, known.name) !== madeFrom(file.path, known.name))
    return { kind: 'conflict', reason: otherFile(known.name, last.path) };
  if (last?.version === known.latestVersion) return { kind: 'new_version', parent: last.version };
  return { kind: 'conflict', reason: conflict(known.latestVersion, last?.version) };
}

/** Names leave characters out, so that two files can come to one. */
function otherFile(name: string, path: string): string {
  return `the prompt "${name}" was made of ${path}, another file; give this one a name of its own, or import it as a version of that prompt`;
}

function conflict(latest: number, last: number | undefined): string {
  if (last === undefined)
    return `the prompt was written in the registry and says something else (version ${latest})`;
  return `the file changed since it became version ${last}, and so did the prompt: the registry is at version ${latest}`;
}
