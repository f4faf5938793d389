import type * as Monaco from 'monaco-editor';

/** How a prompt's words are shown for reading: a page of text rather than a code editor. */
export const READING_OPTIONS: Monaco.editor.IStandaloneEditorConstructionOptions = {
  language: 'plaintext',
  readOnly: true,
  domReadOnly: true,
  tabFocusMode: true, // Tab leaves the text; nothing can be typed here
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 13,
  lineHeight: 20,
  fontLigatures: false,
  padding: { top: 12, bottom: 12 },
  wordWrap: 'on',
  wrappingIndent: 'same',
  minimap: { enabled: false },
  lineNumbers: 'off',
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 16,
  glyphMargin: false,
  folding: false,
  links: false,
  contextmenu: false,
  stickyScroll: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: 'none',
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  matchBrackets: 'never',
  guides: { indentation: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  // Prompts are prose in any language; only what cannot be seen deserves a warning.
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  // Otherwise a line separator in the words opens a dialog of the browser that offers to change them.
  unusualLineTerminators: 'off',
  scrollbar: {
    alwaysConsumeMouseWheel: false,
    useShadows: false,
    verticalScrollbarSize: 10,
    horizontalScrollbarSize: 10,
  },
};

/** How a prompt's words are written: Tab leaves the editor, so that nobody without a mouse is caught in it. */
export const WRITING_OPTIONS: Monaco.editor.IStandaloneEditorConstructionOptions = {
  ...READING_OPTIONS,
  readOnly: false,
  domReadOnly: false,
  contextmenu: false,
  matchBrackets: 'never',
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
  autoSurround: 'never',
  autoIndent: 'keep',
  detectIndentation: false,
  tabSize: 2,
  insertSpaces: true,
  dropIntoEditor: { enabled: false },
  pasteAs: { enabled: false },
  // Known variables and prompts, when asked for; guessing from the words of the text is noise in prose.
  wordBasedSuggestions: 'off',
  quickSuggestions: false,
  suggestOnTriggerCharacters: true,
  suggest: { showWords: false, showIcons: false, preview: false, showStatusBar: false },
  acceptSuggestionOnCommitCharacter: false,
  fixedOverflowWidgets: true,
  stickyScroll: { enabled: false },
  renderValidationDecorations: 'on',
  renderWhitespace: 'selection',
};

/** Two texts beside each other, or one with the changes in it. */
export const COMPARING_OPTIONS: Monaco.editor.IStandaloneDiffEditorConstructionOptions = {
  ...READING_OPTIONS,
  originalEditable: false,
  // Decided by the reader's choice, not by the width.
  useInlineViewWhenSpaceIsLimited: false,
  renderOverviewRuler: false,
  renderMarginRevertIcon: false,
  renderGutterMenu: false,
  ignoreTrimWhitespace: false,
  diffWordWrap: 'on',
  diffAlgorithm: 'advanced',
  maxComputationTime: 3000,
  lineNumbers: 'on',
  // Room for the sign of an added or removed line.
  lineDecorationsWidth: 14,
  hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 4 },
};
