import { isDocument } from './prompt-file-name';

/**
 * A place in a folder of prompt files for each of these names, no two the same on a disk that ignores case. A name that would make
 * a file that is passed over gets another place; the file itself says the true name. Pure.
 * @example exportPaths(['trip/readme', 'trip/prompt-readme']) // trip/prompt-readme-2.md, trip/prompt-readme.md
 */
export function exportPaths(names: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  const take = (name: string, path: string): boolean => {
    if (taken.has(path.toLowerCase())) return false;
    taken.add(path.toLowerCase());
    paths.set(name, path);
    return true;
  };
  // A name that is its own path has the first right to it.
  const others = names.filter((name) => stemOf(name) !== name || !take(name, `${name}.md`));
  for (const name of others) {
    const stem = stemOf(name);
    for (let count = 1; !take(name, count === 1 ? `${stem}.md` : `${stem}-${count}.md`); count += 1);
  }
  return paths;
}

function stemOf(name: string): string {
  const passedOver = (part: string) => /^[._]|^node_modules$/.test(part) || isDocument(part);
  return name
    .split('/')
    .map((part) => (passedOver(part) ? `prompt-${part}` : part))
    .join('/');
}
