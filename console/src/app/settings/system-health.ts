import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, linkedSignal } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { listed } from '../table/listed';
import { Moment } from '../time/moment';
import { DeadLetters } from './dead-letters';
import { databaseState, jobState, mlflowState, registryState } from './health-states';
import { readyFrom } from './ready-from';
import { refreshEvery } from './refreshed';
import type { EvaluationJob, MlflowStatus } from './settings-api';
import { showSettingsPage } from './show-settings-page';

const REFRESH_MS = 15_000;

/** How the server, its database, the evaluation job and the deliveries to MLflow are. */
@Component({
  selector: 'pr-system-health',
  imports: [DeadLetters, MatIcon, Moment, ProblemBanner, RouterLink],
  templateUrl: './system-health.html',
  styleUrls: ['./page.css', './system-health.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SystemHealth {
  private readonly readiness = httpResource<unknown>(() => '/health/ready');
  private readonly dashboard = listed<{ readonly evaluationJob: EvaluationJob }>(() => ({
    url: '/api/v1/dashboard',
    params: { days: 1 },
  }));
  private readonly deliveries = listed<MlflowStatus>(() => ({ url: '/api/v1/mlflow', params: {} }));

  /** A server that is starting answers 503, and says so. The last answer stays while it is asked again. */
  protected readonly ready = linkedSignal({
    source: () => (this.readiness.hasValue() ? this.readiness.value() : this.readiness.error()),
    computation: (answer, previous: { readonly value: ReturnType<typeof readyFrom> } | undefined) =>
      answer === undefined ? (previous?.value ?? null) : readyFrom(answer),
  });
  private readonly readinessProblem = problemOf(this.readiness);
  protected readonly problem = computed(() => (this.ready() ? null : this.readinessProblem()));
  protected readonly job = computed(() => this.dashboard.latest()?.evaluationJob);
  protected readonly jobProblem = this.dashboard.problem;
  protected readonly mlflow = this.deliveries.latest;
  protected readonly mlflowProblem = this.deliveries.problem;
  protected readonly registryState = registryState;
  protected readonly databaseState = databaseState;
  protected readonly jobState = jobState;
  protected readonly mlflowState = mlflowState;

  constructor() {
    showSettingsPage('health');
    refreshEvery(REFRESH_MS, this.readiness, this.dashboard.resource, this.deliveries.resource);
  }

  protected reload(): void {
    this.readiness.reload();
    this.dashboard.resource.reload();
    this.deliveries.resource.reload();
  }

  protected count(count: number): string {
    return new Intl.NumberFormat().format(count);
  }

  protected duration(ms: number): string {
    return new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 }).format(ms);
  }
}
