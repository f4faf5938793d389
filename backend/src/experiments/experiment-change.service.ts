import { Injectable } from '@nestjs/common';
import { In, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { MutationsService, type Mutation } from '../identity/mutations.service';
import type { Actor } from '../identity/principal';
import { isUuid } from '../identity/uuid';
import { violatedConstraint } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';
import { momentOf, PromptsService } from '../prompts/prompts.service';
import type { Precondition } from '../versions/etag';
import { requireSameEdit } from './experiment-etag';
import { ExperimentStep, type StepKind } from './experiment-step.entity';
import {
  transition,
  type ExperimentAction,
  type ExperimentState,
  type ExperimentStatus,
} from './experiment-transition';
import { Experiment } from './experiment.entity';
import type { PromptAfter } from './serve-version';

/** Which experiment, and what the sender knows of it. */
export interface ExperimentTarget {
  readonly experimentId: string;
  /** Given when the path names the prompt too. */
  readonly promptId?: string;
  readonly precondition: Precondition;
}

/** A locked experiment and its locked prompt. */
export interface Subject {
  readonly mutation: Mutation;
  readonly prompt: Prompt;
  readonly experiment: Experiment;
  readonly state: ExperimentState;
  /** The moment of the change: later than every earlier step of the prompt's experiments. */
  readonly at: Date;
}

interface Step {
  readonly kind: StepKind;
  readonly reason?: string | undefined;
  readonly details?: Record<string, unknown>;
}

/** What a change does, for {@link ExperimentChangeService} to write. */
export interface Outcome {
  readonly change: Partial<Experiment>;
  /** Without one, resolves are not affected. */
  readonly steps: readonly Step[];
  /** Of the audit row: `experiment.<action>`. */
  readonly action: string;
  readonly before?: object;
  readonly after?: object;
  readonly prompt?: PromptAfter;
}

/** Every change of an experiment: locks its prompt and itself, asks what to do, writes it with its steps and audit row. */
@Injectable()
export class ExperimentChangeService {
  constructor(
    private readonly mutations: MutationsService,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * Runs one change. `decide` answers `null` when there is nothing to change.
   * @throws DomainError PROMPT_NOT_FOUND, EXPERIMENT_NOT_FOUND, EXPERIMENT_CONFLICT, and what `decide` refuses.
   */
  async run(
    actor: Actor,
    target: ExperimentTarget,
    decide: (subject: Subject) => Promise<Outcome | null>,
  ): Promise<void> {
    await this.mutations.run(actor, async (mutation) => {
      const subject = await this.lock(mutation, target);
      requireSameEdit(target.precondition, subject.experiment);
      const outcome = await decide(subject);
      if (outcome) await this.write(subject, outcome);
    });
  }

  /** The prompt first: it is the lock of everything about it, so that two changes never wait for each other. */
  private async lock(mutation: Mutation, target: ExperimentTarget): Promise<Subject> {
    const { manager } = mutation;
    const { experimentId, promptId } = target;
    if (promptId === undefined && !isUuid(experimentId)) throw experimentNotFound(experimentId);
    const known = promptId ?? (await manager.findOneBy(Experiment, { id: experimentId }))?.promptId ?? null;
    if (known === null) throw experimentNotFound(experimentId);
    const prompt = await this.prompts.lock(mutation, known);
    // Again, because it may have changed until the lock was there.
    const experiment = isUuid(experimentId)
      ? await manager.findOneBy(Experiment, { id: experimentId, promptId: prompt.id })
      : null;
    if (!experiment) throw experimentNotFound(experimentId);
    const state = await stateOf(manager, experiment);
    return { mutation, prompt, experiment, state, at: await momentAfterSteps(mutation, prompt) };
  }

  /** The prompt's row and the revision come last: all prompts share the row of the revision. */
  private async write(subject: Subject, outcome: Outcome): Promise<void> {
    const { mutation, prompt, experiment, at } = subject;
    const { manager, actor } = mutation;
    const change = {
      ...outcome.change,
      updatedBy: actor.name,
      updatedAt: at,
      editCount: experiment.editCount + 1,
    };
    try {
      // TypeORM's type for updates does not know that JSON may hold anything.
      await manager.update(Experiment, { id: experiment.id }, change as QueryDeepPartialEntity<Experiment>);
    } catch (error) {
      if (violatedConstraint(error) !== 'experiment_one_running') throw error;
      throw alreadyRunning(prompt);
    }
    const trafficShare = outcome.change.trafficShare ?? experiment.trafficShare;
    for (const [i, { kind, reason = '', details = {} }] of outcome.steps.entries()) {
      const step = { experimentId: experiment.id, kind, trafficShare, reason, actor: actor.name, details };
      await manager.insert(ExperimentStep, {
        ...step,
        at: new Date(at.getTime() + i),
      } as QueryDeepPartialEntity<ExperimentStep>);
    }
    if (outcome.steps.length > 0)
      await this.prompts.change(mutation, prompt, outcome.prompt ?? {}, { resolvable: true });
    const { action, before, after } = outcome;
    await mutation.audit({
      action: `experiment.${action}`,
      subjectType: 'experiment',
      subjectId: experiment.id,
      subjectName: experiment.name,
      before: before ?? null,
      after: after ?? null,
    });
  }
}

/**
 * The status after an action.
 * @throws DomainError TRANSITION_REFUSED with the reason.
 */
export function statusAfter({ state, experiment }: Subject, action: ExperimentAction): ExperimentStatus {
  const next = transition(state, action);
  if (next.ok) return next.status;
  throw new DomainError(
    'TRANSITION_REFUSED',
    `The experiment "${experiment.name}" cannot do that: ${next.reason}`,
  );
}

/** The refusal of an id that no experiment has. */
export function experimentNotFound(id: string): DomainError {
  return new DomainError('EXPERIMENT_NOT_FOUND', `There is no experiment "${id.slice(0, 200)}"`);
}

/** The refusal of a second experiment on a prompt. */
export function alreadyRunning({ name }: Prompt, other?: Experiment): DomainError {
  const which = other ? `"${other.name}" (${other.id})` : 'another experiment';
  return new DomainError(
    'EXPERIMENT_ALREADY_RUNNING',
    `${which} is on trial on "${name}"; complete or stop it first`,
  );
}

async function stateOf(manager: EntityManager, { id, status, winner }: Experiment): Promise<ExperimentState> {
  const last = await manager.findOne(ExperimentStep, {
    where: { experimentId: id, kind: In(['promoted', 'promotion_undone']) },
    order: { at: 'DESC' },
  });
  // Evaluation, which knows, answers approvals itself.
  return { status, winner, promoted: last?.kind === 'promoted', awaitsApproval: false };
}

async function momentAfterSteps(mutation: Mutation, prompt: Prompt): Promise<Date> {
  const [row] = (await mutation.manager.query(
    `SELECT max(t.at) AS last FROM experiment_steps t JOIN prompt_experiments e ON e.id = t.experiment_id WHERE e.prompt_id = $1`,
    [prompt.id],
  )) as Array<{ last: Date | null }>;
  const moment = momentOf(mutation, prompt);
  if (!row?.last || row.last < moment) return moment;
  return new Date(row.last.getTime() + 1);
}
