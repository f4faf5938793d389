import { Injectable } from '@nestjs/common';
import {
  HASH_VERSION,
  parityDifferences,
  type ParityDifference,
  type VariantWords,
} from '@prompt-registry/resolver';
import { In } from 'typeorm';
import type { Actor } from '../identity/principal';
import { DomainError, invalidField } from '../problems/domain-error';
import { PromptVersion } from '../versions/prompt-version.entity';
import { refuseArchived } from '../versions/refuse-archived';
import { verifiedContent } from '../versions/stored-content';
import type {
  CompleteExperimentDto,
  ReasonDto,
  StartExperimentDto,
  StopExperimentDto,
} from './experiment-action.dto';
import {
  alreadyRunning,
  ExperimentChangeService,
  statusAfter,
  type ExperimentTarget,
  type Subject,
} from './experiment-change.service';
import { Experiment } from './experiment.entity';
import { joinLayer } from './join-layer';
import { MetricsService } from './metrics.service';
import { requireMeasurable } from './plan-metrics';
import { promotion } from './promotion';
import { servedState } from './served-state';

/** Starts, pauses, resumes and ends experiments. Each affects conversations that begin afterwards. */
@Injectable()
export class ExperimentLifeService {
  constructor(
    private readonly changes: ExperimentChangeService,
    private readonly metrics: MetricsService,
  ) {}

  /**
   * Starts a draft: from now on its versions, salt and plan are fixed.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, EXPERIMENT_ALREADY_RUNNING, PARITY_BROKEN, LAYER_FULL,
   * LAYER_MISMATCH, PROMPT_ARCHIVED, VERSION_CORRUPT, EXPERIMENT_CONFLICT, INVALID_INPUT for a plan that cannot be measured.
   */
  async start(actor: Actor, target: ExperimentTarget, { parityOverride }: StartExperimentDto): Promise<void> {
    await this.changes.run(actor, target, async (subject) => {
      const { mutation, prompt, experiment, at } = subject;
      const status = statusAfter(subject, 'start');
      refuseArchived(prompt);
      const active = await mutation.manager.findOneBy(Experiment, {
        promptId: prompt.id,
        status: In(['running', 'paused']),
      });
      if (active) throw alreadyRunning(prompt, active);
      await requireMeasurable(this.metrics, mutation.manager, experiment.plan);
      const differences = parityDifferences(await wordsOf(subject));
      if (differences.length > 0 && !parityOverride) throw parityBroken(experiment, differences);
      const overridden =
        differences.length > 0 && parityOverride
          ? { by: actor.name, at: at.toISOString(), reason: parityOverride.reason, differences }
          : null;
      const place = await joinLayer(mutation, experiment);
      const served = await servedState(mutation, prompt);
      return {
        change: { status, startAt: at, ...place, hashVersion: HASH_VERSION, parityOverride: overridden },
        steps: [
          { kind: 'started', details: { served, ...(overridden ? { parityOverride: overridden } : {}) } },
        ],
        action: 'started',
        after: { ...standing(experiment), ...(overridden ? { parityOverride: overridden.reason } : {}) },
      };
    });
  }

  /**
   * Lets no further conversations in; those that are in keep their variant.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, EXPERIMENT_CONFLICT.
   */
  async pause(actor: Actor, target: ExperimentTarget, { reason }: ReasonDto): Promise<void> {
    await this.changes.run(actor, target, async (subject) => ({
      change: { status: statusAfter(subject, 'pause') },
      steps: [{ kind: 'paused', reason }],
      action: 'paused',
      after: { reason: reason ?? '' },
    }));
  }

  /**
   * Lets conversations in again, with the traffic it had.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, EXPERIMENT_CONFLICT.
   */
  async resume(actor: Actor, target: ExperimentTarget, { reason }: ReasonDto): Promise<void> {
    await this.changes.run(actor, target, async (subject) => ({
      change: { status: statusAfter(subject, 'resume') },
      steps: [{ kind: 'resumed', reason }],
      action: 'resumed',
      after: { reason: reason ?? '' },
    }));
  }

  /**
   * Ends it without a result; `immediate` also for the conversations that are in it.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, EXPERIMENT_CONFLICT.
   */
  async stop(
    actor: Actor,
    target: ExperimentTarget,
    { reason, immediate = false }: StopExperimentDto,
  ): Promise<void> {
    await this.changes.run(actor, target, async (subject) => ({
      change: { status: statusAfter(subject, 'stop'), endAt: subject.at, conclusion: reason },
      steps: [{ kind: 'stopped', reason, details: { immediate } }],
      action: 'stopped',
      after: { reason, immediate },
    }));
  }

  /**
   * Ends it with a result, and promotes the winner in the same change when asked to.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, INVALID_INPUT for an unknown winner, and, with `promote`,
   * SERVED_MOVED, PROMPT_ARCHIVED, LABEL_PROTECTED, VERSION_CORRUPT; EXPERIMENT_CONFLICT.
   */
  async complete(actor: Actor, target: ExperimentTarget, dto: CompleteExperimentDto): Promise<void> {
    const { winner, conclusion, promote = false } = dto;
    if (promote && winner === null) throw invalidField('promote', 'needs a winner');
    await this.changes.run(actor, target, async (subject) => {
      const { experiment, at } = subject;
      const status = statusAfter(subject, 'complete');
      if (winner !== null && !experiment.variants.some(({ name }) => name === winner))
        throw invalidField('winner', `the experiment has no variant "${winner}"`);
      const change = { status, endAt: at, winner, conclusion };
      const completed = { kind: 'completed', reason: conclusion, details: { winner } } as const;
      if (!promote) return { change, steps: [completed], action: 'completed', after: { winner, conclusion } };
      const promoted = await promotion(
        { ...subject, experiment: { ...experiment, ...change } },
        { reason: conclusion },
      );
      return {
        change,
        steps: [completed, ...promoted.steps],
        action: 'completed',
        after: { winner, conclusion, ...promoted.after },
        prompt: promoted.prompt,
      };
    });
  }
}

/** @throws DomainError VERSION_CORRUPT when a variant's words are not those that were published. */
async function wordsOf({ mutation, experiment }: Subject): Promise<VariantWords[]> {
  const { promptId, variants } = experiment;
  const versions = await mutation.manager.findBy(PromptVersion, {
    promptId,
    version: In(variants.map(({ version }) => version)),
  });
  const contents = new Map(versions.map((row) => [row.version, verifiedContent(row)]));
  return variants.map(({ name, version }) => {
    const content = contents.get(version);
    if (!content)
      throw new Error(
        `Experiment ${experiment.id} has a variant of version ${version}, which does not exist`,
      );
    return { name, version, content };
  });
}

const WAY_OUT =
  'Variants ask for the same values, no fewer either: a value left out is more often a slip than a wording. ' +
  'If it is meant, start with {"parityOverride": {"reason": "why callers may be given either"}}.';

function parityBroken({ variants }: Experiment, differences: readonly ParityDifference[]): DomainError {
  const errors = differences.map(({ variant, detail }) => {
    const index = variants.findIndex(({ name }) => name === variant);
    return {
      field: `variants[${index}]`,
      message: `"${variant}" (version ${variants[index]?.version}) ${detail}`,
    };
  });
  const what = errors.map(({ message }) => message).join('; ');
  return new DomainError('PARITY_BROKEN', `${what}. ${WAY_OUT}`, { errors });
}

/** What an audit row says of an experiment's design. */
function standing({ variants, trafficShare }: Experiment): object {
  return { variants, trafficShare };
}
