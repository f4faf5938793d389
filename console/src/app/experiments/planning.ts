import { HttpClient, httpResource } from '@angular/common/http';
import {
  computed,
  effect,
  inject,
  Injectable,
  linkedSignal,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { parityDifferences } from '@prompt-registry/resolver';
import { firstValueFrom } from 'rxjs';
import { problemOf } from '../problem/problem-of';
import { Submission } from '../form/submission';
import type { Page } from '../table/listed';
import { debounced } from './debounced';
import { readNumber } from '../numbers/typed-number';
import { minutesOf } from './duration-input';
import { startingVersions } from './form-variants';
import { EMPTY_FORM, type ExperimentForm, type VariantInput } from './experiment-form';
import { planRequestOf } from './experiment-request';
import { inputScale, type RangedMetric, untyped } from './metric-scale';
import { effectsAround, planFor, type PlanPreview } from './plan-curve';
import {
  comparableWords,
  type TrialPrompt,
  trialPromptUrl,
  type TrialVersion,
  type TrialWords,
} from './planning-api';
import { refusedFields, unreadFields } from './plan-refusals';
import { preLaunch } from './pre-launch';
import type { ListedPage } from './list-api';

const TYPING_PAUSE_MS = 350;
const DAY_MINUTES = 1_440;

/** An experiment that is being planned, and everything that is known about it meanwhile. One for each page. */
@Injectable()
export class Planning {
  private readonly http = inject(HttpClient);
  private readonly read = new Map<string, Promise<TrialWords>>();

  readonly form = signal<ExperimentForm>(EMPTY_FORM);
  /** What it began with: changes are told from this. */
  readonly base = signal<ExperimentForm>(EMPTY_FORM);
  /** Why variants may differ in what callers rely on; empty: nobody said. */
  readonly waiver = signal('');
  /** Of the draft that is being edited: not another experiment. */
  readonly ownId = signal<string | null>(null);
  readonly submission = new Submission({
    PROMPT_NOT_FOUND: 'prompt',
    PROMPT_ARCHIVED: 'prompt',
    EXPERIMENT_ALREADY_RUNNING: 'prompt',
    LAYER_FULL: 'layer.name',
    LAYER_MISMATCH: 'layer.name',
  });

  private readonly known = httpResource<Page<RangedMetric>>(() => ({
    url: '/api/v1/metrics',
    params: { pageSize: 200 },
  }));
  readonly metricsProblem = problemOf(this.known);
  readonly metricList = computed(() => (this.known.hasValue() ? this.known.value().items : []));
  readonly metrics = computed(() => new Map(this.metricList().map((metric) => [metric.name, metric])));
  readonly primary = computed(() => this.metrics().get(this.form().primaryMetric));
  readonly scale = computed(() => inputScale(this.primary()));

  private readonly promptName = computed(() => this.form().prompt);
  readonly promptFound = httpResource<TrialPrompt>(() => this.ofPrompt(''));
  readonly versionsFound = httpResource<Page<TrialVersion>>(() => this.ofPrompt('/versions?pageSize=200'));
  readonly promptProblem = problemOf(this.promptFound);
  readonly prompt = computed(() => (this.promptFound.hasValue() ? this.promptFound.value() : null));
  readonly versions = computed(() => (this.versionsFound.hasValue() ? this.versionsFound.value().items : []));
  private readonly onTrial = httpResource<ListedPage>(() =>
    this.promptName() === ''
      ? undefined
      : {
          url: '/api/v1/experiments/standings',
          params: { prompt: this.promptName(), status: ['running', 'paused'], pageSize: 2 },
        },
  );
  readonly running = computed(() => {
    const found = this.onTrial.hasValue() ? this.onTrial.value().items : [];
    return found.find(({ id }) => id !== this.ownId()) ?? null;
  });

  private readonly chosen = computed(() => this.form().variants.map(({ version }) => version), {
    equal: (a, b) => a.join() === b.join(),
  });
  private readonly hasVersions = computed(() => this.chosen().some((version) => version !== null));
  /** Of every variant, in their order; undefined while they are being read. */
  readonly words = resource({
    params: () => {
      const versions = this.chosen().filter((version) => version !== null);
      return this.prompt() && versions.length === this.chosen().length
        ? { prompt: this.promptName(), versions }
        : undefined;
    },
    loader: ({ params }) =>
      Promise.all(params.versions.map((version) => this.wordsOf(params.prompt, version))),
  });
  /** What callers would notice, a sentence each; null while it is not known. */
  readonly parity = computed(() => {
    const words = this.words.hasValue() ? this.words.value() : undefined;
    const { variants } = this.form();
    if (!words || words.length !== variants.length) return null;
    const compared = words.map((content, i) => ({
      name: variants[i]?.name ?? '',
      version: content.version,
      content,
    }));
    return parityDifferences(compared).map(({ variant, detail }) => `“${variant}” ${detail}.`);
  });

  /** In the metric's unit; null while it is no number. */
  readonly effect = computed(() => {
    const number = readNumber(this.form().effect);
    return number === null || number <= 0 ? null : untyped(number, this.scale());
  });
  private readonly toAsk = computed(
    () => {
      const [form, metrics] = [this.form(), this.metrics()];
      const unread = unreadFields(form, metrics);
      const effects = effectsAround(this.effect(), this.primary());
      return { unread, body: unread.length > 0 ? null : planRequestOf(form, effects, metrics) };
    },
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  private readonly asked = debounced(this.toAsk, TYPING_PAUSE_MS);
  readonly previewed = httpResource<PlanPreview>(() => {
    const { body } = this.asked();
    return body && this.prompt() ? { url: '/api/v1/experiments/plan', method: 'POST', body } : undefined;
  });
  readonly previewProblem = problemOf(this.previewed);
  /** There is something to ask, or what it would rest on is on its way. */
  readonly askable = computed(() => this.metrics().size === 0 || this.toAsk().body !== null);
  /** What is wrong with the fields that a plan rests on, as they stand. */
  readonly unfit = computed(() => {
    const { unread } = this.asked();
    const refused = this.previewProblem()?.errors ?? [];
    return unread.length > 0 ? unread : refusedFields(refused, this.form(), this.metrics());
  });
  /** What they are called, each once. */
  readonly unfitLabels = computed(() => {
    const labels = this.unfit().map(({ field }) => this.submission.labelOf(field));
    return [...new Set(labels)].filter((label) => label !== '');
  });
  /** The last answer stays while the next one is on its way, so that nothing jumps. What it tells of the traffic stays true. */
  readonly lastPreview = linkedSignal<
    { prompt: string; answer: PlanPreview | undefined },
    { prompt: string; answer: PlanPreview | undefined }
  >({
    source: () => ({
      prompt: `${this.promptName()} ${this.form().primaryMetric}`,
      answer: this.previewed.hasValue() ? this.previewed.value() : undefined,
    }),
    computation: (next, previous) =>
      next.answer === undefined && previous?.value.prompt === next.prompt ? previous.value : next,
  });
  /** Without an answer where the fields say nothing that could be computed: an earlier one is of another plan. */
  readonly preview = computed(() => {
    const gone = this.asked().body === null || this.previewProblem() !== null;
    return gone ? { ...this.lastPreview(), answer: undefined } : this.lastPreview();
  });
  readonly plan = computed(() => planFor(this.preview().answer?.plans ?? [], this.effect()));

  readonly checks = computed(() => {
    const words = this.words.hasValue() ? this.words.value() : [];
    const texts = words.map(comparableWords);
    const maximum = minutesOf(this.form().maximumRuntime);
    return preLaunch(this.form(), {
      parity: this.parity(),
      waived: this.waiver().trim() !== '',
      sameWords: new Set(texts).size < texts.length,
      plan: this.plan(),
      unfit: this.unfitLabels(),
      running: this.running()?.name ?? null,
      maximumDays: maximum === null ? null : maximum / DAY_MINUTES,
      servedVersion: this.prompt()?.servedVersion ?? null,
    });
  });

  /** Versions that the address names, for the first prompt that is chosen. */
  wanted: { control: number | null; candidate: number | null } = { control: null, candidate: null };

  constructor() {
    effect(() => this.submission.note(this.unfit()));
    // A prompt that was just chosen begins with what it serves against its newest version.
    effect(() => {
      const [prompt, versions] = [this.prompt(), this.versions()];
      if (!prompt || versions.length === 0 || this.hasVersions()) return;
      untracked(() => {
        const known = { served: prompt.servedVersion, versions: versions.map(({ version }) => version) };
        const wanted = this.wanted;
        this.form.update((form) => startingVersions(form, known, wanted));
        if (this.base().prompt === prompt.name)
          this.base.update((base) => startingVersions(base, known, wanted));
        this.wanted = { control: null, candidate: null };
      });
    });
  }

  /** Whether one of these fields was refused, so that what hides them opens. */
  isRefused(fields: readonly string[]): boolean {
    return fields.some((field) => this.submission.errorOf(field) !== '');
  }

  tell(change: Partial<ExperimentForm>): void {
    this.form.update((form) => ({ ...form, ...change }));
  }

  tellVariant(key: number, change: Partial<VariantInput>): void {
    const variants = this.form().variants.map((of) => (of.key === key ? { ...of, ...change } : of));
    this.tell({ variants });
  }

  private ofPrompt(more: string): string | undefined {
    const name = this.promptName();
    return name === '' ? undefined : trialPromptUrl(name, more);
  }

  /** Versions never change, so each is read once. */
  private wordsOf(prompt: string, version: number): Promise<TrialWords> {
    const url = trialPromptUrl(prompt, `/versions/${version}`);
    const known = this.read.get(url) ?? firstValueFrom(this.http.get<TrialWords>(url));
    this.read.set(url, known);
    known.catch(() => this.read.delete(url));
    return known;
  }
}
