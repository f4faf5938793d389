import { isMap, LineCounter, parseDocument } from 'yaml';
import { isTooDeep, lineInYaml } from './yaml-line';

type LineOf = (path: ReadonlyArray<string | number>, line: number) => number | undefined;

/** The parts of a file; `bodyLine` is the line of the file, from 1, on which the body begins. */
export type SplitFile =
  | {
      readonly ok: true;
      readonly fields: Readonly<Record<string, unknown>> | null;
      readonly body: string;
      readonly bodyLine: number;
      /** The line of the file on which a line of the text at a path of the front matter is. */
      readonly lineOf?: LineOf;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** Keys that make a block front matter beyond doubt, whatever else is wrong with it. */
const TELLING_KEYS = [
  'name',
  'description',
  'templateFormat',
  'template_format',
  'agentRole',
  'agent_role',
  'tags',
  'config',
  'messages',
  'model',
];
const TELLING = new RegExp(`^(?:${TELLING_KEYS.join('|')})[ \\t]*:`, 'm');
const FIRST_LINE_IS_KEY = /^[A-Za-z_][A-Za-z0-9_.-]*[ \t]*:(?:[ \t]|$)/;
const KEY = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
/** Aliases that a front matter may resolve; more are an attack on memory. */
const MAX_ALIASES = 100;

/** Front matter with lines before it, which are blank or a comment. */
const LATE = new RegExp(
  `^(?:[ \\t]*\\n|<!--[^\\n]*-->[ \\t]*\\n){1,100}---[ \\t]*\\n(?:[^\\n]*\\n){0,20}?(?:${TELLING_KEYS.join('|')})[ \\t]*:`,
);
const READ_LATE = 'has front matter that does not begin on the first line; all of it was read as the prompt';
const READ_AS_TEXT = 'begins with --- but has no front matter; all of it was read as the prompt';

/**
 * Takes the front matter off a file whose line ends are LF. Files may begin with a horizontal rule: what cannot be front
 * matter is text, what looks like front matter but is broken is refused rather than served to a model.
 */
export function splitFrontMatter(text: string, { anyKey = false } = {}): SplitFile {
  const opening = /^---[ \t]*(?:\n|$)/.exec(text);
  if (!opening)
    return { ok: true, fields: null, body: text, bodyLine: 1, warnings: LATE.test(text) ? [READ_LATE] : [] };
  const closing = /^---[ \t]*(?:\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const end = closing.exec(text);
  const block = text.slice(opening[0].length, end?.index);
  const asText: SplitFile = { ok: true, fields: null, body: text, bodyLine: 1, warnings: [READ_AS_TEXT] };
  if (!end)
    return looksLikeFrontMatter(block)
      ? { ok: false, reason: 'front matter that is not closed: a line with --- is missing' }
      : asText;
  const parsed = parseTolerantly(block, anyKey);
  if (!parsed.ok)
    return looksLikeFrontMatter(block) ? { ok: false, reason: `front matter: ${parsed.reason}` } : asText;
  if (parsed.fields === null) return asText;
  const bodyStart = end.index + end[0].length;
  return {
    ok: true,
    fields: parsed.fields,
    body: text.slice(bodyStart),
    bodyLine: text.slice(0, bodyStart).split('\n').length,
    ...(parsed.lineOf ? { lineOf: parsed.lineOf } : {}),
    warnings: [...(parsed.warnings ?? []), ...(anyKey ? [] : titlesRemark(parsed.fields))],
  };
}

/** Prose between rules, with lines such as "Role: You are …", is YAML, too. */
function titlesRemark(fields: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(fields);
  if (keys.length === 0 || !keys.every((key) => /^[A-Z]/.test(key))) return [];
  return [
    `what is between the --- lines (${keys.slice(0, 5).join(', ')}) was read as front matter and went into config, not into the prompt`,
  ];
}

function looksLikeFrontMatter(block: string): boolean {
  return FIRST_LINE_IS_KEY.test(block) || TELLING.test(block);
}

type ParsedBlock =
  /** `fields: null`: it is YAML, but prose. */
  | {
      readonly ok: true;
      readonly fields: Record<string, unknown> | null;
      readonly lineOf?: LineOf;
      readonly warnings?: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

// `description: Use this agent when: …`, which YAML takes for a mapping in a mapping.
const BARE_COLON = /^([A-Za-z_][A-Za-z0-9_.-]*:[ \t]+)((?!["'[{|>&*!%@`#-])[^\n]*:[ \t][^\n]*)$/gm;

/** Many tools write front matter by hand and read a line to its end; where YAML refuses that, the line is read like that here too. */
function parseTolerantly(block: string, anyKey: boolean): ParsedBlock {
  const parsed = parseBlock(block, anyKey);
  if (parsed.ok) return parsed;
  const keys: string[] = [];
  const quoted = block.replace(BARE_COLON, (_, key: string, value: string) => {
    keys.push(`"${key.trim().slice(0, -1)}"`);
    return key + JSON.stringify(value.trim());
  });
  const again = keys.length > 0 ? parseBlock(quoted, anyKey) : parsed;
  if (!again.ok || again.fields === null) return parsed;
  const remark = `${keys.join(' and ')} of the front matter has a colon and no quotes, and was read to the end of its line`;
  return { ...again, warnings: [remark] };
}

function parseBlock(block: string, anyKey: boolean): ParsedBlock {
  if (block.trim() === '') return { ok: true, fields: {} };
  const lines = new LineCounter();
  try {
    const document = parseDocument(block, {
      version: '1.2',
      schema: 'core',
      strict: true,
      merge: true,
      uniqueKeys: true,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: lines,
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem && isTooDeep(problem)) return { ok: false, reason: 'nests too deep' };
    // The block begins on the file's second line.
    if (problem)
      return {
        ok: false,
        reason: `line ${lines.linePos(problem.pos[0]).line + 1}: ${firstLine(problem.message)}`,
      };
    if (!isMap(document.contents))
      return document.contents === null ? { ok: true, fields: {} } : notAMapping(block);
    const fields = document.toJS({ maxAliasCount: MAX_ALIASES }) as Record<string, unknown>;
    const odd = anyKey ? undefined : Object.keys(fields).find((key) => !KEY.test(key));
    if (odd === undefined)
      return {
        ok: true,
        fields,
        lineOf: (path, line) => {
          const found = lineInYaml(document, lines, path, line);
          return found === undefined ? undefined : found + 1;
        },
      };
    return looksLikeFrontMatter(block)
      ? { ok: false, reason: `the key ${JSON.stringify(odd.slice(0, 60))} is not a word` }
      : { ok: true, fields: null };
  } catch (error) {
    // Too many aliases, or nesting that exhausts the parser's stack.
    return {
      ok: false,
      reason: error instanceof RangeError ? 'nests too deep' : firstLine((error as Error).message),
    };
  }
}

function notAMapping(block: string): ParsedBlock {
  return looksLikeFrontMatter(block)
    ? { ok: false, reason: 'is not a list of "key: value" lines' }
    : { ok: true, fields: null };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/:$/, '') ?? '';
}
