import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { ProblemBanner } from '../problem/problem-banner';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { Moment } from '../time/moment';
import { ConflictView } from './conflict-view';
import { type Draft, draftOf, sameWords } from './draft';
import { keepDraft } from './draft-keeper';
import { DraftStatus } from './draft-status';
import { DraftStore } from './draft-store';
import { draftPlace } from './draft-tabs';
import { interfaceOf } from './editor-parity';
import { findProblems } from './editor-problems';
import { EditorWorkbench } from './editor-workbench';
import { folderOf, leafOf } from './folders';
import { promptEditorSource } from './prompt-editor-source';
import type { ReviewOutcome, ToReview } from './review-dialog';
import { versionFromParam } from './version-from-param';

/** The draft on the screen, and what it belongs to. */
interface Work {
  readonly prompt: string;
  readonly base: number;
  readonly draft: Draft;
  /** When it was kept, when it was found in this browser; ISO 8601. */
  readonly restoredAt: string | null;
  readonly continuedFrom?: number;
}

const UNDO_MS = 10_000;

/** Writes the next version of a prompt, on top of the version that the URL names. */
@Component({
  selector: 'pr-prompt-editor',
  imports: [
    ConflictView,
    DraftStatus,
    EditorWorkbench,
    MatButton,
    MatIcon,
    Moment,
    ProblemBanner,
    RouterLink,
  ],
  templateUrl: './prompt-editor.html',
  styleUrl: './prompt-editor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '(document:keydown.control.s)': 'onSaveKey($event)',
    '(document:keydown.meta.s)': 'onSaveKey($event)',
    '(window:focus)': 'source.reload()',
  },
})
export class PromptEditor {
  /** From the path and the query. */
  readonly name = input.required<string>();
  readonly base = input<string>();
  readonly section = input<string>();
  /** A recorded use whose values fill the form. */
  readonly trace = input<string>();

  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly session = inject(Session);
  private readonly store = inject(DraftStore);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly destroyRef = inject(DestroyRef);
  private readonly workbench = viewChild(EditorWorkbench);

