import { Location } from '@angular/common';
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import { Confirm } from '../confirm/confirm';
import { Form } from '../form/form';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { debounced } from './debounced';
import { DraftConflict } from './draft-conflict';
import { ExperimentDrafts } from './experiment-drafts';
import { EMPTY_FORM, formOf } from './experiment-form';
import { requestOf } from './experiment-request';
import { type Experiment, experimentUrl } from './experiments-api';
import { type ConflictChoice, PlanConflict } from './plan-conflict';
import { PlanStore } from './plan-store';
import { PlanSummary } from './plan-summary';
import { PlanWork, type Start } from './plan-work';
import { Planning } from './planning';
import { startConsequences } from './start-consequences';
import { WhatSection } from './what-section';
import { WhenSection } from './when-section';
import { WhoSection } from './who-section';
import { WhySection } from './why-section';

const KEEP_PAUSE_MS = 300;
const NOTICE_MS = 5_000;

type Body = Readonly<Record<string, unknown>>;

/** Plans an experiment, from nothing, from an address, or from a draft; one page, four sections, a summary that follows. */
@Component({
  selector: 'pr-new-experiment',
  imports: [
    DraftConflict,
    Form,
    MatButton,
    MatIcon,
    PlanSummary,
    ProblemBanner,
    RouterLink,
    WhatSection,
    WhenSection,
    WhoSection,
    WhySection,
  ],
  providers: [Planning, PlanConflict, PlanWork],
  templateUrl: './new-experiment.html',
  styleUrl: './new-experiment.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:pagehide)': 'work.keep()' },
})
export class NewExperiment {
  /** From the path: the draft to edit. */
  readonly id = input<string>();
  /** From the query. */
  readonly prompt = input<string>();
  readonly control = input<string>();
  readonly candidate = input<string>();

