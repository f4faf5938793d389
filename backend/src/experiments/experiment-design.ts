import type { FieldProblem } from '../problems/domain-error';
import type { Experiment, LayerPlace } from './experiment.entity';
import type { ExperimentPlan } from './experiment-plan';

/** What is decided before an experiment starts. */
export type ExperimentDesign = Pick<
  Experiment,
  'name' | 'hypothesis' | 'variants' | 'trafficShare' | 'layer' | 'plan'
>;

/** How far shares may miss 1: rounding, not meaning. */
const SHARES_TOLERANCE = 1e-9;

/** What is wrong with a design whose fields are each valid; versions are looked up elsewhere. */
export function designProblems({ variants, trafficShare, layer, plan }: ExperimentDesign): FieldProblem[] {
  return [...variantProblems(variants), ...layerProblems(layer, trafficShare), ...planProblems(plan)];
}

function variantProblems(variants: ExperimentDesign['variants']): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const seen = new Set<string>();
  variants.forEach(({ name }, i) => {
    if (seen.has(name))
      problems.push({ field: `variants[${i}].name`, message: `another variant is called "${name}" already` });
    seen.add(name);
  });
  const sum = variants.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > SHARES_TOLERANCE)
    problems.push({ field: 'variants', message: `shares must sum to 1, not ${Number(sum.toPrecision(12))}` });
  return problems;
}

function layerProblems(layer: LayerPlace | null, trafficShare: number): FieldProblem[] {
  if (!layer || layer.share === null) return [];
  if (layer.mode === 'shared')
    return [{ field: 'layer.share', message: 'is only for exclusive layers: a shared one is not divided' }];
  if (layer.share < trafficShare)
    return [
      {
        field: 'layer.share',
        message: `must be at least the traffic share, ${trafficShare}: the traffic comes out of it`,
      },
    ];
  return [];
}

function planProblems(plan: ExperimentPlan): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const metrics = new Map([[plan.primaryMetric, 'the primary metric']]);
  const once = (metric: string, field: string, role: string) => {
    const before = metrics.get(metric);
    if (before) problems.push({ field, message: `"${metric}" is ${before} already` });
    else metrics.set(metric, role);
  };
  plan.secondaryMetrics.forEach((metric, i) =>
    once(metric, `plan.secondaryMetrics[${i}]`, 'a secondary metric'),
  );
  plan.guardrails.forEach(({ metric }, i) => once(metric, `plan.guardrails[${i}].metric`, 'a guardrail'));
  if (plan.maximumRuntimeMinutes < plan.minimumRuntimeMinutes)
    problems.push({
      field: 'plan.maximumRuntimeMinutes',
      message: `must be at least the minimum runtime, ${plan.minimumRuntimeMinutes}`,
    });
  if (plan.maximumUnits !== null && plan.maximumUnits < plan.minimumUnits)
    problems.push({
      field: 'plan.maximumUnits',
      message: `must be at least the minimum of units, ${plan.minimumUnits}`,
    });
  const { confidence, user_actioned, architect_satisfaction } = plan.insightQualityWeights;
  if (Math.abs(confidence + user_actioned + architect_satisfaction - 1) > SHARES_TOLERANCE)
    problems.push({ field: 'plan.insightQualityWeights', message: 'the weights must sum to 1' });
  return problems;
}

/** The fields of a design, as an update names them. */
const FIELDS = ['name', 'hypothesis', 'variants', 'trafficShare', 'layer', 'plan'] as const;

/** The fields in which two designs differ. */
export function changedFields(
  before: ExperimentDesign,
  after: ExperimentDesign,
): Array<(typeof FIELDS)[number]> {
  return FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field]));
}

/** JSON with sorted keys: the database gives the members of an object in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
