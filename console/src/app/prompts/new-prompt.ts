import { HttpClient, httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { Moment } from '../time/moment';
import { type Draft, draftOf, EMPTY_DRAFT, sameWords, wordsOf } from './draft';
import { keepDraft } from './draft-keeper';
import { DraftStatus } from './draft-status';
import { DraftStore, NEW } from './draft-store';
import { findProblems } from './editor-problems';
import { EditorWorkbench } from './editor-workbench';
import { type About, aboutFrom, bodyOf, NO_ABOUT, problemsOfAbout, SLUGS } from './new-prompt-fields';
import type { PromptWithLatest } from './prompt-editor-source';
import { promptUrl, type PromptPageOfList } from './prompts-api';

interface Work {
  readonly keptAs: string;
  readonly about: About;
  readonly draft: Draft;
  readonly restoredAt: string | null;
}

const UNDO_MS = 10_000;
const SLUG_WORDS = {
  agentRole: 'Agent role',
  depth: 'Depth',
  strategy: 'Strategy',
  domain: 'Domain',
} as const;

/** A prompt that does not exist yet, empty or as a copy of another. */
@Component({
  selector: 'pr-new-prompt',
  imports: [
    Control,
    DraftStatus,
    EditorWorkbench,
    Field,
    Form,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatIcon,
    Moment,
    ProblemBanner,
    RouterLink,
  ],
  templateUrl: './new-prompt.html',
  styleUrl: './new-prompt.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewPrompt {
  /** From the query: the prompt to copy. */
  readonly from = input<string>();
  readonly section = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly store = inject(DraftStore);
  private readonly snackBar = inject(MatSnackBar);
  private readonly session = inject(Session);
  private readonly workbench = viewChild(EditorWorkbench);

  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? true);
  protected readonly slugs = SLUGS.map((field) => ({ field, word: SLUG_WORDS[field] }));
  protected readonly copied = httpResource<PromptWithLatest>(() => {
    const from = this.from();
    return from === undefined ? undefined : promptUrl(from);
  });
  protected readonly problem = problemOf(this.copied);
  private readonly listed = httpResource<PromptPageOfList>(() => ({
    url: '/api/v1/prompts',
    params: { pageSize: 1 },
  }));
  /** What other prompts say there, to choose from. */
  protected readonly used = computed(() =>
    this.listed.hasValue() ? (this.listed.value().facets ?? {}) : {},
  );

  /** A copy and an empty prompt have drafts of their own; no prompt's name starts with a colon. */
  private readonly keptAs = computed(() => `:${this.from() ?? ''}`);
  private readonly start = computed<Work | null>(() => {
    const keptAs = this.keptAs();
    if (this.from() === undefined) return { keptAs, about: NO_ABOUT, draft: EMPTY_DRAFT, restoredAt: null };
    if (!this.copied.hasValue()) return null;
    const { name, description, agentRole, depth, strategy, domain, tags, latest } = this.copied.value();
    const about = {
      description,
      agentRole,
      depth,
      strategy,
      domain,
      tags: tags.join(', '),
      name: `${name}_copy`,
    };
    return { keptAs, about: aboutFrom(about), draft: draftOf(latest), restoredAt: null };
  });
  protected readonly work = linkedSignal<Work | null, Work | null>({
    source: () => this.freshWork(),
    // Reading again changes nothing of what is being written.
    computation: (fresh, previous) =>
      previous?.value && (!fresh || previous.value.keptAs === fresh.keptAs) ? previous.value : fresh,
  });
  protected readonly changed = computed(() => {
    const [work, start] = [this.work(), this.start()];
    if (!work || !start) return false;
    return !sameWords(work.draft, start.draft) || JSON.stringify(work.about) !== JSON.stringify(start.about);
  });
  protected readonly problems = computed(() => {
    const work = this.work();
    // Nobody needs to be told that an empty page is empty.
    if (!work || sameWords(work.draft, EMPTY_DRAFT)) return [];
    return findProblems({ draft: work.draft, base: null, trials: [] });
  });
  protected readonly submission = new Submission({ NAME_TAKEN: 'name' });
  protected readonly keeper = keepDraft(
    computed(() => {
      const work = this.work();
      if (!work) return null;
      const { draft, about, keptAs } = work;
      return { prompt: keptAs, base: NEW, work: this.changed() ? { draft, about: { ...about } } : null };
    }),
  );

  constructor() {
    inject(Breadcrumbs).show([{ label: 'Prompts', link: ['/prompts'] }, { label: 'New prompt' }]);
  }

  protected tell(change: Partial<About>): void {
    this.work.update((work) => work && { ...work, about: { ...work.about, ...change } });
  }

  protected tellSlug(field: (typeof SLUGS)[number], value: string): void {
    this.tell({ [field]: value });
  }

  protected write(change: Partial<Draft>): void {
    this.work.update((work) => work && { ...work, draft: { ...work.draft, ...change } });
  }

  protected discard(): void {
    const [work, start] = [this.work(), this.start()];
    if (!work || !start) return;
    this.work.set(start);
    this.submission.check([]);
    this.snackBar
      .open('Draft discarded', 'Undo', { duration: UNDO_MS })
      .onAction()
      .subscribe(() => this.work.set(work));
  }

  protected async create(event: Event): Promise<void> {
    event.preventDefault();
    const work = this.work();
    if (!work || !this.submission.check(problemsOfAbout(work.about))) return;
    const [problem] = findProblems({ draft: work.draft, base: null, trials: [] });
    if (problem?.severity === 'error') return this.workbench()?.show(problem);
    const { name } = work.about;
    const { type, templateFormat, content, config } = wordsOf(work.draft);
    const message = work.draft.message.trim();
    const body = {
      ...bodyOf(work.about),
      type,
      templateFormat,
      content,
      config,
      ...(message ? { message } : {}),
    };
    const isCreated = await this.submission.run(async () => {
      await firstValueFrom(this.http.post('/api/v1/prompts', body));
    });
    if (!isCreated) return;
    this.keeper.forget();
    await this.router.navigate(['/prompts', name]);
    this.snackBar.open(`Created ${name}`, undefined, { duration: UNDO_MS / 2 });
  }

  private freshWork(): Work | null {
    const start = this.start();
    const kept = start && this.store.read(this.keptAs(), NEW);
    return kept
      ? { keptAs: this.keptAs(), about: aboutFrom(kept.about), draft: kept.draft, restoredAt: kept.keptAt }
      : start;
  }
}
