import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { designProblems, type ExperimentDesign } from '../experiments/experiment-design';
import { completePlan, type ExperimentPlan } from '../experiments/experiment-plan';
import type { Metric } from '../experiments/metric.entity';
import { MetricsService } from '../experiments/metrics.service';
import { metricsOf, planMetricProblems } from '../experiments/plan-metrics';
import { DomainError, type FieldProblem } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { effectPlan } from './effect-plan';
import { metricDesigns, paceOf, sizedBy, type Design } from './freeze-settings';
import { knownSpread } from './known-spread';
import type { PlanPreviewDto } from './plan-preview.dto';
import type { PlanPreviewRequestDto } from './plan-preview-request.dto';
import { readRecentTraffic } from './recent-traffic.query';
import { observedMetrics } from './unit-values';

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
    const first = design(effects[0] as number);
    const designs = metricDesigns(first);
    const { conversations, days } = traffic;
    return {
      conversations,
      days,
      conversationsPerDay: paceOf(first),
      baselines: names.flatMap((metric) => {
        const found = traffic.baselines[metric];
        if (!found) return [];
        const { mean, standardDeviation } = found;
        return [{ metric, conversations: found.conversations, mean, standardDeviation }];
      }),
      basis: sizedBy(first, designs),
      unsized: designs
        .slice(1)
        .filter((metric) => knownSpread(metric, traffic, null).spread === null)
        .map(({ name }) => name),
      plans: effects.map((effect) => effectPlan(design(effect))),
    };
  }
}

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
  const { maximumUnits, expectedMean, expectedStandardDeviation } = request;
  const limits = { maximumRuntimeMinutes, windowMinutes, minimumUnits, maximumUnits };
  const expected = { expectedMean, expectedStandardDeviation };
  return completePlan({
    ...Object.fromEntries(
      Object.entries({ ...given, ...limits, ...expected }).filter(([, value]) => value !== undefined),
    ),
    primaryMetric,
    minimumDetectableEffect: minimumDetectableEffects[0] as number,
    // Nothing is said about it.
    minimumRuntimeMinutes: 0,
  });
}
