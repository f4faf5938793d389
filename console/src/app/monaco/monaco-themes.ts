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
    rules: [
      { token: 'key', foreground: '4338ca' },
      { token: 'string', foreground: '0f6b32' },
      { token: 'number', foreground: '8a3d04' },
      { token: 'keyword', foreground: '1d4ed8' },
    ],
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#0f172a',
      'editorLineNumber.foreground': '#5b6a80',
      'editorLineNumber.activeForeground': '#0f172a',
      'editor.selectionBackground': '#dbe0fe',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#e2e8f0',
      'diffEditor.insertedTextBackground': '#15803d33',
      'diffEditor.insertedLineBackground': '#15803d14',
      'diffEditor.removedTextBackground': '#b91c1c26',
      'diffEditor.removedLineBackground': '#b91c1c12',
      'editorError.foreground': '#b91c1c',
      'editorWarning.foreground': '#a34c06',
      'editorInfo.foreground': '#1d4ed8',
      'editorSuggestWidget.background': '#ffffff',
      'editorSuggestWidget.border': '#e2e8f0',
      'editorSuggestWidget.selectedBackground': '#eef2ff',
      'editorSuggestWidget.selectedForeground': '#0f172a',
      'editorSuggestWidget.highlightForeground': '#4338ca',
      'editorSuggestWidget.focusHighlightForeground': '#4338ca',
      'editorHoverWidget.background': '#ffffff',
      'editorHoverWidget.border': '#e2e8f0',
      'editor.placeholder.foreground': '#5b6a80',
      focusBorder: '#4f46e5',
    },
  });
  monaco.editor.defineTheme(themeName(true), {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: 'key', foreground: 'c0c8ff' },
      { token: 'string', foreground: '5bd68a' },
      { token: 'number', foreground: 'f0b355' },
      { token: 'keyword', foreground: '8ab4ff' },
    ],
    colors: {
      'editor.background': '#0f141d',
      'editor.foreground': '#e6ebf3',
      'editorLineNumber.foreground': '#8c9ab0',
      'editorLineNumber.activeForeground': '#e6ebf3',
      'editor.selectionBackground': '#30387a',
      'editorWidget.background': '#182130',
      'editorWidget.border': '#232d3d',
      'diffEditor.insertedTextBackground': '#5bd68a3d',
      'diffEditor.insertedLineBackground': '#5bd68a1a',
      'diffEditor.removedTextBackground': '#ff90903d',
      'diffEditor.removedLineBackground': '#ff90901a',
      'editorError.foreground': '#ff9090',
      'editorWarning.foreground': '#f0b355',
      'editorInfo.foreground': '#8ab4ff',
      'editorSuggestWidget.background': '#182130',
      'editorSuggestWidget.border': '#232d3d',
      'editorSuggestWidget.selectedBackground': '#1f2547',
      'editorSuggestWidget.selectedForeground': '#e6ebf3',
      'editorSuggestWidget.highlightForeground': '#c0c8ff',
      'editorSuggestWidget.focusHighlightForeground': '#c0c8ff',
      'editorHoverWidget.background': '#182130',
      'editorHoverWidget.border': '#232d3d',
      'editor.placeholder.foreground': '#8c9ab0',
      focusBorder: '#a5b0ff',
    },
  });
}
