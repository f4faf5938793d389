import { httpResource } from '@angular/common/http';
import { computed, effect, linkedSignal, type Signal, untracked } from '@angular/core';
import { reloadOnChange } from '../live/reload-on-change';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import type { TrialOfPrompt } from './prompt-page-trial';
import { type Prompt, promptUrl, type VersionEntry, type VersionList } from './prompts-api';

const VERSIONS_A_PAGE = 200; // as many as the API gives

interface Known {
  readonly name: string;
  readonly items: readonly VersionEntry[];
}

/** What the page of a prompt reads. Call it in an injection context. */
export function promptPageSource(name: Signal<string>) {
  const found = httpResource<Prompt>(() => promptUrl(name()));
  // What is known stays while it is read again, and in an outage.
  const prompt = linkedSignal<Prompt | null, Prompt | null>({
    source: () => (found.hasValue() ? found.value() : null),
    computation: (next, previous) =>
      next ?? (previous?.value?.name.toLowerCase() === name().toLowerCase() ? previous.value : null),
  });
  const foundProblem = problemOf(found);

  const { entries, versions, page } = allVersions(name);

  const trials = httpResource<{ readonly items: readonly TrialOfPrompt[] }>(() => ({
    url: '/api/v1/experiments',
    params: { prompt: name(), pageSize: 200 },
  }));
  const experiments = computed(() => (trials.hasValue() ? trials.value().items : []));
  const running = computed(
    () => experiments().find(({ status }) => status === 'running' || status === 'paused') ?? null,
  );
  const results = httpResource<{ readonly outlook: { readonly daysLeft: number | null } | null }>(() => {
    const experiment = running();
    return experiment ? `/api/v1/experiments/${experiment.id}/results` : undefined;
  });
  for (const resource of [found, versions, trials, results]) reloadOnRecovery(resource);
  const rereadVersions = () => {
    page.set(1); // where new ones are
    versions.reload();
  };
  for (const resource of [found, trials, { isLoading: versions.isLoading, reload: rereadVersions }])
    reloadOnChange(resource, name);

  return {
    prompt: prompt.asReadonly(),
    etag: computed(() => (found.hasValue() ? (found.headers()?.get('etag') ?? '') : '')),
    problem: computed(() => (prompt() ? null : foundProblem())),
    entries: computed(() => entries().items),
    entriesProblem: problemOf(versions),
    entriesLoading: versions.isLoading,
    experiments,
    running,
    daysLeft: computed(() => (results.hasValue() ? (results.value().outlook?.daysLeft ?? null) : null)),
    /** Looks what changed. */
    reload: () => {
      found.reload();
      rereadVersions();
      trials.reload();
    },
  };
}

/** All versions without their words, newest first; page after page, so that the search knows all of them. */
function allVersions(name: Signal<string>) {
  const page = linkedSignal({ source: name, computation: () => 1 });
  const versions = httpResource<VersionList>(() => ({
    url: `${promptUrl(name())}/versions`,
    params: { page: page(), pageSize: VERSIONS_A_PAGE },
  }));
  const entries = linkedSignal<{ name: string; list?: VersionList }, Known>({
    source: () => ({ name: name(), ...(versions.hasValue() ? { list: versions.value() } : {}) }),
    computation: ({ name, list }, previous) => {
      const known = previous?.value.name === name ? previous.value.items : [];
      const added = list?.items ?? [];
      const numbers = new Set(added.map(({ version }) => version));
      const others = known.filter(({ version }) => !numbers.has(version));
      return { name, items: [...others, ...added].sort((a, b) => b.version - a.version) };
    },
  });
  effect(() => {
    if (!versions.hasValue() || versions.isLoading()) return;
    const { total, page: answered } = versions.value();
    if (entries().items.length < total && answered === untracked(page) && answered * VERSIONS_A_PAGE < total)
      page.set(answered + 1);
  });
  return { entries, versions, page };
}
