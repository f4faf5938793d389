import type { FieldProblem } from '../problem/problem';
import { formatSetShare } from '../numbers/format';
import { readNumber } from '../numbers/typed-number';
import { durationWords } from './duration-input';
import type { ExperimentForm } from './experiment-form';
import { requestOf } from './experiment-request';
import { inputScale, type RangedMetric, sizeWords, untyped } from './metric-scale';

type Metrics = ReadonlyMap<string, RangedMetric>;

const EFFECT = 'plan.minimumDetectableEffect';
/** A plan rests on them; what is wrong with the others is said when it is saved. */
const ASKED = /^plan\.(guardrails|expected|alpha|power|minimumUnits|maximumUnits|maximumRuntime|window)/;
const GUARDRAIL = /^plan\.guardrails\[(\d+)\]/;
const LIMIT = /^(must not be (?:less|greater) than) (-?[\d.]+(?:e[+-]?\d+)?)$/;

/** What of a plan cannot be asked, because of what stands in the fields; named as the form names them. */
export function unreadFields(form: ExperimentForm, metrics: Metrics): readonly FieldProblem[] {
  const request = requestOf(form, metrics);
  const unread = request.ok ? [] : request.errors.filter(({ field }) => ASKED.test(field));
  const metric = metrics.get(form.primaryMetric);
  const { minimum = null, maximum = null } = metric ?? {};
  const effect = readNumber(form.effect);
  if (effect === null || minimum === null || maximum === null) return unread;
  const range = maximum - minimum;
  if (untyped(effect, inputScale(metric)) <= range) return unread;
  const message = `must be at most ${sizeWords(range, metric)}, all that ${form.primaryMetric} can change`;
  return [...unread, { field: EFFECT, message }];
}

/** What the server refused to compute a plan from, with the names and in the units of the form. */
export function refusedFields(
  errors: readonly FieldProblem[],
  form: ExperimentForm,
  metrics: Metrics,
): readonly FieldProblem[] {
  return errors.map(({ field, message }) => {
    const name = formField(field);
    const plain = message.replace(/^each value in \w+ /, '');
    const [, rule, limit] = LIMIT.exec(plain) ?? [];
    const written =
      rule === undefined ? plain : `${rule} ${writtenLimit(name, Number(limit), form, metrics)}`;
    return { field: name, message: written };
  });
}

function formField(field: string): string {
  if (field === 'trafficShare' || field === 'prompt') return field;
  if (field.startsWith('shares')) return 'variants';
  return field.startsWith('minimumDetectableEffects') ? EFFECT : `plan.${field}`;
}

function writtenLimit(field: string, limit: number, form: ExperimentForm, metrics: Metrics): string {
  if (field.endsWith('Minutes')) return durationWords(limit);
  if (['plan.alpha', 'plan.power', 'trafficShare', 'variants'].includes(field)) return formatSetShare(limit);
  const place = GUARDRAIL.exec(field)?.[1];
  const metric = place === undefined ? form.primaryMetric : form.guardrails[Number(place)]?.metric;
  return field.endsWith('Units') ? sizeWords(limit, undefined) : sizeWords(limit, metrics.get(metric ?? ''));
}
