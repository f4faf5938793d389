import type * as Monaco from 'monaco-editor';

/** The language of a prompt's words. Its variables are marked by the parser that also renders them, not by a grammar. */
export const PROMPT_LANGUAGE = 'prompt';
/** JSON with colours only: Monaco's own JSON brings a worker that is larger than the editor. */
export const JSON_LANGUAGE = 'plain-json';

export type EditorLanguage = typeof PROMPT_LANGUAGE | typeof JSON_LANGUAGE;

/** Something that can be put in at the cursor. */
export interface Suggestion {
  readonly label: string;
  /** One or two words beside the label. */
  readonly detail: string;
  readonly description?: string;
  readonly insert: string;
  /** What the typed text is matched with. */
  readonly match: string;
}

/** What fits at the cursor, and how much around it is replaced, in UTF-16 units of the same line. */
export interface Suggestions {
  readonly before: number;
  readonly after: number;
  readonly items: readonly Suggestion[];
}

/** Asks what fits between two parts of a line; `asked`: by the person (Ctrl Space), not by a typed character. */
export type Suggest = (before: string, after: string, asked: boolean) => Promise<Suggestions | null>;

// Monaco asks by language; each text has its own answers.
const sources = new WeakMap<Monaco.editor.ITextModel, () => Suggest | null>();

/** Who answers for a text. */
export function suggestFor(model: Monaco.editor.ITextModel, source: () => Suggest | null): void {
  sources.set(model, source);
}

/** Makes both languages known to Monaco. */
export function definePromptLanguage(monaco: typeof Monaco): void {
  monaco.languages.register({ id: PROMPT_LANGUAGE });
  monaco.languages.setLanguageConfiguration(PROMPT_LANGUAGE, {
    // A variable is one word, so that a double click takes it whole.
    wordPattern: /[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/u,
  });
  monaco.languages.registerCompletionItemProvider(PROMPT_LANGUAGE, {
    triggerCharacters: ['{', '/'],
    provideCompletionItems: async (model, position, context) => ({
      suggestions: await completions(monaco, model, position, context),
    }),
  });
  monaco.languages.register({ id: JSON_LANGUAGE });
  monaco.languages.setMonarchTokensProvider(JSON_LANGUAGE, {
    tokenizer: {
      root: [
        [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'key'],
        [/"(?:[^"\\]|\\.)*"?/, 'string'],
        [/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, 'number'],
        [/\b(?:true|false|null)\b/, 'keyword'],
      ],
    },
  });
}

async function completions(
  monaco: typeof Monaco,
  model: Monaco.editor.ITextModel,
  { lineNumber, column }: Monaco.Position,
  { triggerKind }: Monaco.languages.CompletionContext,
): Promise<Monaco.languages.CompletionItem[]> {
  const suggest = sources.get(model)?.();
  if (!suggest) return [];
  const line = model.getLineContent(lineNumber);
  const asked = triggerKind === monaco.languages.CompletionTriggerKind.Invoke;
  const found = await suggest(line.slice(0, column - 1), line.slice(column - 1), asked);
  if (!found) return [];
  const range = {
    startLineNumber: lineNumber,
    endLineNumber: lineNumber,
    startColumn: column - found.before,
    endColumn: column + found.after,
  };
  return found.items.map(({ label, detail, description, insert, match }, index) => ({
    label: { label, description: detail },
    kind: monaco.languages.CompletionItemKind.Variable,
    insertText: insert,
    filterText: match,
    sortText: String(index).padStart(4, '0'),
    range,
    ...(description ? { documentation: description } : {}),
  }));
}
