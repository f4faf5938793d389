import {
  canonicalJson,
  extractVariables,
  type JsonValue,
  type VersionContent,
} from '@prompt-registry/resolver';
import { type Draft, type Words } from './draft';
import { readConfig } from './draft-config';
import type { EditorProblem } from './editor-problems';
import type { Spot } from './editor-variable-spots';

/** What callers rely on: which values they send and how they read the answer. */
export interface Interface {
  readonly type: 'text' | 'chat';
  readonly variables: readonly string[];
  readonly placeholders: readonly string[];
  /** Canonical JSON; null: none is declared. */
  readonly outputSchema: string | null;
}

/** An experiment that runs on the prompt, by its control. */
export interface Trial {
  readonly experiment: string;
  readonly control: number;
  readonly expected: Interface;
}

/** What callers rely on in some words. */
export function interfaceOf(words: Words): Interface {
  const content = { ...words, config: {} } as VersionContent;
  return { type: words.type, ...extractVariables(content), outputSchema: schemaOf(words.config) };
}

function schemaOf(config: Readonly<Record<string, unknown>>): string | null {
  const schema = config['outputSchema'] as JsonValue | undefined;
  return schema === undefined || schema === null ? null : canonicalJson(schema);
}

/** Where a draft would not be exchangeable with the versions on trial: an experiment could not take it up. */
export function parityProblems(
  draft: Draft,
  words: VersionContent,
  { experiment, control, expected }: Trial,
  spots: ReadonlyMap<string, Spot>,
): EditorProblem[] {
  const found = extractVariables(words);
  const tell = (difference: string, spot: Spot | null): EditorProblem => ({
    severity: 'warning',
    message: `Unlike version ${control}, which “${experiment}” has on trial, this ${difference}.`,
    placed: spot !== null,
    field: 'content',
    start: 0,
    end: 0,
    ...spot,
  });
  const problems: EditorProblem[] = [];
  if (draft.type !== expected.type) problems.push(tell(`is a ${draft.type} prompt`, null));
  for (const kind of ['variables', 'placeholders'] as const) {
    for (const name of without(found[kind], expected[kind]))
      problems.push(tell(`asks for “${name}”`, spots.get(name) ?? null));
    for (const name of without(expected[kind], found[kind]))
      problems.push(tell(`does not ask for “${name}”`, null));
  }
  const config = readConfig(draft.config);
  if (config.ok && schemaOf(config.value) !== expected.outputSchema) {
    const start = draft.config.indexOf('"outputSchema"');
    const spot = { field: 'config', start, end: start + '"outputSchema"'.length };
    problems.push(
      start < 0
        ? { ...tell('declares no output schema', null), field: 'config' }
        : tell('declares another output schema', spot),
    );
  }
  return problems;
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}
