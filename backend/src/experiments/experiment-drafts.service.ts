import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { MutationsService } from '../identity/mutations.service';
import type { Actor } from '../identity/principal';
import { DomainError, type FieldProblem } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { PromptVersion } from '../versions/prompt-version.entity';
import { refuseArchived } from '../versions/refuse-archived';
import {
  ExperimentChangeService,
  statusAfter,
  type ExperimentTarget,
  type Outcome,
  type Subject,
} from './experiment-change.service';
import { changedFields, designProblems, type ExperimentDesign } from './experiment-design';
import { completePlan } from './experiment-plan';
import { Experiment, type LayerPlace } from './experiment.entity';
import type { CreateExperimentDto, LayerChoiceDto, UpdateExperimentDto } from './experiment.dto';
import { sizeOf } from './layer-range';
import { MetricsService } from './metrics.service';
import { metricsOf, planMetricProblems } from './plan-metrics';

/** Plans experiments: makes and edits drafts, and lets the traffic of a running one grow. */
@Injectable()
export class ExperimentDraftsService {
  constructor(
    private readonly mutations: MutationsService,
    private readonly prompts: PromptsService,
    private readonly changes: ExperimentChangeService,
    private readonly metrics: MetricsService,
  ) {}

  /**
   * Adds a draft to a prompt; answers its id. Nobody is affected until it starts.
   * @throws DomainError PROMPT_NOT_FOUND, PROMPT_ARCHIVED, INVALID_INPUT.
   */
  async create(actor: Actor, promptIdOrName: string, dto: CreateExperimentDto): Promise<string> {
    const { name, hypothesis = '', variants, trafficShare = 1, layer, plan } = dto;
    const design = {
      name,
      hypothesis,
      variants,
      trafficShare,
      layer: placeOf(layer),
      plan: completePlan(plan),
    };
    return this.mutations.run(actor, async (mutation) => {
      const { manager, at } = mutation;
      const prompt = await this.prompts.find(promptIdOrName, manager);
      refuseArchived(prompt);
      await this.requireSound(manager, prompt.id, design);
      const id = randomUUID();
      const draft: Omit<Experiment, 'prompt'> = {
        ...design,
        id,
        promptId: prompt.id,
        status: 'draft',
        salt: null,
        hashVersion: null,
        startAt: null,
        endAt: null,
        metrics: null,
        decision: null,
        parityOverride: null,
        winner: null,
        conclusion: null,
        createdBy: actor.name,
        createdAt: at,
        updatedBy: actor.name,
        updatedAt: at,
        editCount: 0,
      };
      // TypeORM's type for inserts does not know that JSON may hold anything.
      await manager.insert(Experiment, draft as QueryDeepPartialEntity<Experiment>);
      await mutation.audit({
        action: 'experiment.created',
        subjectType: 'experiment',
        subjectId: id,
        subjectName: name,
        after: { prompt: prompt.name, variants },
      });
      return id;
    });
  }

  /**
   * Changes a draft, or lets the traffic of a running experiment grow. What is the same already is no change.
   * @throws DomainError PROMPT_NOT_FOUND, EXPERIMENT_NOT_FOUND, EXPERIMENT_FROZEN naming each field, PROMPT_ARCHIVED,
   * INVALID_INPUT, EXPERIMENT_CONFLICT.
   */
  async update(actor: Actor, target: ExperimentTarget, dto: UpdateExperimentDto): Promise<void> {
    await this.changes.run(actor, target, async (subject) => {
      const { experiment, mutation, prompt } = subject;
      const wanted = designAfter(experiment, dto);
      const changed = changedFields(experiment, wanted);
      if (changed.length === 0) return null;
      if (experiment.status !== 'draft') return growth(subject, wanted, changed);
      statusAfter(subject, 'edit');
      refuseArchived(prompt);
      await this.requireSound(mutation.manager, prompt.id, wanted);
      return { change: wanted, steps: [], action: 'edited', after: { fields: changed } };
    });
  }

  private async requireSound(
    manager: EntityManager,
    promptId: string,
    design: ExperimentDesign,
  ): Promise<void> {
    const known = await this.metrics.known(metricsOf(design.plan), manager);
    const errors = [...designProblems(design), ...planMetricProblems(design.plan, known)];
    const wanted = design.variants.map(({ version }) => version);
    const found = await manager.find(PromptVersion, {
      where: { promptId, version: In(wanted) },
      select: { version: true },
    });
    const existing = new Set(found.map(({ version }) => version));
    wanted.forEach((version, i) => {
      if (!existing.has(version))
        errors.push({ field: `variants[${i}].version`, message: `the prompt has no version ${version}` });
    });
    if (errors.length === 0) return;
    const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new DomainError('INVALID_INPUT', detail.slice(0, 1_000), { errors });
  }
}

/** What is not sent stays; a plan is replaced as a whole. */
function designAfter(experiment: Experiment, dto: UpdateExperimentDto): ExperimentDesign {
  const { name, hypothesis, variants, trafficShare, layer, plan } = experiment;
  return {
    name: dto.name ?? name,
    hypothesis: dto.hypothesis ?? hypothesis,
    variants: dto.variants ?? variants,
    trafficShare: dto.trafficShare ?? trafficShare,
    layer: dto.layer === undefined ? layer : sameRange(placeOf(dto.layer), layer),
    plan: dto.plan ? completePlan(dto.plan) : plan,
  };
}

/** The one thing that can change after the start. */
function growth(subject: Subject, wanted: ExperimentDesign, changed: readonly string[]): Outcome {
  const { experiment } = subject;
  const frozen: FieldProblem[] = changed
    .filter((field) => field !== 'trafficShare')
    .map((field) => ({ field, message: 'is fixed since the experiment started' }));
  const { trafficShare } = wanted;
  if (changed.includes('trafficShare')) {
    const reason = whyNotGrow(experiment, trafficShare);
    if (reason) frozen.push({ field: 'trafficShare', message: reason });
  }
  if (frozen.length > 0)
    throw new DomainError(
      'EXPERIMENT_FROZEN',
      frozen.map(({ field, message }) => `${field} ${message}`).join('; '),
      {
        errors: frozen,
      },
    );
  statusAfter(subject, 'grow');
  const before = { trafficShare: experiment.trafficShare };
  const after = { trafficShare };
  return {
    change: after,
    steps: [{ kind: 'traffic_grown', details: { from: experiment.trafficShare } }],
    action: 'traffic_grown',
    before,
    after,
  };
}

function whyNotGrow({ status, trafficShare, layer }: Experiment, wanted: number): string | null {
  if (status === 'paused') return 'cannot grow while the experiment is paused; resume it first';
  if (status !== 'running') return 'is fixed since the experiment ended';
  if (wanted < trafficShare)
    return `can only grow: it is ${trafficShare}, and whoever is in keeps their variant; pause to let nobody in`;
  if (layer?.mode === 'shared')
    return `is the same for all experiments of the shared layer "${layer.name}", and fixed since the start`;
  const room = layer?.range ? sizeOf(layer.range) : 1;
  if (wanted > room)
    return `can grow to ${room} at most, the experiment's part of the layer "${layer?.name}"`;
  return null;
}

function placeOf(layer: LayerChoiceDto | null | undefined): LayerPlace | null {
  if (!layer) return null;
  const { name, mode, share = null } = layer;
  return { name, mode, share, range: null };
}

/** The range is not the sender's to say: an unchanged choice keeps it. */
function sameRange(wanted: LayerPlace | null, before: LayerPlace | null): LayerPlace | null {
  return wanted && before ? { ...wanted, range: before.range } : wanted;
}