  private readonly drafts = inject(ExperimentDrafts);
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly snackBar = inject(MatSnackBar);
  private readonly session = inject(Session);
  private readonly store = inject(PlanStore);
  private readonly confirm = inject(Confirm);
  private readonly crumbs = inject(Breadcrumbs);
  protected readonly planning = inject(Planning);
  protected readonly submission = this.planning.submission;
  protected readonly work = inject(PlanWork);
  protected readonly conflict = inject(PlanConflict);
  private readonly conflictView = viewChild(DraftConflict);

  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? true);
  protected readonly draft = httpResource<Experiment>(() => {
    const id = this.id();
    return id === undefined ? undefined : experimentUrl(id);
  });
  protected readonly draftProblem = problemOf(this.draft);
  protected readonly frozen = computed(() => {
    const read = this.draft.hasValue() ? this.draft.value() : null;
    const status = (this.conflict.found()?.experiment ?? read)?.status ?? 'draft';
    return status === 'draft' ? null : status;
  });
  private readonly start = computed<Start | null>(() => {
    if (this.id() === undefined) {
      const page = ['new', this.prompt(), this.control(), this.candidate()]
        .map((part) => part ?? '')
        .join(' ');
      const form = { ...EMPTY_FORM, prompt: this.prompt() ?? '' };
      return { page, form, on: '', kept: this.store.read(page) };
    }
    // Numbers are written in each metric's unit.
    if (!this.draft.hasValue() || this.planning.metricList().length === 0) return null;
    const experiment = this.draft.value();
    const form = formOf(experiment, this.planning.metrics());
    return { page: experiment.id, form, on: experiment.updatedAt, kept: this.store.read(experiment.id) };
  });
  /** For who is far from the summary. */
  protected readonly remaining = computed(() => {
    const missing = this.planning.checks().filter(({ state }) => state === 'missing').length;
    if (missing === 0) return 'Nothing is missing';
    return `${missing} ${missing === 1 ? 'thing' : 'things'} to do before the start`;
  });
  private readonly still = debounced(this.planning.form, KEEP_PAUSE_MS);

  constructor() {
    effect(() => {
      const start = this.start();
      if (!start || untracked(this.work.begun)?.page === start.page) return;
      untracked(() => this.begin(start));
    });
    // What is typed survives a reload.
    effect(() => {
      const form = this.still();
      untracked(() => form === this.planning.form() && this.work.keep());
    });
    inject(DestroyRef).onDestroy(() => this.work.keep());
    effect(() =>
      this.crumbs.show([
        { label: 'Experiments', link: ['/experiments'] },
        { label: this.work.saved()?.experiment.name ?? 'New experiment' },
      ]),
    );
  }

  protected discard(): void {
    const undo = this.work.discard();
    this.submission.check([]);
    this.snackBar
      .open('What you changed is discarded', 'Undo', { duration: 2 * NOTICE_MS })
      .onAction()
      .subscribe(undo);
  }

  protected async saveDraft(): Promise<void> {
    const body = this.checked();
    if (!body || !(await this.send(() => this.save(body)))) return;
    this.snackBar.open('Draft saved: nobody is affected until it starts', undefined, { duration: NOTICE_MS });
  }

  protected async startNow(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.planning.form();
    const body = this.checked();
    if (!body) return;
    const agreed = await this.confirm.ask({
      title: `Start “${form.name.trim()}”?`,
      consequences: startConsequences(form, this.planning.prompt(), this.planning.plan()),
      action: 'Start now',
      act: () => Promise.resolve(),
    });
    if (!agreed) return;
    const started = await this.send(async () => {
      await this.save(body);
      await this.launch();
    });
    const id = this.work.saved()?.experiment.id;
    if (!started || id === undefined) return;
    await this.router.navigate(['/experiments', id]);
    this.snackBar.open(`“${form.name.trim()}” is running`, undefined, { duration: NOTICE_MS });
  }

  protected showConflict(): void {
    this.conflictView()?.show();
  }

  /** Goes on from what somebody else made of the draft. */
  protected async settle(choice: ConflictChoice): Promise<void> {
    const body = choice === 'mine' ? this.checked() : null;
    if (choice === 'mine' && !body) return;
    const dropsMine = choice === 'theirs' && this.work.changed();
    if (!body) this.submission.check([]);
    const undo = this.work.settle(choice);
    if (body) return this.saveDraft();
    if (choice === 'both') {
      this.snackBar.open('Both changes are in the form; save when it is right', undefined, {
        duration: NOTICE_MS,
      });
    } else if (dropsMine) {
      this.snackBar
        .open('Theirs is shown; what you typed is dropped', 'Undo', { duration: 2 * NOTICE_MS })
        .onAction()
        .subscribe(undo);
    }
  }

  /** Sends; what somebody else changed first is read and shown beside what was typed. */
  private async send(act: () => Promise<void>, again = true): Promise<boolean> {
    if (await this.submission.run(act)) return true;
    const id = this.work.saved()?.experiment.id;
    if (this.submission.problem()?.code !== 'EXPERIMENT_CONFLICT' || id === undefined) return false;
    // Without an answer the refusal itself stays in view, and sending again asks again.
    const theirs = await this.drafts.read(id).catch(() => null);
    if (!theirs) return false;
    this.submission.check([]);
    return this.work.meet(theirs) && again ? this.send(act, false) : false;
  }

  private begin(start: Start): void {
    const number = (text: string | undefined) => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null);
    this.planning.wanted = { control: number(this.control()), candidate: number(this.candidate()) };
    const etag = this.draft.headers()?.get('etag') ?? null;
    this.work.begin(start, this.draft.hasValue() ? { experiment: this.draft.value(), etag } : null);
  }

  /** What is sent; null when something has to be filled in first, which is then shown. */
  private checked(): Body | null {
    const request = requestOf(this.planning.form(), this.planning.metrics());
    if (!this.submission.check(request.ok ? [] : request.errors)) return null;
    return request.ok ? request.body : null;
  }

  /** Makes the draft, or changes it when it is there and something is different. */
  private async save(body: Body): Promise<void> {
    const saved = this.work.saved();
    if (saved && !this.work.changed()) return;
    const sent = this.planning.form();
    const draft = await this.drafts.write(sent.prompt, body, saved);
    if (!draft) return;
    // What was typed meanwhile is not saved yet.
    this.work.standOn(draft, sent, this.planning.form());
    // The same page, now of a draft: a reload comes back to it.
    this.location.replaceState(`/experiments/${draft.experiment.id}/edit`);
  }

  private async launch(): Promise<void> {
    const saved = this.work.saved();
    if (!saved) return;
    const reason = this.planning.waiver().trim();
    const waived = (this.planning.parity()?.length ?? 0) > 0 && reason !== '';
    await this.drafts.start(saved, waived ? reason : null);
  }
}
