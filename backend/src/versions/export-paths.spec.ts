import fc from 'fast-check';
import { problemOfName } from '../prompts/prompts.service';
import { exportPaths } from './export-paths';
import { contentHash } from './content-hash';
import { promptFileText } from './prompt-file-text';
import { readSentFiles } from './sent-files';

describe('exportPaths', () => {
  it('gives a name its own path where it can, and others one beside it', () => {
    const names = ['trip/readme', 'trip/prompt-readme', 'trip/prompt-readme-2', '_a/b', 'prompt-_a/b', 'x'];
    expect(Object.fromEntries(exportPaths(names))).toEqual({
      'trip/prompt-readme': 'trip/prompt-readme.md',
      'trip/prompt-readme-2': 'trip/prompt-readme-2.md',
      'prompt-_a/b': 'prompt-_a/b.md',
      x: 'x.md',
      'trip/readme': 'trip/prompt-readme-3.md',
      '_a/b': 'prompt-_a/b-2.md',
    });
  });

  it('makes files that are all read back: same names, same hashes', () => {
    const part = fc.constantFrom(
      'a',
      '_a',
      'readme',
      'README',
      'prompt-readme',
      'prompt-_a',
      'license.v2',
      'node_modules',
      'x.prompt',
      'a-2',
      'skprompt',
      'package.json',
    );
    const name = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'))
      .filter((text) => problemOfName(text) === null);
    // The registry has no two names that differ in case alone.
    const names = fc.uniqueArray(name, { maxLength: 12, selector: (text) => text.toLowerCase() });
    fc.assert(
      fc.property(names, (all) => {
        const paths = exportPaths(all);
        const metadata = {
          description: '',
          agentRole: null,
          depth: null,
          strategy: null,
          domain: null,
          tags: [],
        };
        const hashes = new Map<string, string>();
        const files = all.map((prompt) => {
          const content = {
            type: 'text',
            templateFormat: 'none',
            content: `I am ${prompt}`,
            config: {},
          } as const;
          hashes.set(prompt, contentHash(content));
          const text = promptFileText({ name: prompt, metadata, content, contentHash: contentHash(content) });
          return { path: paths.get(prompt) ?? '', text };
        });
        const read = readSentFiles(files);
        expect(new Map(read.map((file) => [file.name, file.ok && file.contentHash]))).toEqual(hashes);
      }),
    );
  });
});
