import type { ApiPropertyOptions } from '@nestjs/swagger';

const NUMBER = { type: 'number' } as const;
const NULLABLE = { type: 'number', nullable: true } as const;
const SHARE = { type: 'number', nullable: true, minimum: 0, maximum: 1 } as const;
/** What chances and losses start from. */
const BELIEVED =
  'Descriptive: the decision uses the sequential test. Believed beforehand: of a binary metric that every rate is alike (flat), of any ' +
  'other that differences lie normally around 0 with a standard deviation of twice the smallest effect worth finding, or of twice ' +
  "a guardrail's margin.";
const INTERVAL = { type: 'array', nullable: true, items: NUMBER, minItems: 2, maxItems: 2 } as const;

const closed = <P extends Record<string, object>>(properties: P) => ({
  type: 'object' as const,
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

const CROSSING = {
  ...closed({
    seq: { type: 'integer' },
    method: { type: 'string', enum: ['exact', 'large-sample'] },
    direction: { type: 'integer', enum: [1, -1] },
    effect: NUMBER,
    t: NUMBER,
    statistic: NUMBER,
    threshold: NUMBER,
  }),
  nullable: true,
};

const SAMPLE_RATIO = closed({
  counts: { type: 'array', items: { type: 'integer' } },
  evidence: { type: 'number', description: '1 = none; the alarm is at 1000.' },
  warned: { type: 'boolean' },
  alarmed: { type: 'boolean' },
});

const VARIANT = closed({
  name: { type: 'string' },
  count: { type: 'integer' },
  mean: { ...NULLABLE, description: 'On the analysed scale.' },
  standardDeviation: NULLABLE,
  displayMean: { ...NULLABLE, description: "In the metric's unit; of a ratio scale the geometric mean." },
  missingShare: SHARE,
  chanceToBeBest: { ...SHARE, description: `Of two variants the chance to win. ${BELIEVED}` },
});

const FROZEN_VARIANT = closed({
  count: { type: 'integer', minimum: 0, description: 'Conversations with a value.' },
  mean: { ...NULLABLE, description: 'On the analysed scale.' },
  displayMean: { ...NULLABLE, description: "In the metric's unit; of a ratio scale the geometric mean." },
});

const FROZEN = {
  ...closed({
    reason: { type: 'string', enum: ['horizon', 'split_changed'] },
    units: { type: 'integer', description: 'Settled conversations of all variants by then.' },
    control: FROZEN_VARIANT,
    variant: FROZEN_VARIANT,
  }),
  nullable: true,
  description:
    'Once the large-sample test has ended, with the horizon or because the split changed: the first conversations, of which the ' +
    'difference and its interval are from then on. Counts and means of `variants`, chances and losses are of all. `null`: so are ' +
    'the difference and its interval.',
};

const COMPARISON = closed({
  variant: { type: 'string' },
  frozen: FROZEN,
  difference: NULLABLE,
  relativeDifference: NULLABLE,
  interval: {
    ...INTERVAL,
    description: 'The differences that no test has rejected. Holds at all looks at once.',
  },
  intervalMethod: {
    type: 'string',
    enum: ['exact', 'large-sample', 'combined', null],
    nullable: true,
    description:
      '`combined`: large-sample, cut where the exact test has decided. `exact`: what that decision alone says.',
  },
  sequentialP: SHARE,
  anytimeP: SHARE,
  evidence: NULLABLE,
  t: { type: 'number', minimum: 0, maximum: 1, description: 'Part of the horizon.' },
  chanceToWin: { ...SHARE, description: `That the variant is better. ${BELIEVED}` },
  expectedLoss: {
    ...closed({ ship: NUMBER, keep: NUMBER }),
    nullable: true,
    description: 'Of shipping the variant and of keeping the control, from the beliefs of `chanceToWin`.',
  },
  credibleInterval: {
    ...INTERVAL,
    description:
      '95 %, from the normal belief of `chanceToWin`, which it takes for rates as well. Descriptive.',
  },
  medianUnbiased: NULLABLE,
  significant: CROSSING,
  nonInferior: CROSSING,
  harm: CROSSING,
});

const METRIC = closed({
  name: { type: 'string' },
  role: { type: 'string', enum: ['success', 'guardrail'] },
  variants: { type: 'array', items: VARIANT },
  comparisons: { type: 'array', items: COMPARISON },
  missingEvidence: NULLABLE,
});

const PROPERTIES = {
  units: { type: 'integer', minimum: 0 },
  progress: { type: 'number', minimum: 0, maximum: 1 },
  sampleRatio: closed({ assignment: SAMPLE_RATIO, settlement: SAMPLE_RATIO }),
  mixed: closed({ count: { type: 'integer' }, share: NUMBER, limit: NUMBER }),
  metrics: { type: 'array', items: METRIC },
};

/** How the read-out of the statistics stands in the contract; Swagger's own type does not know nested `nullable`. */
export const READ_OUT = {
  type: 'object',
  required: Object.keys(PROPERTIES),
  selfRequired: true,
  nullable: true,
  additionalProperties: false,
  properties: PROPERTIES,
  example: null,
} as unknown as ApiPropertyOptions;
