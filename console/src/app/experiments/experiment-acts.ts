import { HttpClient } from '@angular/common/http';
import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { catchError, firstValueFrom, map, of, timeout } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Session } from '../session/session';
import { ActDialog, type ActQuestion, type AskingAct } from './act-dialog';
import {
  type ActContext,
  approveConsequences,
  evaluateConsequences,
  pauseConsequences,
  resumeConsequences,
  type ServedState,
  servesAlready,
  startConsequences,
  winningVariant,
} from './act-words';
import { draftPlanRequest, draftWarnings } from './draft-plan';
import { type Experiment, experimentUrl, type MetricDefinition } from './experiments-api';
import type { PlanPreview } from './plan-curve';
import type { ExperimentResults } from './results-api';
import { servedWithSameWords } from './same-words';
import { unhealthyReasons } from './unhealthy-sentences';

type Act = Experiment['allowedActions'][number];

/** The acts that need only a yes. */
const QUESTIONS: Readonly<
  Partial<
    Record<
      Act,
      {
        readonly title: (name: string) => string;
        readonly action: string;
        readonly tells: (context: ActContext) => readonly string[];
      }
    >
  >
> = {
  start: { title: (name) => `Start “${name}”?`, action: 'Start experiment', tells: startConsequences },
  pause: { title: (name) => `Pause “${name}”?`, action: 'Pause', tells: pauseConsequences },
  resume: { title: (name) => `Resume “${name}”?`, action: 'Resume', tells: resumeConsequences },
  evaluate: {
    title: (name) => `Evaluate “${name}” now?`,
    action: 'Evaluate now',
    tells: evaluateConsequences,
  },
  approve: {
    title: (name) => `Approve the result of “${name}”?`,
    action: 'Approve',
    tells: approveConsequences,
  },
};
const WORDS: Readonly<Record<Exclude<Act, 'edit'>, string>> = {
  approve: 'Approve',
  promote: 'Promote',
  start: 'Start',
  resume: 'Resume',
  pause: 'Pause',
  grow: 'Grow traffic',
  evaluate: 'Evaluate now',
  complete: 'Complete…',
  stop: 'Stop…',
  'undo-promotion': 'Undo promotion',
};
const IN_SIGHT = 3;
/** Nobody waits longer for what a plan takes, which is asked for when somebody wants to start it. */
const PLAN_PATIENCE_MS = 3_000;

