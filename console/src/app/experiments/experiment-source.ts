import { computed, DestroyRef, effect, inject, type Signal, untracked } from '@angular/core';
import { reloadOnChange } from '../live/reload-on-change';
import { listed } from '../table/listed';
import { type Experiment, experimentUrl, type MetricDefinition, type MetricList } from './experiments-api';
import type { Evaluation, EvaluationSeries, ExperimentResults } from './results-api';

const POINTS = 600;
const METRICS_A_PAGE = 200;
/** An answer that says the same again changes nothing on the page. */
const UNCHANGED = { equal: (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b) };
const WATCHED_EVERY_MS = 10_000;

/** Everything the page of an experiment reads, read again quietly while someone watches one that can still change. */
export class ExperimentSource {
  private readonly found = listed<Experiment>(() => ({ url: experimentUrl(this.id()), params: {} }));
  private readonly foundResults = listed<ExperimentResults>(() => ({
    url: `${experimentUrl(this.id())}/results`,
    params: {},
  }));
  private readonly foundSeries = listed<EvaluationSeries>(() => ({
    url: `${experimentUrl(this.id())}/evaluations`,
    params: { points: POINTS },
  }));
  private readonly foundMetrics = listed<MetricList>(() => ({
    url: '/api/v1/metrics',
    params: { pageSize: METRICS_A_PAGE },
  }));

  readonly problem = this.found.problem;
  readonly resultsProblem = this.foundResults.problem;
  readonly seriesProblem = this.foundSeries.problem;
  /** Undefined while the first answer, or the first of another experiment, is on its way. */
  readonly experiment = computed(() => {
    const experiment = this.found.latest();
    return experiment?.id === this.id() ? experiment : undefined;
  }, UNCHANGED);
  /** Not before the metrics, which say the unit of every figure. */
  readonly results = computed(() => {
    const results = this.foundResults.latest();
    const read = this.foundMetrics.latest() !== undefined || this.foundMetrics.problem() !== null;
    return read && results?.experimentId === this.id() ? results : undefined;
  }, UNCHANGED);
  readonly series = computed<readonly Evaluation[] | undefined>(() => this.foundSeries.latest()?.items);
  readonly looks = computed(() => this.foundSeries.latest()?.total ?? 0);
  readonly metrics = computed<readonly MetricDefinition[]>(() => this.foundMetrics.latest()?.items ?? []);

  /** Call it in an injection context. */
  constructor(private readonly id: Signal<string>) {
    const prompt = () => this.experiment()?.promptName ?? '';
    reloadOnChange(this.found.resource, prompt);
    reloadOnChange(this.foundResults.resource, prompt);
    const timer = setInterval(() => this.lookAgain(), WATCHED_EVERY_MS);
    // Who comes back to the page after a while sees what is, not what was.
    const comeBack = () => this.lookAgain();
    document.addEventListener('visibilitychange', comeBack);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', comeBack);
    });
    // The figures are those of a look: a newer look, or another status, is a reason to draw anew.
    let seen = '';
    effect(() => {
      const { evaluatedAt, status } = this.foundResults.latest() ?? {};
      const now = `${evaluatedAt} ${status}`;
      if (seen !== '' && seen !== now) untracked(() => this.foundSeries.resource.reload());
      if (evaluatedAt !== undefined) seen = now;
    });
  }

  /** Reads everything again. */
  reload(): void {
    this.found.resource.reload();
    this.foundResults.resource.reload();
    this.foundSeries.resource.reload();
  }

  private lookAgain(): void {
    const status = this.experiment()?.status;
    if (document.hidden || (status !== 'running' && status !== 'paused')) return;
    this.found.resource.reload();
    this.foundResults.resource.reload();
  }
}
