/** What became of a file, or would. */
export interface ImportedFile {
  readonly path: string;
  readonly name: string | null;
  readonly status: 'created' | 'new_version' | 'unchanged' | 'conflict' | 'skipped';
  readonly version?: number;
  /** What the file is written in. */
  readonly format?: string;
  readonly type?: 'text' | 'chat';
  readonly templateFormat?: string;
  readonly templateFormatReason?: string;
  readonly variables?: readonly string[];
  readonly labels?: readonly string[];
  readonly reason?: string;
  readonly warnings: readonly string[];
}

export type ImportStatus = ImportedFile['status'];

/** In the order in which people want to read them: what needs them first. */
export const IMPORT_STATUSES: readonly ImportStatus[] = [
  'conflict',
  'created',
  'new_version',
  'skipped',
  'unchanged',
];

/** The files, what needs a person first; two files of one name, which came in different requests, are both passed over. */
export function reportOf(files: readonly ImportedFile[]): readonly ImportedFile[] {
  const paths = new Map<string, string[]>();
  for (const { name, path } of files)
    if (name !== null) paths.set(name.toLowerCase(), [...(paths.get(name.toLowerCase()) ?? []), path]);
  return files
    .map((file): ImportedFile => {
      const others = (paths.get(file.name?.toLowerCase() ?? '') ?? []).filter((path) => path !== file.path);
      if (others.length === 0 || file.status === 'skipped') return file;
      return {
        ...file,
        status: 'skipped',
        reason: `has the same name "${file.name}" as ${others.join(', ')}`,
      };
    })
    .sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : 1));
}

/** How many files came to what, for those that there are. */
export function countsOf(
  files: readonly ImportedFile[],
): readonly { readonly status: ImportStatus; readonly count: number }[] {
  return IMPORT_STATUSES.map((status) => ({
    status,
    count: files.filter((file) => file.status === status).length,
  })).filter(({ count }) => count > 0);
}

/** What a status means: before the import it would happen, afterwards it has. */
export function statusWords(
  { status, version }: Pick<ImportedFile, 'status' | 'version'>,
  done: boolean,
): string {
  const numbered = version === undefined ? '' : ` ${version}`;
  switch (status) {
    case 'created':
      return done ? 'created' : 'new prompt';
    case 'new_version':
      return `${done ? 'saved as version' : 'new version'}${numbered}`;
    case 'unchanged':
      return numbered === '' ? 'unchanged' : `unchanged, version${numbered}`;
    case 'conflict':
      return 'conflict';
    case 'skipped':
      return 'passed over';
  }
}

/** How many files came to a status, in words. */
export function countWords(
  { status, count }: { readonly status: ImportStatus; readonly count: number },
  done: boolean,
): string {
  const several = count === 1 ? '' : 's';
  switch (status) {
    case 'created':
      return done ? 'created' : `new prompt${several}`;
    case 'new_version':
      return `new version${several}`;
    case 'unchanged':
      return 'unchanged';
    case 'conflict':
      return `conflict${several}`;
    case 'skipped':
      return 'passed over';
  }
}

/** More variables than these are counted. */
const MOST_NAMED = 6;

/** What a file was read as: "Prompty → chat, mustache"; null when it was not. */
export function readAsWords({ format, type, templateFormat }: ImportedFile): string | null {
  if (type === undefined || templateFormat === undefined) return null;
  const kind = templateFormat === 'none' ? `${type}, no template` : `${type}, ${templateFormat}`;
  return format === undefined || format === 'prompt file' ? kind : `${format} → ${kind}`;
}

/** The variables of a file: the first by name, the rest counted. */
export function variableWords({ variables = [] }: ImportedFile): string {
  if (variables.length === 0) return 'no variables';
  const rest = variables.length - MOST_NAMED;
  return [...variables.slice(0, MOST_NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

function order({ status }: ImportedFile): number {
  return IMPORT_STATUSES.indexOf(status);
}
