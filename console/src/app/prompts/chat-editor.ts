import { LiveAnnouncer } from '@angular/cdk/a11y';
import { CdkDrag, type CdkDragDrop, CdkDropList, moveItemInArray } from '@angular/cdk/drag-drop';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  model,
  viewChildren,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { TemplateFormat } from '@prompt-registry/resolver';
import type { Suggest } from '../monaco/prompt-language';
import { ChatEditorEntry } from './chat-editor-entry';
import { type DraftEntry, freshKey } from './draft';
import type { EditorProblem } from './editor-problems';

const UNDO_MS = 8_000;

/** The messages of a chat prompt: written, added, taken away, and put in order by pointer or keyboard. */
@Component({
  selector: 'pr-chat-editor',
  imports: [CdkDrag, CdkDropList, ChatEditorEntry, MatButton, MatIcon],
  template: `
    <ol cdkDropList aria-label="Messages" (cdkDropListDropped)="drop($event)">
      @for (entry of entries(); track entry.key; let index = $index) {
        <li cdkDrag cdkDragLockAxis="y" [cdkDragData]="entry">
          <pr-chat-editor-entry
            [entry]="entry"
            [index]="index"
            [total]="entries().length"
            [format]="format()"
            [suggest]="suggest()"
            [problems]="problemsOf()[index] ?? []"
            (changed)="change(index, $event)"
            (moved)="move(index, index + $event)"
            (removed)="remove(index)"
          />
        </li>
      }
    </ol>
    <div class="add">
      <button matButton type="button" (click)="add('message')">
        <mat-icon svgIcon="add" aria-hidden="true" />Add message
      </button>
      <button matButton type="button" (click)="add('placeholder')">
        <mat-icon svgIcon="add" aria-hidden="true" />Add placeholder
      </button>
      <span class="meta">A placeholder is where the caller’s own messages go, such as the history.</span>
    </div>
  `,
  styles: `
    :host {
      display: block;
      overflow: auto;
      height: 100%;
      padding: 12px 16px;
    }
    ol {
      display: grid;
      gap: 10px;
    }
    li {
      min-width: 0;
    }
    .add {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      align-items: center;
      padding-top: 10px;
    }
    .cdk-drag-placeholder {
      opacity: 0.3;
    }
    @media (max-width: 639px) {
      :host {
        padding: 10px 12px;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatEditor {
  readonly entries = model.required<readonly DraftEntry[]>();
  readonly format = input.required<TemplateFormat>();
  readonly problems = input.required<readonly EditorProblem[]>();
  readonly suggest = input.required<Suggest>();

  private readonly editors = viewChildren(ChatEditorEntry);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly announcer = inject(LiveAnnouncer);
  private readonly snackBar = inject(MatSnackBar);
  private readonly injector = inject(Injector);

  /** The problems by message. */
  protected readonly problemsOf = computed(() => {
    const byIndex: EditorProblem[][] = [];
    for (const problem of this.problems()) {
      const index = indexIn(problem.field);
      if (index !== null) (byIndex[index] ??= []).push(problem);
    }
    return byIndex;
  });

  /** Puts the cursor where a problem is. */
  reveal(problem: EditorProblem): void {
    const index = indexIn(problem.field) ?? 0;
    this.host.querySelectorAll('li')[index]?.scrollIntoView({ block: 'center' });
    this.editors()[index]?.reveal(problem);
  }

  protected change(index: number, entry: DraftEntry): void {
    this.entries.update((entries) => entries.with(index, entry));
  }

  protected drop({ previousIndex, currentIndex }: CdkDragDrop<unknown>): void {
    this.move(previousIndex, currentIndex);
  }

  protected move(from: number, to: number): void {
    const entries = [...this.entries()];
    if (from === to || to < 0 || to >= entries.length) return;
    moveItemInArray(entries, from, to);
    const focused = document.activeElement?.getAttribute('data-act');
    this.entries.set(entries);
    void this.announcer.announce(`Message ${from + 1} is now ${to + 1} of ${entries.length}`);
    // A row that is moved in the page loses the focus; whoever moves by keyboard goes on from the same button.
    if (focused)
      this.focusAfterRender(to, `[data-act="${focused}"]:not(:disabled)`, '[data-act]:not(:disabled)');
  }

  protected add(kind: DraftEntry['kind']): void {
    const key = freshKey(this.entries());
    const last = this.entries().findLast((entry) => entry.kind === 'message');
    const role = last?.role === 'user' ? 'assistant' : 'user';
    const entry: DraftEntry =
      kind === 'message' ? { key, kind, role, name: '', text: '' } : { key, kind, name: 'history' };
    this.entries.update((entries) => [...entries, entry]);
    this.focusAfterRender(this.entries().length - 1, 'select, input');
  }

  protected remove(index: number): void {
    const before = this.entries();
    this.entries.set(before.toSpliced(index, 1));
    this.snackBar
      .open(`Removed message ${index + 1}`, 'Undo', { duration: UNDO_MS })
      .onAction()
      .subscribe(() => {
        const removed = before[index];
        if (removed) this.entries.update((entries) => entries.toSpliced(index, 0, removed));
      });
    this.focusAfterRender(Math.min(index, before.length - 2), '[data-act="remove"]');
  }

  /** Focuses the first that is there. */
  private focusAfterRender(index: number, ...selectors: readonly string[]): void {
    afterNextRender(
      () => {
        const row = this.host.querySelectorAll('li')[index];
        const found = selectors
          .map((selector) => row?.querySelector<HTMLElement>(selector))
          .find((element) => element);
        found?.focus();
      },
      { injector: this.injector },
    );
  }
}

/** The message that a field is about: 2 of `content[2].content`. */
function indexIn(field: string): number | null {
  const index = /^content\[(\d+)\]/.exec(field)?.[1];
  return index === undefined ? null : Number(index);
}
