import { Location } from '@angular/common';
import { HttpClient, httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Form } from '../form/form';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { debounced } from './debounced';
import { EMPTY_FORM, type ExperimentForm, formOf } from './experiment-form';
import { requestOf } from './experiment-request';
import { type Experiment, experimentUrl } from './experiments-api';
import { PlanStore } from './plan-store';
import { PlanSummary } from './plan-summary';
import { Planning } from './planning';
import { trialPromptUrl } from './planning-api';
import { startConsequences } from './start-consequences';
import { WhatSection } from './what-section';
import { WhenSection } from './when-section';
import { WhoSection } from './who-section';
import { WhySection } from './why-section';

const KEEP_PAUSE_MS = 300;
const NOTICE_MS = 5_000;

type Body = Readonly<Record<string, unknown>>;

/** What the page began with, and whether the browser had kept something newer. */
interface Start {
  readonly page: string;
  readonly form: ExperimentForm;
  readonly kept: ExperimentForm | null;
}

/** Plans an experiment, from nothing, from an address, or from a draft; one page, four sections, a summary that follows. */
@Component({
  selector: 'pr-new-experiment',
  imports: [
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
  providers: [Planning],
  templateUrl: './new-experiment.html',
  styleUrl: './new-experiment.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewExperiment {
  /** From the path: the draft to edit. */
  readonly id = input<string>();
  /** From the query. */
  readonly prompt = input<string>();
  readonly control = input<string>();
  readonly candidate = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly snackBar = inject(MatSnackBar);
  private readonly session = inject(Session);
  private readonly store = inject(PlanStore);
  private readonly confirm = inject(Confirm);
  private readonly crumbs = inject(Breadcrumbs);
  protected readonly planning = inject(Planning);
  protected readonly submission = this.planning.submission;

  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? true);
  protected readonly draft = httpResource<Experiment>(() => {
    const id = this.id();
    return id === undefined ? undefined : experimentUrl(id);
  });
  protected readonly draftProblem = problemOf(this.draft);
  /** The draft as the server has it; null until it is saved. */
  private readonly saved = signal<{ readonly experiment: Experiment; readonly etag: string | null } | null>(
    null,
  );
  protected readonly begun = signal<Start | null>(null);
  protected readonly restored = signal(false);
  protected readonly frozen = computed(() => {
    const status = this.draft.hasValue() ? this.draft.value().status : 'draft';
    return status === 'draft' ? null : status;
  });
  private readonly start = computed<Start | null>(() => {
    if (this.id() === undefined) {
      const page = ['new', this.prompt(), this.control(), this.candidate()]
        .map((part) => part ?? '')
        .join(' ');
      return { page, form: { ...EMPTY_FORM, prompt: this.prompt() ?? '' }, kept: this.store.read(page) };
    }
    // Numbers are written in each metric's unit.
    if (!this.draft.hasValue() || this.planning.metricList().length === 0) return null;
    const experiment = this.draft.value();
    const page = `${experiment.id} ${experiment.updatedAt}`;
    return { page, form: formOf(experiment, this.planning.metrics()), kept: this.store.read(page) };
  });
  protected readonly changed = computed(() => {
    const begun = this.begun();
    return begun !== null && JSON.stringify(this.planning.form()) !== JSON.stringify(this.planning.base());
  });
  /** For who is far from the summary. */
  protected readonly toDo = computed(() => {
    const missing = this.planning.checks().filter(({ state }) => state === 'missing').length;
    if (missing === 0) return 'Nothing is missing';
    return `${missing} ${missing === 1 ? 'thing' : 'things'} to do before the start`;
  });
  private readonly still = debounced(this.planning.form, KEEP_PAUSE_MS);

  constructor() {
    effect(() => {
      const start = this.start();
      if (!start || untracked(this.begun)?.page === start.page) return;
      untracked(() => this.begin(start));
    });
    // What is typed survives a reload.
    effect(() => {
      const [form, begun] = [this.still(), untracked(this.begun)];
      if (begun && form === untracked(this.planning.form) && untracked(this.changed))
        this.store.write(begun.page, form);
    });
    effect(() =>
      this.crumbs.show([
        { label: 'Experiments', link: ['/experiments'] },
        { label: this.saved()?.experiment.name ?? 'New experiment' },
      ]),
    );
  }

  protected discard(): void {
    const begun = this.begun();
    if (!begun) return;
    const before = this.planning.form();
    this.store.remove(begun.page);
    this.restored.set(false);
    this.submission.check([]);
    this.planning.form.set(this.planning.base());
    this.snackBar
      .open('What you changed is discarded', 'Undo', { duration: 2 * NOTICE_MS })
      .onAction()
      .subscribe(() => this.planning.form.set(before));
  }

  protected async saveDraft(): Promise<void> {
    const body = this.checked();
    if (!body || !(await this.submission.run(() => this.save(body)))) return;
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
    const started = await this.submission.run(async () => {
      await this.save(body);
      await this.launch();
    });
    const id = this.saved()?.experiment.id;
    if (!started || id === undefined) return;
    await this.router.navigate(['/experiments', id]);
    this.snackBar.open(`“${form.name.trim()}” is running`, undefined, { duration: NOTICE_MS });
  }

  private begin(start: Start): void {
    const number = (text: string | undefined) => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null);
    this.planning.wanted = { control: number(this.control()), candidate: number(this.candidate()) };
    if (this.draft.hasValue()) this.keepSaved(this.draft.value(), this.draft.headers()?.get('etag') ?? null);
    this.begun.set(start);
    this.planning.base.set(start.form);
    this.restored.set(start.kept !== null);
    this.planning.form.set(start.kept ?? start.form);
  }

  /** What is sent; null when something has to be filled in first, which is then shown. */
  private checked(): Body | null {
    const request = requestOf(this.planning.form(), this.planning.metrics());
    if (!this.submission.check(request.ok ? [] : request.errors)) return null;
    return request.ok ? request.body : null;
  }

  /** Makes the draft, or changes it when it is there and something is different. */
  private async save(body: Body): Promise<void> {
    const saved = this.saved();
    if (saved && !this.changed()) return;
    const url = trialPromptUrl(this.planning.form().prompt, '/experiments');
    const { layer, ...plain } = body;
    const answer = saved
      ? await firstValueFrom(
          this.http.put<Experiment>(`${url}/${saved.experiment.id}`, body, {
            observe: 'response',
            headers: saved.etag === null ? {} : { 'if-match': saved.etag },
          }),
        )
      : await firstValueFrom(
          this.http.post<Experiment>(url, layer === null ? plain : body, { observe: 'response' }),
        );
    const experiment = answer.body;
    if (!experiment) return;
    const begun = this.begun();
    if (begun) this.store.remove(begun.page);
    this.keepSaved(experiment, answer.headers.get('etag'));
    this.begun.set({
      page: `${experiment.id} ${experiment.updatedAt}`,
      form: this.planning.form(),
      kept: null,
    });
    this.planning.base.set(this.planning.form());
    this.restored.set(false);
    // The same page, now of a draft: a reload comes back to it.
    this.location.replaceState(`/experiments/${experiment.id}/edit`);
  }

  private async launch(): Promise<void> {
    const saved = this.saved();
    if (!saved) return;
    const reason = this.planning.waiver().trim();
    const waived = (this.planning.parity()?.length ?? 0) > 0 && reason !== '';
    await firstValueFrom(
      this.http.post(
        `${experimentUrl(saved.experiment.id)}/start`,
        waived ? { parityOverride: { reason } } : {},
        {
          headers: saved.etag === null ? {} : { 'if-match': saved.etag },
        },
      ),
    );
  }

  private keepSaved(experiment: Experiment, etag: string | null): void {
    this.saved.set({ experiment, etag });
    this.planning.ownId.set(experiment.id);
  }
}
