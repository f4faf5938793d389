import { httpResource } from '@angular/common/http';
import { computed, linkedSignal, type Signal } from '@angular/core';
import { reloadOnChange } from '../live/reload-on-change';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { interfaceOf, type Trial } from './editor-parity';
import { type Prompt, promptUrl, type Version } from './prompts-api';

/** A prompt with the words of its latest version. */
export interface PromptWithLatest extends Prompt {
  readonly latest: Version;
}

/** An experiment, as far as an editor cares. */
export interface RunningExperiment {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly trafficShare: number;
  readonly variants: readonly { readonly name: string; readonly version: number }[];
}

interface Read {
  readonly prompt: PromptWithLatest;
  /** What saving says it was based on. */
  readonly etag: string;
}

/** What the editor of a prompt reads. Call it in an injection context. */
export function promptEditorSource(name: Signal<string>, base: Signal<number | null>) {
  const found = httpResource<PromptWithLatest>(() => promptUrl(name()));
  const version = httpResource<Version>(() => {
    const number = base();
    return number === null ? undefined : `${promptUrl(name())}/versions/${number}`;
  });
  const experiments = httpResource<{ readonly items: readonly RunningExperiment[] }>(() => ({
    url: '/api/v1/experiments',
    params: { prompt: name(), status: 'running' },
  }));
  const experiment = computed(() => (experiments.hasValue() ? (experiments.value().items[0] ?? null) : null));
  const control = httpResource<Version>(() => {
    const number = experiment()?.variants[0]?.version;
    return number === undefined ? undefined : `${promptUrl(name())}/versions/${number}`;
  });
  // An outage while the person writes takes nothing away from the screen.
  const read = linkedSignal<Read | null, Read | null>({
    source: () =>
      found.hasValue() ? { prompt: found.value(), etag: found.headers()?.get('etag') ?? '' } : null,
    computation: (next, previous) =>
      next ?? (previous?.value?.prompt.name === name() ? previous.value : null),
  });
  const promptProblem = problemOf(found);
  const versionProblem = problemOf(version);
  for (const resource of [found, version, experiments, control]) reloadOnRecovery(resource);
  for (const resource of [found, experiments]) reloadOnChange(resource, name);

  return {
    prompt: computed(() => read()?.prompt ?? null),
    etag: computed(() => read()?.etag ?? ''),
    version: computed(() => (version.hasValue() ? version.value() : null)),
    experiment,
    trials: computed<readonly Trial[]>(() => {
      const running = experiment();
      if (!running || !control.hasValue()) return [];
      const { version: number } = control.value();
      return [{ experiment: running.name, control: number, expected: interfaceOf(control.value()) }];
    }),
    problem: computed(() => (read() ? versionProblem() : promptProblem())),
    /** Looks whether somebody else has saved. */
    reload: () => {
      found.reload();
      if (version.error()) version.reload();
    },
    /** The prompt as the server has it now, once it answered. */
    isLoading: found.isLoading,
  };
}
