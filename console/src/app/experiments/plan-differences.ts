import { readNumber, writeNumber } from '../numbers/typed-number';
import { type DurationInput, durationWords, minutesOf } from './duration-input';
import { type ExperimentForm, QUALITY_PARTS } from './experiment-form';

/** A field that two people left differently, in words. */
export interface PlanDifference {
  /** As the form labels it. */
  readonly label: string;
  readonly theirs: string;
  readonly mine: string;
  /** Who changed it since both began with the same. */
  readonly by: 'them' | 'you' | 'both';
}

interface PlanField {
  readonly label: string;
  readonly keys: readonly (keyof ExperimentForm)[];
  words(form: ExperimentForm): string;
}

const LAYER_MODES = { '': 'On its own', exclusive: 'Exclusive', shared: 'Shared' } as const;

/** In the order of the page; what belongs together is one field. */
const FIELDS: readonly PlanField[] = [
  { label: 'Prompt', keys: ['prompt'], words: ({ prompt }) => prompt },
  {
    label: 'Variants',
    keys: ['variants'],
    words: ({ variants }) =>
      listed(variants.map((of) => `${of.name.trim()} v${of.version ?? '?'} ${percent(of.share)}`)),
  },
  { label: 'Name', keys: ['name'], words: ({ name }) => name.trim() },
  { label: 'Hypothesis', keys: ['hypothesis'], words: ({ hypothesis }) => hypothesis.trim() },
  { label: 'Primary metric', keys: ['primaryMetric'], words: ({ primaryMetric }) => primaryMetric },
  // In the unit of the primary metric.
  number('Smallest difference worth knowing', 'effect'),
  {
    label: 'Guardrails',
    keys: ['guardrails'],
    words: ({ guardrails }) =>
      listed(
        guardrails.map(({ metric, margin }) =>
          margin.trim() === '' ? metric : `${metric} within ${plain(margin)}`,
        ),
      ),
  },
  {
    label: 'Further metrics that can decide',
    keys: ['secondaryMetrics'],
    words: ({ secondaryMetrics }) => listed(secondaryMetrics),
  },
  {
    label: 'What insight_quality is made of',
    keys: ['weights'],
    words: ({ weights }) => listed(QUALITY_PARTS.map((part) => `${part} ${percent(weights[part])}`)),
  },
  number('A part that nobody reported counts as', 'missing'),
  share('Traffic in the experiment', 'traffic'),
  {
    label: 'Beside other experiments (layer)',
    keys: ['layerMode', 'layerName', 'layerShare'],
    words: ({ layerMode, layerName, layerShare }) =>
      layerMode === ''
        ? LAYER_MODES['']
        : listed([
            LAYER_MODES[layerMode],
            layerName.trim(),
            ...(layerMode === 'exclusive' && layerShare.trim() !== '' ? [percent(layerShare)] : []),
          ]),
  },
  number('Rate now, as you expect it', 'expectedMean'),
  number('Standard deviation, as you expect it', 'expectedStandardDeviation'),
  time('Maximum runtime', 'maximumRuntime'),
  time('Attribution window', 'window'),
  time('Minimum runtime', 'minimumRuntime'),
  time('Grace', 'grace'),
  number('Conversations of each variant, at least', 'minimumUnits'),
  number('Conversations in all, at most', 'maximumUnits'),
  share('Chance of a false alarm (α)', 'alpha'),
  share('Power', 'power'),
  { label: 'Test', keys: ['mode'], words: ({ mode }) => mode.charAt(0).toUpperCase() + mode.slice(1) },
  {
    label: 'When a variant has won',
    keys: ['promote'],
    words: ({ promote }) => (promote === 'winner' ? 'Promote the winner' : 'Say so'),
  },
  {
    label: 'A person must agree first',
    keys: ['approval'],
    words: ({ approval }) => (approval ? 'yes' : 'no'),
  },
  time('Hold', 'hold'),
];

/** What differs between two that began with the same; what only looks different, such as 1 day and 24 hours, does not. */
export function planDifferences(
  base: ExperimentForm,
  theirs: ExperimentForm,
  mine: ExperimentForm,
): readonly PlanDifference[] {
  return FIELDS.flatMap((field) => {
    const [before, their, my] = [base, theirs, mine].map((form) => field.words(form));
    if (before === undefined || their === undefined || my === undefined || their === my) return [];
    const by = my === before ? 'them' : their === before ? 'you' : 'both';
    return [{ label: field.label, theirs: their, mine: my, by }];
  });
}

/** Mine with what they changed; null when both changed one field, so that a person must decide. */
export function mergePlans(
  base: ExperimentForm,
  theirs: ExperimentForm,
  mine: ExperimentForm,
): ExperimentForm | null {
  const found = new Map(planDifferences(base, theirs, mine).map(({ label, by }) => [label, by]));
  if ([...found.values()].includes('both')) return null;
  const taken = FIELDS.filter(({ label }) => found.get(label) === 'them').flatMap(({ keys }) => keys);
  return { ...mine, ...Object.fromEntries(taken.map((key) => [key, theirs[key]])) };
}

type TextKey = {
  [Key in keyof ExperimentForm]: ExperimentForm[Key] extends string ? Key : never;
}[keyof ExperimentForm];
type DurationKey = 'window' | 'grace' | 'minimumRuntime' | 'maximumRuntime' | 'hold';

function number(label: string, key: TextKey): PlanField {
  return { label, keys: [key], words: (form) => plain(form[key]) };
}

function share(label: string, key: TextKey): PlanField {
  return { label, keys: [key], words: (form) => percent(form[key]) };
}

function time(label: string, key: DurationKey): PlanField {
  return { label, keys: [key], words: (form) => duration(form[key]) };
}

function plain(text: string): string {
  const found = readNumber(text);
  return found === null ? text.trim() : writeNumber(found);
}

function percent(text: string): string {
  return text.trim() === '' ? '' : `${plain(text)} %`;
}

function duration(input: DurationInput): string {
  const minutes = minutesOf(input);
  return minutes === null ? `${input.amount} ${input.unit}`.trim() : durationWords(minutes);
}

function listed(parts: readonly string[]): string {
  return parts.join(', ');
}
