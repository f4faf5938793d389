import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  effect,
  ErrorHandler,
  inject,
  input,
  signal,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import type * as Monaco from 'monaco-editor';
import { EditorComponent, NGX_MONACO_EDITOR_CONFIG } from 'ngx-monaco-editor-v2';
import { Theme } from '../theme/theme';
import { READING_OPTIONS } from './editor-options';
import type { Mark } from './mark';
import { MarkedText } from './marked-text';
import { MonacoLoader } from './monaco-loader';
import { themeName } from './monaco-themes';

type MonacoApi = typeof Monaco;
type Editor = Monaco.editor.IStandaloneCodeEditor;

/**
 * A text to read in Monaco, with its variables marked. Until Monaco is there, and when it cannot be loaded, the same
 * text stands in the same place without it.
 */
@Component({
  selector: 'pr-text-view',
  imports: [EditorComponent, FormsModule, MarkedText],
  templateUrl: './text-view.html',
  styleUrl: './text-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'data-reading': '' },
  providers: [{ provide: NGX_MONACO_EDITOR_CONFIG, useValue: {} }],
})
export class TextView {
  readonly text = input.required<string>();
  readonly marks = input.required<readonly Mark[]>();
  /** What the text is, for screen readers. */
  readonly label = input.required<string>();
  readonly lineNumbers = input(false);

  protected readonly monaco = signal<MonacoApi | null>(null);
  protected readonly editor = signal<Editor | null>(null);
  /** The editor shows the current text; it gets it a moment after it is created. */
  protected readonly filled = signal(false);
  protected options: Monaco.editor.IStandaloneEditorConstructionOptions = READING_OPTIONS;

  private readonly errors = inject(ErrorHandler);
  private readonly theme = inject(Theme);
  private decorations: Monaco.editor.IEditorDecorationsCollection | undefined;

  constructor() {
    const loader = inject(MonacoLoader);
    afterNextRender(() => void this.load(loader));
    effect(() => this.monaco()?.editor.setTheme(themeName(this.theme.isDark())));
    effect(() =>
      this.editor()?.updateOptions({
        ariaLabel: this.label(),
        lineNumbers: this.lineNumbers() ? 'on' : 'off',
      }),
    );
    effect(() => this.decorate(this.editor(), this.text(), this.marks()));
  }

  protected onEditor(editor: Editor): void {
    this.decorations = editor.createDecorationsCollection();
    editor.onDidChangeModelContent(() => this.decorate(editor, this.text(), this.marks()));
    this.editor.set(editor);
  }

  private async load(loader: MonacoLoader): Promise<void> {
    try {
      const monaco = await loader.load();
      this.options = { ...READING_OPTIONS, theme: themeName(this.theme.isDark()), ariaLabel: this.label() };
      this.monaco.set(monaco);
    } catch (error) {
      // A file did not arrive. The text is readable without the editor, so nobody is disturbed.
      this.errors.handleError(error);
    }
  }

  private decorate(editor: Editor | null, text: string, marks: readonly Mark[]): void {
    const model = editor?.getModel();
    if (!model || model.getValue() !== text) return; // the new text has not arrived in the editor yet
    this.decorations?.set(
      marks.map(({ start, end }) => {
        const from = model.getPositionAt(start);
        const to = model.getPositionAt(end);
        return {
          range: {
            startLineNumber: from.lineNumber,
            startColumn: from.column,
            endLineNumber: to.lineNumber,
            endColumn: to.column,
          },
          options: { inlineClassName: 'prompt-variable' },
        };
      }),
    );
    this.filled.set(true);
  }
}