/** What can be done with an experiment; each act says what it does to live traffic before it does it. */
@Component({
  selector: 'pr-experiment-acts',
  imports: [MatButton, MatIcon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink],
  template: `
    @if (mayEdit()) {
      <a matButton="outlined" [routerLink]="['/experiments', experiment().id, 'edit']">Edit draft</a>
    }
    @for (act of inSight(); track act) {
      <button [matButton]="isMain(act) ? 'filled' : 'outlined'" type="button" (click)="start(act)">
        {{ words[act] }}
      </button>
    }
    @if (others().length > 0) {
      <button
        matIconButton
        type="button"
        aria-label="More actions"
        [matMenuTriggerFor]="menu"
        (menuClosed)="startChosen()"
      >
        <mat-icon svgIcon="more" aria-hidden="true" />
      </button>
      <mat-menu #menu="matMenu">
        @for (act of others(); track act) {
          <button mat-menu-item type="button" (click)="chosen = act">{{ words[act] }}</button>
        }
      </mat-menu>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
    }
    @media (max-width: 639px) {
      :host {
        display: contents;
      }
    }
    @media print {
      :host {
        display: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExperimentActs {
  readonly experiment = input.required<Experiment>();
  readonly results = input<ExperimentResults>();
  readonly served = input<ServedState>();
  readonly metrics = input<readonly MetricDefinition[]>([]);
  /** Something was done: everything is to be read again. */
  readonly acted = output();

  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly dialog = inject(MatDialog);
  private readonly session = inject(Session);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  /** Whose words are equal matters only once somebody is about to change what is served. */
  private readonly asked = signal(false);
  private readonly servedWords = servedWithSameWords(
    computed(() => (this.asked() ? this.experiment().promptId : undefined)),
    this.served,
  );
  /** What was done last, whose button had the focus. */
  private done: Act | null = null;
  protected readonly words = WORDS;
  /** The plan is being asked for before the dialog opens; a second click is not a second dialog. */
  private isAsking = false;
  /** In the menu. */
  protected chosen: Exclude<Act, 'edit'> | null = null;

  private readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? false);
  protected readonly mayEdit = computed(
    () => this.mayWrite() && this.experiment().allowedActions.includes('edit'),
  );
  private readonly acts = computed(() => {
    if (!this.mayWrite()) return [];
    const { allowedActions } = this.experiment();
    // The API allows it, too, where the prompt serves the winner already; a button would promise a change.
    const promoted = servesAlready(winningVariant(this.experiment())?.version, this.served());
    const acts = (Object.keys(WORDS) as Array<Exclude<Act, 'edit'>>).filter(
      (act) => allowedActions.includes(act) && !(act === 'promote' && promoted),
    );
    // What there is to do about figures that cannot be trusted comes first.
    const unhealthy = unhealthyReasons(this.results()?.reasons ?? []).length > 0;
    return unhealthy ? acts.sort((a, b) => Number(b === 'stop') - Number(a === 'stop')) : acts;
  });
  protected readonly inSight = computed(() => this.acts().slice(0, IN_SIGHT));
  protected readonly others = computed(() => this.acts().slice(IN_SIGHT));

  constructor() {
    afterRenderEffect(() => {
      const acts = this.acts();
      if (this.done === null || acts.includes(this.done as Exclude<Act, 'edit'>)) return;
      this.done = null;
      // The button that had the focus is gone; who uses the keyboard goes on from beside it, not from the top of the page.
      if (document.activeElement !== document.body) return;
      const near =
        this.host.nativeElement.querySelector('a, button') ??
        this.host.nativeElement.parentElement?.querySelector('button');
      if (near instanceof HTMLElement) near.focus({ preventScroll: true });
    });
  }

  /** Once the menu is closed and its button has the focus, so that the dialog gives it back there. */
  protected startChosen(): void {
    const act = this.chosen;
    this.chosen = null;
    if (act) void this.start(act);
  }

  protected isMain(act: Act): boolean {
    return act === 'approve' || act === 'promote' || act === 'start' || act === 'resume';
  }

  protected async start(act: Exclude<Act, 'edit'>): Promise<void> {
    if (this.isAsking) return;
    this.asked.set(act === 'promote' || act === 'complete' || act === 'undo-promotion');
    const served = this.servedWords;
    const context = {
      experiment: this.experiment(),
      results: this.results(),
      // As it is while the dialog is open: it may be read again just then.
      get served() {
        return served();
      },
    };
    const warnings = act === 'start' ? await this.planWarnings(context.experiment) : [];
    const question = QUESTIONS[act];
    const done = question
      ? await this.confirm.ask({
          title: question.title(context.experiment.name),
          get consequences() {
            return [...question.tells(context), ...warnings];
          },
          action: question.action,
          act: () => this.post(act, {}),
        })
      : await this.askMore(act as AskingAct, context);
    if (!done) return;
    this.done = act;
    this.acted.emit();
  }

  private async planWarnings(experiment: Experiment): Promise<readonly string[]> {
    this.isAsking = true;
    const warnings = await firstValueFrom(
      this.http.post<PlanPreview>('/api/v1/experiments/plan', draftPlanRequest(experiment)).pipe(
        timeout(PLAN_PATIENCE_MS),
        map((answer) => draftWarnings(experiment, answer, this.metrics())),
        // What is not known keeps nobody from starting.
        catchError(() => of([])),
      ),
    );
    this.isAsking = false;
    return warnings;
  }

  private async askMore(act: AskingAct, context: ActContext): Promise<boolean> {
    const opened = this.dialog.open<ActDialog, ActQuestion, boolean>(ActDialog, {
      data: { act, context, send: (body) => (act === 'grow' ? this.grow(body) : this.post(act, body)) },
      width: '520px',
      maxWidth: 'calc(100vw - 32px)',
    });
    return (await firstValueFrom(opened.afterClosed())) ?? false;
  }

  private async post(act: Act, body: object): Promise<void> {
    await firstValueFrom(this.http.post(`${experimentUrl(this.experiment().id)}/${act}`, body));
  }

  private async grow(body: object): Promise<void> {
    const { id, promptId } = this.experiment();
    await firstValueFrom(this.http.put(`/api/v1/prompts/${promptId}/experiments/${id}`, body));
  }
}
