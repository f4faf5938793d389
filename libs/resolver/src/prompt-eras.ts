import { HASH_VERSION, seedOf } from './assign';
import { ChosenVariant } from './chosen-variant';
import type { PromptAnswers } from './prompt-answers';
import type { Resolution, ResolveReason } from './resolution';
import type { ExperimentStep, SnapshotExperiment } from './snapshot';
import { slotsOf, type Slots } from './slot';
import { variantRanges } from './variant-ranges';

/**
 * A time in which nothing about a prompt changed, from `from` (epoch ms) until the next era, with every answer precomputed.
 *
 * One flat object, because resolve reads it on every call.
 * @example { from: -Infinity, words, slots: null, … }
 */
export interface Era {
  readonly from: number;
  /** The running experiment's variants; null when there is nothing to join. */
  readonly slots: Slots | null;
  /** The running experiment's seed, as int32. */
  readonly seed: number;
  /** The answer when there is nothing to join, and without a conversation. */
  readonly words: Resolution;
}

/** A prompt's present, and what was before, oldest first. @example { past: [], present } */
export interface PromptEras {
  readonly past: readonly Era[];
  readonly present: Era;
}

/** Most prompts have no past; thousands of them share the list. */
const NO_PAST: readonly Era[] = Object.freeze([]);

/**
 * Lays out a prompt's past and present as eras.
 *
 * A conversation belongs to the era it began in, so start, pause, growth, stop and promotion affect only conversations that
 * begin afterwards. The first era reaches back to -Infinity: a conversation older than the prompt gets the earliest words.
 * An experiment that ended `immediate` is taken out of every era.
 * @example promptEras(answers).present
 */
export function promptEras(answers: PromptAnswers): PromptEras {
  const { served, experiments } = answers.prompt;
  const changes = new Set<number>();
  for (const interval of served) changes.add(interval.to);
  for (const { steps, endedAt } of experiments) {
    for (const step of steps) changes.add(step.from);
    if (endedAt !== null) changes.add(endedAt);
  }
  const starts = [...changes].sort((a, b) => a - b);
  const present = eraAt(answers, starts.pop() ?? -Infinity, true);
  const past =
    changes.size === 0 ? NO_PAST : [-Infinity, ...starts].map((start) => eraAt(answers, start, false));
  return { past, present };
}

function eraAt(answers: PromptAnswers, from: number, present: boolean): Era {
  const { prompt } = answers;
  const past = present ? undefined : prompt.served.find((interval) => interval.to > from);
  const label = past !== undefined ? past.label : prompt.serves === 'latest' ? null : prompt.serves;
  const version = past !== undefined ? past.version : answers.labelled(prompt.serves);
  const words = (reason: ResolveReason): Resolution => answers.words(version, label, reason);

  const experiment = prompt.experiments.findLast((candidate) => stepAt(candidate, from) !== undefined);
  const step = experiment && stepAt(experiment, from);
  const none = present ? 'no_experiment' : 'conversation_began_earlier';
  if (experiment === undefined || step === undefined) return withoutTrial(from, words(none));
  const obstacle = whyNotJoin(experiment, step);
  if (obstacle !== null) return withoutTrial(from, words(obstacle));
  const ranges = variantRanges(experiment.variants, step.trafficShare, experiment.layer?.range);
  if (ranges === null) return withoutTrial(from, words('experiment_invalid'));
  const { id, name } = experiment;
  const variantAnswers = experiment.variants.map((variant) => {
    const provenance = new ChosenVariant(id, name, variant.name);
    const answer = answers.answer(variant.version, 'experiment', 'assigned', null, provenance);
    // Words that are served anyway are better than none; their hash keeps the trace out of the statistics.
    return answer.ok ? answer : words('experiment_invalid');
  });
  return {
    from,
    slots: slotsOf(ranges, variantAnswers, words('not_in_traffic')),
    seed: seedOf(experiment.layer?.salt ?? experiment.salt) | 0,
    words: words('no_conversation'),
  };
}

function withoutTrial(from: number, words: Resolution): Era {
  return { from, slots: null, seed: 0, words };
}

function stepAt({ steps, endedAt }: SnapshotExperiment, time: number): ExperimentStep | undefined {
  if (endedAt !== null && time >= endedAt) return undefined;
  return steps.findLast((step) => step.from <= time);
}

function whyNotJoin(experiment: SnapshotExperiment, step: ExperimentStep): ResolveReason | null {
  if (experiment.immediate === true && experiment.endedAt !== null) return 'experiment_ended';
  if (step.status !== 'running') return 'paused';
  return experiment.hashVersion === HASH_VERSION ? null : 'hash_version_unsupported';
}
