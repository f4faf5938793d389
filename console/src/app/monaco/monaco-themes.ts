import type * as Monaco from 'monaco-editor';

/** The editor's themes; their colours are those of theme.scss, because Monaco cannot read custom properties. */
export function themeName(isDark: boolean): string {
  return isDark ? 'registry-dark' : 'registry-light';
}

/** Makes both themes known to Monaco. */
export function defineThemes(monaco: typeof Monaco): void {
  monaco.editor.defineTheme(themeName(false), {
    base: 'vs',
    inherit: true,
    rules: [],
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#0f172a',
      'editorLineNumber.foreground': '#5b6a80',
      'editorLineNumber.activeForeground': '#0f172a',
      'editor.selectionBackground': '#dbe0fe',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#e2e8f0',
      focusBorder: '#4f46e5',
    },
  });
  monaco.editor.defineTheme(themeName(true), {
    base: 'vs-dark',
    inherit: true,
    rules: [],
    colors: {
      'editor.background': '#0f141d',
      'editor.foreground': '#e6ebf3',
      'editorLineNumber.foreground': '#8c9ab0',
      'editorLineNumber.activeForeground': '#e6ebf3',
      'editor.selectionBackground': '#30387a',
      'editorWidget.background': '#182130',
      'editorWidget.border': '#232d3d',
      focusBorder: '#a5b0ff',
    },
  });
}