  protected readonly baseNumber = computed(() => versionFromParam(this.base()));
  protected readonly source = promptEditorSource(this.name, this.baseNumber);
  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? true);
  protected readonly folder = computed(() => folderOf(this.name()));
  protected readonly leaf = computed(() => leafOf(this.name()));

  /** Starts from the draft that is kept for this version, or from its words; reading again changes nothing. */
  protected readonly work = linkedSignal<Work | null, Work | null>({
    source: () => this.freshWork(),
    computation: (fresh, previous) => {
      const before = previous?.value ?? null;
      const isSame = fresh?.prompt === before?.prompt && fresh?.base === before?.base;
      return isSame ? before : (fresh ?? before);
    },
  });
  protected readonly draft = computed(() => this.work()?.draft ?? null);
  private readonly original = computed(() => {
    const version = this.source.version();
    return version && draftOf(version);
  });
  protected readonly ready = computed(
    () =>
      this.source.prompt() !== null &&
      this.work() !== null &&
      this.work()?.base === this.source.version()?.version,
  );
  protected readonly changed = computed(() => {
    const [draft, original] = [this.draft(), this.original()];
    return draft !== null && original !== null && !sameWords(draft, original);
  });
  protected readonly problems = computed(() => {
    const [draft, version] = [this.draft(), this.source.version()];
    if (!draft || !version) return [];
    return findProblems({ draft, base: interfaceOf(version), trials: this.source.trials() });
  });
  protected readonly known = computed(() => [
    ...(this.source.version()?.variables ?? []),
    ...this.source.trials().flatMap(({ expected }) => expected.variables),
  ]);
  /** The version that somebody saved since; null while the base is the latest. */
  protected readonly newer = computed(() => {
    const [prompt, work] = [this.source.prompt(), this.work()];
    return prompt && work && prompt.latestVersion > work.base ? prompt.latest : null;
  });
  protected readonly otherBases = computed(() => {
    const work = this.work();
    return work ? this.store.basesOf(work.prompt).filter((base) => base !== work.base) : [];
  });
  protected readonly comparing = signal(false);
  /** The base that the draft was just put on: no news to the person. */
  private continuedOn: number | null = null;
  /** Of several pages that show this draft, one keeps it. */
  protected readonly place = draftPlace(computed(() => this.work() && `${this.work()?.base}:${this.name()}`));
  private written = false;
  protected readonly keeper = keepDraft(
    computed(() => {
      const work = this.work();
      if (!work || !this.ready() || this.place.elsewhere()) return null;
      const { prompt, base, draft, continuedFrom } = work;
      const hasWork = this.changed() || draft.message !== '';
      return {
        prompt,
        base,
        work: hasWork ? { draft, ...(continuedFrom === undefined ? {} : { continuedFrom }) } : null,
      };
    }),
  );

  constructor() {
    const breadcrumbs = inject(Breadcrumbs);
    effect(() =>
      breadcrumbs.show([
        { label: 'Prompts', link: ['/prompts'] },
        { label: this.name(), link: ['/prompts', this.name()] },
        { label: 'Edit' },
      ]),
    );
    // The base belongs to the draft: it stays in the URL when somebody else saves.
    effect(() => {
      const latest = this.source.prompt()?.latestVersion;
      if (latest !== undefined && this.baseNumber() === null) void this.goTo(latest);
    });
  }

  /** Goes on here, with the other page's words unless something else was written here. */
  protected takeDraft(): void {
    this.place.take();
    const work = this.work();
    const kept = work && this.store.read(work.prompt, work.base);
    if (kept && !this.written) this.work.set({ ...work, draft: kept.draft });
  }

  protected write(draft: Draft): void {
    this.written = true;
    this.work.update((work) => work && { ...work, draft });
  }

  protected onSaveKey(event: Event): void {
    event.preventDefault();
    if (this.ready() && !this.comparing() && this.dialog.openDialogs.length === 0) void this.review();
  }

  /** Everything that saving would do, and then saves; or shows what is in the way. */
  protected async review(): Promise<void> {
    const [problem] = this.problems();
    if (problem?.severity === 'error') return this.workbench()?.show(problem);
    if (this.newer()) return this.comparing.set(true);
    const [prompt, version, work] = [this.source.prompt(), this.source.version(), this.work()];
    if (!prompt || !version || !work) return;
    const { ReviewDialog } = await import('./review-dialog');
    const opened = this.dialog.open<unknown, ToReview, ReviewOutcome>(ReviewDialog, {
      data: {
        prompt,
        etag: this.source.etag(),
        base: version,
        draft: work.draft,
        experiment: this.source.experiment(),
        isAdmin: this.session.person()?.scopes.includes('admin') ?? false,
        said: (message) =>
          this.work.update((current) => current && { ...current, draft: { ...current.draft, message } }),
      },
      width: '860px',
      maxWidth: 'calc(100vw - 24px)',
      maxHeight: 'calc(100dvh - 24px)',
      autoFocus: '[data-message]',
    });
    // A session that ends leads away from here.
    const unregister = this.destroyRef.onDestroy(() => opened.close());
    const outcome = await firstValueFrom(opened.afterClosed());
    if (this.destroyRef.destroyed) return;
    unregister();
    if (outcome?.kind === 'saved') await this.leaveSaved(work, outcome);
    if (outcome?.kind === 'conflict') {
      this.source.reload();
      this.comparing.set(true);
    }
  }

  private async leaveSaved(
    work: Work,
    { version, words }: Extract<ReviewOutcome, { kind: 'saved' }>,
  ): Promise<void> {
    this.keeper.forget();
    if (work.continuedFrom !== undefined) this.store.remove(work.prompt, work.continuedFrom);
    await this.router.navigate(['/prompts', work.prompt], { queryParams: { version } });
    this.snackBar.open(words, undefined, { duration: UNDO_MS / 2 });
  }

  /** Puts a draft on top of the newest version; the draft as it was stays kept where it was. */
  protected async continueOn(draft: Draft): Promise<void> {
    const [newer, work] = [this.newer(), this.work()];
    if (!newer || !work) return;
    const { version } = newer;
    this.store.write(work.prompt, version, {
      draft,
      keptAt: new Date().toISOString(),
      continuedFrom: work.base,
    });
    this.continuedOn = version;
    this.comparing.set(false);
    await this.goTo(version);
    this.snackBar
      .open(`The draft is now based on version ${version}`, 'Undo', { duration: UNDO_MS })
      .onAction()
      .subscribe(() => {
        this.store.remove(work.prompt, version);
        void this.goTo(work.base);
      });
  }

  protected discard(): void {
    const [work, original] = [this.work(), this.original()];
    if (!work || !original) return;
    this.work.set({ ...work, draft: original, restoredAt: null });
    this.snackBar
      .open('Draft discarded', 'Undo', { duration: UNDO_MS })
      .onAction()
      .subscribe(() =>
        this.work.update((now) => (now?.prompt === work.prompt && now.base === work.base ? work : now)),
      );
  }

  protected forgetNotice(): void {
    this.work.update((work) => work && { ...work, restoredAt: null });
  }

  private freshWork(): Work | null {
    const version = this.source.version();
    if (!version || version.version !== this.baseNumber()) return null;
    const [prompt, base] = [this.name(), version.version];
    const kept = this.store.read(prompt, base);
    // The type of a prompt never changes: a draft of another type is of a prompt that had this name before.
    if (!kept || kept.draft.type !== version.type)
      return { prompt, base, draft: draftOf(version), restoredAt: null };
    const { draft, keptAt, continuedFrom } = kept;
    const restoredAt = base === this.continuedOn ? null : keptAt;
    return { prompt, base, draft, restoredAt, ...(continuedFrom === undefined ? {} : { continuedFrom }) };
  }

  private goTo(base: number): Promise<boolean> {
    return this.router.navigate([], {
      relativeTo: this.route,
      queryParams: { base },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
