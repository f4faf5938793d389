import { EMPTY_FORM, type ExperimentForm } from './experiment-form';
import { mergePlans, planDifferences } from './plan-differences';

const base: ExperimentForm = { ...EMPTY_FORM, name: 'warmer', hypothesis: 'as it was' };
const changed = (change: Partial<ExperimentForm>): ExperimentForm => ({ ...base, ...change });

describe('two plans that began with the same', () => {
  it('differ in words, by who changed what', () => {
    const theirs = changed({
      hypothesis: 'theirs',
      traffic: '20',
      layerMode: 'exclusive',
      layerName: 'home',
      layerShare: '30',
    });
    const mine = changed({ hypothesis: 'mine', alpha: '1', guardrails: [{ metric: 'cost', margin: '0.5' }] });
    expect(planDifferences(base, theirs, mine)).toEqual([
      { label: 'Hypothesis', theirs: 'theirs', mine: 'mine', by: 'both' },
      { label: 'Guardrails', theirs: 'latency, error', mine: 'cost within 0.5', by: 'you' },
      { label: 'Traffic in the experiment', theirs: '20 %', mine: '100 %', by: 'them' },
      {
        label: 'Beside other experiments (layer)',
        theirs: 'Exclusive, home, 30 %',
        mine: 'On its own',
        by: 'them',
      },
      { label: 'Chance of a false alarm (α)', theirs: '5 %', mine: '1 %', by: 'you' },
    ]);
  });

  it('do not differ in what only looks different', () => {
    const mine = changed({
      name: ' warmer ',
      effect: '0.030',
      window: { amount: '24', unit: 'hours' },
      variants: base.variants.map((variant) => ({ ...variant, key: variant.key + 7, share: '50.0' })),
      weights: { ...base.weights, confidence: '30.0' },
    });
    expect(planDifferences(base, base, mine)).toEqual([]);
  });

  it('name every field of the form', () => {
    const other: Record<string, unknown> = {
      layerMode: 'shared',
      mode: 'planned',
      promote: 'winner',
      approval: true,
      secondaryMetrics: ['cost'],
      guardrails: [],
      variants: base.variants.slice(1),
      weights: { ...base.weights, confidence: '31' },
    };
    for (const key of Object.keys(base) as (keyof ExperimentForm)[]) {
      const was = base[key];
      const value = other[key] ?? (typeof was === 'string' ? '7' : { amount: '7', unit: 'hours' });
      // A layer has a name and a share only when there is one.
      const from =
        key.startsWith('layer') && key !== 'layerMode' ? changed({ layerMode: 'exclusive' }) : base;
      const found = planDifferences(from, from, { ...from, [key]: value });
      expect({ key, found: found.map(({ by }) => by) }).toEqual({ key, found: ['you'] });
    }
  });

  it('are put together unless both changed one field', () => {
    const theirs = changed({ traffic: '20', window: { amount: '2', unit: 'days' } });
    const mine = changed({ hypothesis: 'mine' });
    expect(mergePlans(base, theirs, mine)).toEqual({ ...theirs, hypothesis: 'mine' });
    expect(mergePlans(base, theirs, changed({ traffic: '30' }))).toBeNull();
    expect(mergePlans(base, theirs, changed({ traffic: '20.0', name: 'x' }))).toEqual({
      ...theirs,
      traffic: '20.0',
      name: 'x',
    });
  });
});
