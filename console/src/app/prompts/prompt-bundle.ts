/** A prompt file: where it belongs in a folder of them, and all of its text. */
export interface PromptFile {
  readonly path: string;
  readonly text: string;
}

const KIND = 'prompt-registry files';

/** Many prompt files as one: JSON that {@link filesOfBundle} reads back. */
export function bundleOf(files: readonly PromptFile[]): string {
  return `${JSON.stringify({ kind: KIND, files: files.map(({ path, text }) => ({ path, text })) }, null, 2)}\n`;
}

/** The files in a bundle; null when the text is something else. */
export function filesOfBundle(text: string): readonly PromptFile[] | null {
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    return null; // not JSON, so not a bundle
  }
  if (!isRecord(bundle) || bundle['kind'] !== KIND || !Array.isArray(bundle['files'])) return null;
  const files: unknown[] = bundle['files'];
  return files.every(isFile) ? files : null;
}

/**
 * Files in portions that one request takes; a file that is too large for any goes into none. Sizes are those of the JSON
 * that is sent.
 */
export function portionsOf(
  files: readonly PromptFile[],
  { mostBytes, mostFiles }: { readonly mostBytes: number; readonly mostFiles: number },
): { readonly portions: readonly (readonly PromptFile[])[]; readonly tooLarge: readonly PromptFile[] } {
  const portions: PromptFile[][] = [];
  const tooLarge: PromptFile[] = [];
  let room = 0;
  for (const file of files) {
    const bytes = new TextEncoder().encode(JSON.stringify(file)).length + 1;
    if (bytes > mostBytes) tooLarge.push(file);
    else if (bytes <= room && (portions.at(-1)?.length ?? mostFiles) < mostFiles) {
      portions.at(-1)?.push(file);
      room -= bytes;
    } else {
      portions.push([file]);
      room = mostBytes - bytes;
    }
  }
  return { portions, tooLarge };
}

/** Paths without the folder that they all are in, when there is one: what was picked is the folder of prompt files itself. */
export function withoutCommonFolder(files: readonly PromptFile[]): readonly PromptFile[] {
  const [folder] = files[0]?.path.split('/', 1) ?? [];
  if (folder === undefined || !files.every(({ path }) => path.startsWith(`${folder}/`))) return files;
  return files.map(({ path, text }) => ({ path: path.slice(folder.length + 1), text }));
}

function isFile(value: unknown): value is PromptFile {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['text'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
