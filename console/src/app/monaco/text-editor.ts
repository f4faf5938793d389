import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  effect,
  type ElementRef,
  ErrorHandler,
  inject,
  Injector,
  input,
  model,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type * as Monaco from 'monaco-editor';
import { EditorComponent, NGX_MONACO_EDITOR_CONFIG } from 'ngx-monaco-editor-v2';
import { Theme } from '../theme/theme';
import { WRITING_OPTIONS } from './editor-options';
import type { Mark } from './mark';
import { MarkedText } from './marked-text';
import { MonacoLoader } from './monaco-loader';
import { themeName } from './monaco-themes';
import { type EditorLanguage, PROMPT_LANGUAGE, type Suggest, suggestFor } from './prompt-language';
import { rangeOf, replaceText, showProblems } from './text-model';
import type { TextProblem } from './text-problem';

type MonacoApi = typeof Monaco;
type Editor = Monaco.editor.IStandaloneCodeEditor;

/** Where an editor grows with its text: from here to there, in pixels. */
const GROWS_FROM = 64;
const GROWS_TO = 480;

/**
 * A text to write in Monaco: variables marked, problems underlined, completion. When Monaco cannot be loaded, the same
 * text is written in a plain field.
 */
@Component({
  selector: 'pr-text-editor',
  imports: [EditorComponent, MarkedText],
  templateUrl: './text-editor.html',
  styleUrl: './text-editor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  providers: [{ provide: NGX_MONACO_EDITOR_CONFIG, useValue: {} }],
  host: { '[style.height.px]': 'grows() ? height() : null' },
})
export class TextEditor {
  /** Line ends are LF. */
  readonly text = model.required<string>();
  /** What the text is, for screen readers. */
  readonly label = input.required<string>();
  readonly language = input<EditorLanguage>(PROMPT_LANGUAGE);
  readonly marks = input<readonly Mark[]>([]);
  readonly problems = input<readonly TextProblem[]>([]);
  readonly suggest = input<Suggest | null>(null);
  /** As high as its text, instead of as high as its place. */
  readonly grows = input(false);
  readonly lineNumbers = input(true);
  /** Shown while there is no text. */
  readonly placeholder = input('');

  protected readonly monaco = signal<MonacoApi | null>(null);
  protected readonly editor = signal<Editor | null>(null);
  protected readonly failed = signal(false);
  protected readonly height = signal(GROWS_FROM);
  protected options: Monaco.editor.IStandaloneEditorConstructionOptions = WRITING_OPTIONS;

  private readonly errors = inject(ErrorHandler);
  private readonly injector = inject(Injector);
  private readonly theme = inject(Theme);
  private readonly field = viewChild<ElementRef<HTMLTextAreaElement>>('field');
  private decorations: Monaco.editor.IEditorDecorationsCollection | undefined;
  private wanted: TextProblem | null = null;

  constructor() {
    const loader = inject(MonacoLoader);
    afterNextRender(() => void this.load(loader)); // what it is called is known then
    effect(() => this.monaco()?.editor.setTheme(themeName(this.theme.isDark())));
    effect(() =>
      this.editor()?.updateOptions({
        ariaLabel: this.label(),
        lineNumbers: this.lineNumbers() ? 'on' : 'off',
        placeholder: this.placeholder(),
      }),
    );
    effect(() => replaceText(this.editor(), this.text()));
    effect(() => {
      const model = this.editor()?.getModel();
      if (!model) return;
      this.decorations?.set(
        this.marks().map((mark) => ({
          range: rangeOf(model, mark),
          options: { inlineClassName: 'prompt-variable' },
        })),
      );
    });
    effect(() => {
      const model = this.editor()?.getModel();
      const monaco = untracked(this.monaco);
      if (model && monaco) showProblems(monaco, model, this.problems());
    });
  }

  /** Puts the cursor where a problem is, now or as soon as the editor is there. */
  reveal(problem: TextProblem): void {
    const editor = this.editor();
    const model = editor?.getModel();
    if (!editor || !model) {
      this.wanted = problem;
      const field = this.field()?.nativeElement;
      field?.focus();
      field?.setSelectionRange(problem.start, problem.end);
      return;
    }
    const range = rangeOf(model, problem);
    editor.setSelection(range);
    editor.revealRangeInCenterIfOutsideViewport(range);
    editor.focus();
  }

  protected onEditor(editor: Editor): void {
    const model = editor.getModel();
    if (!model) return;
    model.setEOL(0); // LF on every platform
    model.setValue(this.text());
    suggestFor(model, () => this.suggest());
    this.decorations = editor.createDecorationsCollection();
    editor.onDidChangeModelContent(() => this.text.set(model.getValue(1)));
    if (this.grows()) {
      const grow = (contentHeight: number) =>
        this.height.set(Math.min(Math.max(contentHeight, GROWS_FROM), GROWS_TO));
      editor.onDidContentSizeChange(({ contentHeight }) => grow(contentHeight));
      grow(editor.getContentHeight());
    }
    this.editor.set(editor);
    const { wanted } = this;
    this.wanted = null;
    // What is not visible yet takes no focus.
    if (wanted) afterNextRender(() => this.reveal(wanted), { injector: this.injector });
  }

  private async load(loader: MonacoLoader): Promise<void> {
    try {
      const monaco = await loader.load();
      this.options = {
        ...WRITING_OPTIONS,
        language: this.language(),
        theme: themeName(this.theme.isDark()),
        ariaLabel: this.label(),
        ...(this.grows() ? { padding: { top: 8, bottom: 8 }, lineNumbers: 'off' } : {}),
      };
      this.monaco.set(monaco);
    } catch (error) {
      // A file did not arrive. The text can be written without the editor, so nobody is stopped.
      this.failed.set(true);
      this.errors.handleError(error);
    }
  }
}
