import { LineCounter, parseDocument, type Document } from 'yaml';
import { isTooDeep, lineInYaml } from '../yaml-line';
import { Inconvertible, lineAt } from './foreign-prompt';

/** Aliases that a file may resolve; more are an attack on memory. */
const MAX_ALIASES = 100;

/** A JSON or YAML file as values, and where in the file a text in it is. */
export interface StructuredData {
  readonly value: unknown;
  /** The line of the file on which a line of the text at a path is; undefined when that cannot be told. */
  readonly lineOf: (path: ReadonlyArray<string | number>, line: number) => number | undefined;
}

/** @throws Inconvertible when it is neither, with the line. */
export function readStructured(text: string, kind: 'JSON' | 'YAML'): StructuredData {
  const value = kind === 'JSON' ? readJson(text) : readYaml(text);
  let document: { readonly tree: Document; readonly lines: LineCounter } | undefined;
  return {
    value,
    lineOf: (path, line) => {
      // Only for a report: most files never need their places.
      document ??= treeOf(text);
      return lineInYaml(document.tree, document.lines, path, line);
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const block = /\{%[^%]{0,60}/.exec(text);
    if (block)
      throw new Inconvertible(
        `${block[0].trim()}…: JSON that Jinja or Nunjucks puts together is not supported`,
        lineAt(text, block.index),
      );
    const { message } = error as SyntaxError;
    const at = /position (\d+)/.exec(message)?.[1];
    throw new Inconvertible('is not valid JSON', at === undefined ? undefined : lineAt(text, Number(at)));
  }
}

function readYaml(text: string): unknown {
  const { tree, lines } = treeOf(text);
  const [problem] = [...tree.errors, ...tree.warnings];
  if (problem?.code === 'MULTIPLE_DOCS')
    throw new Inconvertible(
      'has several YAML documents; make a file of each',
      lines.linePos(problem.pos[0]).line,
    );
  if (problem && isTooDeep(problem)) throw new Inconvertible('nests too deep');
  if (problem)
    throw new Inconvertible(problem.message.split('\n', 1)[0] ?? '', lines.linePos(problem.pos[0]).line);
  try {
    return tree.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    throw new Inconvertible(error instanceof RangeError ? 'nests too deep' : (error as Error).message);
  }
}

function treeOf(text: string): { tree: Document; lines: LineCounter } {
  const lines = new LineCounter();
  try {
    // Odd keys, as of `a: {{b}}`, are for the report and not for the log.
    const options = {
      version: '1.2',
      schema: 'core',
      strict: true,
      merge: true,
      prettyErrors: false,
      logLevel: 'error',
    } as const;
    return { tree: parseDocument(text, { ...options, uniqueKeys: true, lineCounter: lines }), lines };
  } catch {
    throw new Inconvertible('nests too deep'); // the parser's stack has no other way to say so
  }
}
