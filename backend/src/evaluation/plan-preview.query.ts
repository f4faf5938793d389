import { Inject, Injectable } from '@nestjs/common';
import { planExperiment } from '@prompt-registry/statistics';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { designProblems, type ExperimentDesign } from '../experiments/experiment-design';
import { completePlan, type ExperimentPlan } from '../experiments/experiment-plan';
import type { Metric } from '../experiments/metric.entity';
import { MetricsService } from '../experiments/metrics.service';
import { metricsOf, planMetricProblems } from '../experiments/plan-metrics';
import { DomainError, type FieldProblem } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { freezeSettings, planRequest, sizedBy, type SizedBy } from './freeze-settings';
import type { EffectPlanDto, PlanPreviewDto, PlanPreviewRequestDto } from './plan-preview.dto';
import { readRecentTraffic } from './recent-traffic.query';
import { observedMetrics } from './unit-values';

const DAY_MINUTES = 1_440;

/** What an experiment would ask for, before there is one. */
@Injectable()
export class PlanPreviewQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
    private readonly metrics: MetricsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError PROMPT_NOT_FOUND, INVALID_INPUT naming each field, by the rules of a draft. */
  async preview(request: PlanPreviewRequestDto): Promise<PlanPreviewDto> {
    const { shares = [0.5, 0.5], trafficShare = 1, minimumDetectableEffects: effects } = request;
    const prompt = await this.prompts.find(request.prompt);
    const now = this.clock.now();
    const plan = planOf(request);
    const names = metricsOf(plan);
    const metrics = await this.metrics.known([...names, ...observedMetrics(names)]);
    const variants = shares.map((share, i) => ({ name: String(i), version: 1, share }));
    refuseUnsound({ variants, plan, trafficShare }, effects, metrics);
    const traffic = await readRecentTraffic(this.dataSource.manager, prompt.id, now, {
      metrics: names,
      weights: plan.insightQualityWeights,
      missingComponent: plan.missingComponent,
      missingValues: Object.fromEntries(
        [...metrics.values()].map(({ name, missingValue }) => [name, missingValue]),
      ),
    });
    const design = (minimumDetectableEffect: number): Design => ({
      experiment: { variants, plan: { ...plan, minimumDetectableEffect }, trafficShare },
      startedAt: now,
      metrics,
      traffic,
    });
    return {
      conversationsPerDay: traffic.conversationsPerDay,
      baselines: names.flatMap((metric) => {
        const found = traffic.baselines[metric];
        return found ? [{ metric, mean: found.mean, standardDeviation: found.standardDeviation }] : [];
      }),
      spreadKnown: sizeOf(design(effects[0] as number)) === 'measured',
      conservative: sizeOf(design(effects[0] as number)) === 'widest',
      plans: effects.map((effect) => effectPlan(design(effect))),
    };
  }
}

type Design = Parameters<typeof freezeSettings>[0];
type Shape = Pick<ExperimentDesign, 'variants' | 'plan' | 'trafficShare'>;

/** @throws DomainError INVALID_INPUT naming what a draft could not have, by the request's fields. */
function refuseUnsound(
  { variants, plan, trafficShare }: Shape,
  effects: readonly number[],
  metrics: ReadonlyMap<string, Metric>,
): void {
  const unnamed = { name: '', hypothesis: '', layer: null };
  const errors = designProblems({ ...unnamed, variants, plan, trafficShare });
  effects.forEach((minimumDetectableEffect, i) => {
    const found = planMetricProblems({ ...plan, minimumDetectableEffect }, metrics);
    const ofEffect = (problem: FieldProblem) => problem.field === 'plan.minimumDetectableEffect';
    if (i === 0) errors.push(...found.filter((problem) => !ofEffect(problem)));
    const field = `minimumDetectableEffects[${i}]`;
    errors.push(...found.filter(ofEffect).map((problem) => ({ ...problem, field })));
  });
  if (errors.length === 0) return;
  const named = errors.map((problem) => ({
    ...problem,
    field: problem.field.replace(/^plan\./, '').replace(/^variants$/, 'shares'),
  }));
  const detail = named.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new DomainError('INVALID_INPUT', detail.slice(0, 1_000), { errors: named });
}

function planOf(request: PlanPreviewRequestDto): ExperimentPlan {
  const { primaryMetric, secondaryMetrics, guardrails, alpha, power, mode } = request;
  const { maximumRuntimeMinutes, windowMinutes, minimumUnits, minimumDetectableEffects } = request;
  const given = { secondaryMetrics, guardrails, alpha, power, mode };
  const limits = { maximumRuntimeMinutes, windowMinutes, minimumUnits };
  return completePlan({
    ...Object.fromEntries(Object.entries({ ...given, ...limits }).filter(([, value]) => value !== undefined)),
    primaryMetric,
    minimumDetectableEffect: minimumDetectableEffects[0] as number,
    // Nothing is said about it.
    minimumRuntimeMinutes: 0,
  });
}

/** What the sizes are computed from. */
function sizeOf(design: Design): SizedBy {
  return sizedBy(freezeSettings(design).metrics, design.traffic);
}

/** Where the spread is not known, the units are those that an experiment that started now would be given. */
function effectPlan(design: Design): EffectPlanDto {
  const { plan, variants } = design.experiment;
  const settings = freezeSettings(design);
  const shares = variants.map(({ share }) => share);
  const pairShare = (shares[0] as number) + Math.min(...shares.slice(1));
  const known = sizeOf(design) === 'measured';
  const windowDays = (plan.windowMinutes + plan.graceMinutes) / DAY_MINUTES;
  const request = planRequest(design, settings.metrics);
  const { unitsPerDay } = request;
  const planned = planExperiment({
    ...request,
    // Without a spread nobody knows what an effect asks for; whether anything can be decided is still to be said.
    metrics: known ? request.metrics : request.metrics.map((metric) => ({ ...metric, effect: null })),
    // Conversations that settle later are not counted.
    maximumRuntimeDays: Math.max(0, request.maximumRuntimeDays - windowDays),
  });
  const units = known ? planned.totalUnits : Math.ceil(settings.horizonUnits / pairShare);
  const { expectedDays } = planned;
  return {
    minimumDetectableEffect: plan.minimumDetectableEffect,
    units,
    unitsByVariant: shares.map((share) => Math.ceil(units * share)),
    days: unitsPerDay > 0 ? units / unitsPerDay + windowDays : null,
    expectedDays: known && expectedDays !== null ? expectedDays + windowDays : null,
    refusal: planned.refusal,
  };
}
