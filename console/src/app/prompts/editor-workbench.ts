import { HttpClient } from '@angular/common/http';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  input,
  model,
  signal,
  viewChild,
} from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { MatTabLink, MatTabNav, MatTabNavPanel } from '@angular/material/tabs';
import { Router, RouterLink } from '@angular/router';
import { extractVariables, TEMPLATE_FORMATS, type VersionContent } from '@prompt-registry/resolver';
import type { Suggest } from '../monaco/prompt-language';
import { TextEditor } from '../monaco/text-editor';
import { ChatEditor } from './chat-editor';
import { type Draft, type DraftEntry, textsOf, wordsOf } from './draft';
import type { EditorProblem } from './editor-problems';
import { EditorProblemList } from './editor-problem-list';
import { readableDraft, unfinishedMarks } from './editor-readable';
import { settled } from './editor-settled';
import { suggestions } from './editor-suggest';
import { variableWord } from './editor-suggestions';
import { PreviewPanel } from './preview-panel';
import type { TypedValues } from './preview-render';
import { VariableForm } from './variable-form';

const PREVIEW_PAUSE_MS = 150;
/** A common rule of thumb; the true number depends on the model. */
const CHARACTERS_A_TOKEN = 4;
const FORMAT_WORDS = { 'f-string': 'f-string {name}', mustache: 'mustache {{name}}', none: 'none, verbatim' };

/** Where words are written: the editor of the words and of the configuration, the form to try them, and their problems. */
@Component({
  selector: 'pr-editor-workbench',
  imports: [
    ChatEditor,
    EditorProblemList,
    MatIcon,
    MatTabLink,
    MatTabNav,
    MatTabNavPanel,
    PreviewPanel,
    RouterLink,
    TextEditor,
    VariableForm,
  ],
  templateUrl: './editor-workbench.html',
  styleUrl: './editor-workbench.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EditorWorkbench {
  readonly draft = model.required<Draft>();
  readonly problems = input.required<readonly EditorProblem[]>();
  /** Whose recorded uses can fill the form; empty for a new prompt. */
  readonly prompt = input('');
  /** Variables that are known although the draft may not have them. */
  readonly known = input<readonly string[]>([]);
  /** From the URL: `config`, `try`, or the words. */
  readonly section = input<string>();
  /** From the URL: a recorded use whose values fill the form. */
  readonly trace = input<string>();

  protected readonly formats = TEMPLATE_FORMATS;
  protected readonly formatWords = FORMAT_WORDS;
  protected readonly sections = [
    { id: 'words', word: 'Words' },
    { id: 'config', word: 'Config' },
    { id: 'try', word: 'Try it' },
  ];
  protected readonly current = computed(
    () => this.sections.find(({ id }) => id === this.section())?.id ?? 'words',
  );
  protected readonly marks = computed(() => unfinishedMarks(this.draft().text, this.draft().templateFormat));
  protected readonly textProblems = computed(() => this.placedIn((field) => field === 'content'));
  protected readonly configProblems = computed(() => this.placedIn((field) => field === 'config'));
  protected readonly placeholder = computed(() => {
    const { templateFormat } = this.draft();
    if (templateFormat === 'none') return 'Write the prompt. It is served as it stands.';
    return `Write the prompt. ${variableWord('name', templateFormat)} is a value that the agent passes.`;
  });
  protected readonly errors = computed(
    () => this.problems().filter(({ severity }) => severity === 'error').length,
  );
  protected readonly tokens = computed(() => {
    const characters = textsOf(this.draft()).reduce((sum, { text }) => sum + text.length, 0);
    return new Intl.NumberFormat().format(Math.ceil(characters / CHARACTERS_A_TOKEN));
  });

  protected readonly values = signal<TypedValues>({});
  private readonly still = settled(this.draft, PREVIEW_PAUSE_MS);
  protected readonly content = computed(() => ({ ...wordsOf(this.still()), config: {} }) as VersionContent);
  private readonly asked = computed(() =>
    extractVariables({ ...wordsOf(readableDraft(this.still())), config: {} } as VersionContent),
  );
  protected readonly variables = computed(() => this.asked().variables);
  protected readonly placeholders = computed(() => this.asked().placeholders);

  protected readonly suggest: Suggest;
  private readonly textEditor = viewChild<TextEditor>('text');
  private readonly configEditor = viewChild<TextEditor>('config');
  private readonly chatEditor = viewChild(ChatEditor);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);

  constructor() {
    this.suggest = suggestions(inject(HttpClient), () => ({
      format: this.draft().templateFormat,
      variables: [...new Set([...this.variables(), ...this.known()])],
      prompt: this.prompt(),
    }));
  }

  /** Shows a problem where it is. */
  async show(problem: EditorProblem): Promise<void> {
    const section = problem.field.startsWith('config') ? 'config' : 'words';
    if (section !== this.current()) {
      await this.router.navigate([], {
        queryParams: { section: section === 'words' ? null : section },
        queryParamsHandling: 'merge',
        replaceUrl: true,
      });
    }
    afterNextRender(
      () => {
        if (section === 'config') this.configEditor()?.reveal(problem);
        else if (this.chatEditor()) this.chatEditor()?.reveal(problem);
        else this.textEditor()?.reveal(problem);
      },
      { injector: this.injector },
    );
    this.draft.update((draft) => ({ ...draft })); // so that there is a next render, also when nothing else changed
  }

  protected write(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected writeEntries(entries: readonly DraftEntry[]): void {
    this.write({ entries });
  }

  protected choose(value: string): void {
    const templateFormat = TEMPLATE_FORMATS.find((format) => format === value);
    if (templateFormat) this.write({ templateFormat });
  }

  private placedIn(matches: (field: string) => boolean): readonly EditorProblem[] {
    return this.problems().filter(({ field, placed }) => placed && matches(field));
  }
}
