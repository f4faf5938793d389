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
 * Files in portions that one request takes; a file that is too large for any goes into none, and what belongs together stays
 * together. Sizes are those of the JSON that is sent.
 */
export function portionsOf(
  files: readonly PromptFile[],
  { mostBytes, mostFiles }: { readonly mostBytes: number; readonly mostFiles: number },
): { readonly portions: readonly (readonly PromptFile[])[]; readonly tooLarge: readonly PromptFile[] } {
  const portions: PromptFile[][] = [];
  const tooLarge: PromptFile[] = [];
  let room = 0;
  for (const unit of unitsOf(files)) {
    const bytes = new TextEncoder().encode(JSON.stringify(unit)).length;
    if (bytes > mostBytes) tooLarge.push(...unit);
    else if (bytes <= room && (portions.at(-1)?.length ?? mostFiles) + unit.length <= mostFiles) {
      portions.at(-1)?.push(...unit);
      room -= bytes;
    } else {
      portions.push([...unit]);
      room = mostBytes - bytes;
    }
  }
  return { portions, tooLarge };
}

/** Semantic Kernel keeps a prompt in two files of a folder. */
function unitsOf(files: readonly PromptFile[]): readonly (readonly PromptFile[])[] {
  const settings = new Map(
    files.filter(({ path }) => /(^|\/)config\.json$/i.test(path)).map((file) => [file.path, file]),
  );
  const units = files.map((file) => {
    const beside = /(^|\/)skprompt\.txt$/i.test(file.path)
      ? settings.get(file.path.replace(/skprompt\.txt$/i, 'config.json'))
      : undefined;
    return beside ? [file, beside] : [file];
  });
  const taken = new Set(units.flatMap(([, beside]) => (beside ? [beside] : [])));
  return units.filter(([file]) => file !== undefined && !taken.has(file));
}

/** Files of several answers, no two with one path. */
export function withDistinctPaths(files: readonly PromptFile[]): readonly PromptFile[] {
  const taken = new Set<string>();
  return files.map(({ path, text }) => {
    let free = path;
    for (let count = 2; taken.has(free.toLowerCase()); count += 1)
      free = path.replace(/(\.md)?$/, `-${count}$1`);
    taken.add(free.toLowerCase());
    return { path: free, text };
  });
}

/** Paths without the folder that they all are in, when there is one: what was picked is the folder of prompt files itself. */
export function withoutCommonFolder(files: readonly PromptFile[]): readonly PromptFile[] {
  const [folder] = files[0]?.path.split('/', 1) ?? [];
  if (folder === undefined || !files.every(({ path }) => path.startsWith(`${folder}/`))) return files;
  // Semantic Kernel names a prompt by its folder.
  if (files.some(({ path }) => /^[^/]*\/skprompt\.txt$/i.test(path))) return files;
  return files.map(({ path, text }) => ({ path: path.slice(folder.length + 1), text }));
}

function isFile(value: unknown): value is PromptFile {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['text'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
