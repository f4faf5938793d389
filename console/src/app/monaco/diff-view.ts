import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  type ElementRef,
  ErrorHandler,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type * as Monaco from 'monaco-editor';
import { Theme } from '../theme/theme';
import { CHANGE_STOPS, type ChangeStops } from './change-stops';
import { COMPARING_OPTIONS } from './editor-options';
import { MonacoLoader } from './monaco-loader';
import { themeName } from './monaco-themes';
import { type EditorLanguage, PROMPT_LANGUAGE } from './prompt-language';

type MonacoApi = typeof Monaco;
type DiffEditor = Monaco.editor.IStandaloneDiffEditor;

const LOWEST = 60;

/**
 * What changed between two texts, by words, as high as it needs. Made without the wrapper, whose comparison keeps both
 * texts in memory for good and loses its place whenever one of them changes.
 */
@Component({
  selector: 'pr-diff-view',
  template: `
    <div #host class="host" [style.height.px]="height()" [class.waiting]="!editor()"></div>
    @if (failed()) {
      <p class="meta" role="status">The comparison could not be loaded. This is the text as it would be:</p>
      <pre tabindex="0" role="region" [attr.aria-label]="label()">{{ modified() }}</pre>
    } @else if (!editor()) {
      <span class="skeleton" role="status" aria-label="Loading the comparison"></span>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      overflow: hidden;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }
    .waiting {
      visibility: hidden;
    }
    .skeleton {
      position: absolute;
      height: 12px;
      inset: 16px 40% auto 16px;
    }
    :host ::ng-deep .current-change {
      border-left: 3px solid var(--accent);
    }
    pre {
      overflow: auto;
      max-height: 320px;
      margin: 0;
      padding: 12px;
      white-space: pre-wrap;
    }
    p {
      padding: 8px 12px 0;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'data-reading': '' },
  providers: [{ provide: CHANGE_STOPS, useExisting: DiffView }],
})
export class DiffView implements ChangeStops {
  readonly original = input.required<string>();
  readonly modified = input.required<string>();
  /** What is compared, for screen readers. */
  readonly label = input.required<string>();
  readonly language = input<EditorLanguage>(PROMPT_LANGUAGE);
  /** Beside each other, or one text with the changes in it. */
  readonly sideBySide = input(false);
  /** Grows with the texts up to here, in pixels. */
  readonly highest = input(360);
  readonly stops = signal(0);

  protected readonly editor = signal<DiffEditor | null>(null);
  protected readonly failed = signal(false);
  protected readonly height = signal(LOWEST);

  private readonly host = viewChild.required<ElementRef<HTMLElement>>('host');
  private readonly errors = inject(ErrorHandler);
  private readonly theme = inject(Theme);
  private models: readonly Monaco.editor.ITextModel[] = [];
  /** Ours to dispose of: the editor leaves its own running, which fails when its texts are gone. */
  private comparison: Monaco.editor.IDiffEditorViewModel | undefined;
  private marked: Monaco.editor.IEditorDecorationsCollection | undefined;
  private destroyed = false;

  constructor() {
    const loader = inject(MonacoLoader);
    afterNextRender(() => void this.load(loader));
    effect(() => {
      const editor = this.editor();
      const texts = [this.original(), this.modified()];
      if (!editor) return;
      this.models.forEach((model, index) => {
        if (model.getValue() !== texts[index]) model.setValue(texts[index] ?? '');
      });
    });
    effect(() => {
      const editor = this.editor();
      editor?.updateOptions({ renderSideBySide: this.sideBySide() });
      if (editor) this.nameSides(editor);
    });
    inject(DestroyRef).onDestroy(() => {
      this.destroyed = true;
      this.editor()?.dispose();
      this.comparison?.dispose();
      for (const model of this.models) model.dispose();
    });
  }

  show(stop: number | null): void {
    const editor = this.editor();
    const change = stop === null ? undefined : editor?.getLineChanges()?.[stop];
    if (!editor || !change) return this.marked?.clear();
    const { modifiedStartLineNumber: start, modifiedEndLineNumber: end } = change; // end 0: lines were only removed
    const range = {
      startLineNumber: Math.max(1, start),
      startColumn: 1,
      endLineNumber: Math.max(1, start, end),
      endColumn: 1,
    };
    this.marked?.set([{ range, options: { linesDecorationsClassName: 'current-change' } }]);
    editor.getModifiedEditor().revealRangeInCenterIfOutsideViewport(range);
    this.host().nativeElement.scrollIntoView({ block: 'nearest' });
  }

  private async load(loader: MonacoLoader): Promise<void> {
    try {
      const monaco = await loader.load();
      if (!this.destroyed) this.create(monaco);
    } catch (error) {
      // A file did not arrive; what would be saved is shown without the comparison.
      this.failed.set(true);
      this.errors.handleError(error);
    }
  }

  private create(monaco: MonacoApi): void {
    const editor = monaco.editor.createDiffEditor(this.host().nativeElement, {
      ...COMPARING_OPTIONS,
      theme: themeName(this.theme.isDark()),
      renderSideBySide: this.sideBySide(),
    });
    const [original, modified] = [this.original(), this.modified()].map((text) =>
      monaco.editor.createModel(text, this.language()),
    );
    if (!original || !modified) return;
    this.models = [original, modified];
    this.comparison = editor.createViewModel({ original, modified });
    editor.setModel(this.comparison);
    const grow = () => {
      const heights = [editor.getOriginalEditor(), editor.getModifiedEditor()].map((side) =>
        side.getContentHeight(),
      );
      this.height.set(Math.min(Math.max(LOWEST, ...heights), this.highest()));
    };
    editor.getOriginalEditor().onDidContentSizeChange(grow);
    editor.getModifiedEditor().onDidContentSizeChange(grow);
    editor.onDidUpdateDiff(() => {
      grow();
      this.stops.set(editor.getLineChanges()?.length ?? 0);
    });
    this.marked = editor.getModifiedEditor().createDecorationsCollection();
    this.nameSides(editor); // never seen without
    this.editor.set(editor);
  }

  /** Each by itself: the comparison's own options for it are not passed on. */
  private nameSides(editor: DiffEditor): void {
    editor.getOriginalEditor().updateOptions({ ariaLabel: `${this.label()}: before` });
    editor.getModifiedEditor().updateOptions({ ariaLabel: `${this.label()}: after` });
  }
}
