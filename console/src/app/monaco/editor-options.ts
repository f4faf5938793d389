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
  scrollbar: {
    alwaysConsumeMouseWheel: false,
    useShadows: false,
    verticalScrollbarSize: 10,
    horizontalScrollbarSize: 10,
  },
};
