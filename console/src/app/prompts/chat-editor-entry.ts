import { CdkDragHandle } from '@angular/cdk/drag-drop';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { CHAT_ROLES, type ChatRole, type TemplateFormat } from '@prompt-registry/resolver';
import { MarkedText } from '../monaco/marked-text';
import type { Suggest } from '../monaco/prompt-language';
import { TextEditor } from '../monaco/text-editor';
import type { DraftEntry } from './draft';
import type { EditorProblem } from './editor-problems';
import { unfinishedMarks } from './editor-readable';

/** One message of a chat prompt, or the place of the caller's messages. */
@Component({
  selector: 'pr-chat-editor-entry',
  imports: [CdkDragHandle, MarkedText, MatIcon, MatIconButton, MatTooltip, TextEditor],
  templateUrl: './chat-editor-entry.html',
  styleUrl: './chat-editor-entry.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatEditorEntry {
  readonly entry = input.required<DraftEntry>();
  readonly index = input.required<number>();
  readonly total = input.required<number>();
  readonly format = input.required<TemplateFormat>();
  readonly problems = input.required<readonly EditorProblem[]>();
  readonly suggest = input.required<Suggest>();
  readonly changed = output<DraftEntry>();
  /** One place up (-1) or down (1). */
  readonly moved = output<-1 | 1>();
  readonly removed = output();

  protected readonly roles = CHAT_ROLES;
  protected readonly text = computed(() => {
    const entry = this.entry();
    return entry.kind === 'message' ? entry.text : '';
  });
  protected readonly marks = computed(() => unfinishedMarks(this.text(), this.format()));
  protected readonly placed = computed(() => this.problems().filter(({ placed }) => placed));
  /** What has no place in the text. */
  protected readonly others = computed(() => this.problems().filter(({ placed }) => !placed));
  protected readonly number = computed(() => this.index() + 1);

  private readonly editor = viewChild(TextEditor);
  private readonly wanted = signal<EditorProblem | null>(null);

  constructor() {
    effect(() => {
      const problem = this.wanted();
      const editor = this.editor();
      if (!problem || !editor) return;
      editor.reveal(problem);
      this.wanted.set(null);
    });
  }

  /** Puts the cursor where a problem is, as soon as the editor is there. */
  reveal(problem: EditorProblem): void {
    this.wanted.set(problem);
  }

  protected write(text: string): void {
    const entry = this.entry();
    if (entry.kind === 'message') this.changed.emit({ ...entry, text });
  }

  protected speak(role: string): void {
    const entry = this.entry();
    const known = CHAT_ROLES.find((candidate): candidate is ChatRole => candidate === role);
    if (entry.kind === 'message' && known) this.changed.emit({ ...entry, role: known });
  }

  protected call(name: string): void {
    this.changed.emit({ ...this.entry(), name });
  }
}
