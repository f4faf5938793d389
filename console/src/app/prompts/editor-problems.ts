import {
  extractVariables,
  type TemplateFormat,
  validateContent,
  type VersionContent,
} from '@prompt-registry/resolver';
import type { TextProblem } from '../monaco/text-problem';
import { contentOf, type Draft, textsOf } from './draft';
import { readConfig } from './draft-config';
import { formatDoubts } from './editor-format-doubts';
import { type Interface, parityProblems, type Trial } from './editor-parity';
import { variableSpots } from './editor-variable-spots';

/** Something to correct or to know in a draft. */
export interface EditorProblem extends TextProblem {
  /** As the API calls it: `content`, `content[2].content`, `config` … */
  readonly field: string;
  /** False: it is about the field as a whole, and has no place in its text. */
  readonly placed: boolean;
}

/** What a draft is judged by. */
export interface Judged {
  readonly draft: Draft;
  /** What the version it is based on asks for; null for a new prompt. */
  readonly base: Interface | null;
  /** Experiments that run on the prompt. */
  readonly trials: readonly Trial[];
}

/** Everything to say about a draft, worst first: what the server would refuse, and what callers would notice. */
export function findProblems({ draft, base, trials }: Judged): readonly EditorProblem[] {
  const problems = [...refusals(draft), ...formatDoubts(draft)];
  const words = readableContent(draft);
  if (words) {
    const spots = variableSpots(draft);
    problems.push(...lookalikes(spots));
    if (base) problems.push(...newVariables(words, base, spots));
    problems.push(...trials.flatMap((trial) => parityProblems(draft, words, trial, spots)));
  }
  const rank = { error: 0, warning: 1, info: 2 };
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** What the server would refuse, by the gate that the server itself uses. */
function refusals(draft: Draft): EditorProblem[] {
  const { type, templateFormat } = draft;
  const config = readConfig(draft.config);
  const result = validateContent({
    type,
    templateFormat,
    content: contentOf(draft),
    config: config.ok ? config.value : {},
  });
  const texts = new Map(textsOf(draft).map(({ field, text }) => [field, text]));
  const problems: EditorProblem[] = (result.ok ? [] : result.problems).map(({ field, message, offset }) => ({
    severity: 'error',
    field,
    message,
    placed: offset !== undefined,
    start: offset ?? 0,
    end: endOf(texts.get(field) ?? '', offset ?? 0, templateFormat),
  }));
  if (!config.ok) {
    const { message, offset: start } = config;
    problems.push({ severity: 'error', field: 'config', message, placed: true, start, end: start + 1 });
  }
  return problems;
}

/** The template problem with its braces, as far as they are on the same line and near. */
function endOf(text: string, start: number, format: TemplateFormat): number {
  const close = /^[^\n{}]{0,60}\}{1,3}/.exec(text.slice(start + (format === 'mustache' ? 2 : 1)));
  return Math.min(
    start + (format === 'mustache' ? 2 : 1) + (close?.[0].length ?? 0),
    Math.max(text.length, 1),
  );
}

/** The content, when every template in it can be read. */
function readableContent(draft: Draft): VersionContent | null {
  const { type, templateFormat } = draft;
  const result = validateContent({ type, templateFormat, content: contentOf(draft), config: {} });
  return result.ok ? result.content : null;
}

type Spots = ReturnType<typeof variableSpots>;

/** Names that differ only in case, hyphens or underscores: nearly always one value under two names. */
function lookalikes(spots: Spots): EditorProblem[] {
  const seen = new Map<string, string>();
  const problems: EditorProblem[] = [];
  for (const [name, spot] of spots) {
    const simple = name.toLowerCase().replaceAll(/[_-]/g, '');
    const twin = seen.get(simple);
    if (twin === undefined) seen.set(simple, name);
    else {
      const message = `“${name}” and “${twin}” are two variables. If one value is meant, use one name.`;
      problems.push({ severity: 'warning', message, placed: true, ...spot });
    }
  }
  return problems;
}

/** Variables that the callers of the base version do not send yet. */
function newVariables(words: VersionContent, base: Interface, spots: Spots): EditorProblem[] {
  return extractVariables(words)
    .variables.filter((name) => !base.variables.includes(name))
    .flatMap((name) => {
      const spot = spots.get(name);
      const message = `“${name}” is new: agents must send it before they are given this version.`;
      return spot ? [{ severity: 'info' as const, message, placed: true, ...spot }] : [];
    });
}
