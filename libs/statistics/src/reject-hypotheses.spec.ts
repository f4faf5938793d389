import fc from 'fast-check';
import { advance } from './advance';
import { compileSettings } from './compile-settings';
import { initialState } from './initial-state';
import { largeSampleLook } from './large-sample-look';
import { plannedConstant } from './planned-constant';
import { plannedScore } from './planned-score';
import { rejectHypotheses } from './reject-hypotheses';
import { type Moments } from './statistics-state';
import { exampleMetric, exampleSettings } from './testing/example-settings';
import { uniforms } from './testing/random';

const WEIGHTS = [0.5, 0.3, 0.2];

const settings = exampleSettings({
  mode: 'planned',
  metrics: WEIGHTS.map((weight, index) => exampleMetric({ name: `metric ${index}`, weight })),
});
const plan = compileSettings(settings);

/** A family of three success metrics whose looks stand at these scores now, and at most stood at these peaks. */
function familyWith(scores: readonly number[], peaks = scores) {
  const state = initialState(settings);
  state.units = 100;
  state.metrics.forEach((metric, index) => {
    metric.comparisons[0]!.propensity = 0.5;
    metric.moments = momentsAt(scores[index]!);
    metric.comparisons[0]!.peak = peaks[index]!;
  });
  rejectHypotheses(state, plan, settings);
  return state.metrics.map(({ comparisons }) => comparisons[0]!.planned);
}

/** Fifty units each whose difference has this score, found by bisection; a hair farther out. */
function momentsAt(score: number): Moments[] {
  const momentsOf = (effect: number) => [0.5, 0.5 + effect].map((mean) => ({ count: 50, mean, squares: 4 }));
  const scoreOf = (effect: number) => {
    const state = initialState(settings).metrics[0]!;
    state.moments = momentsOf(effect);
    state.comparisons[0]!.propensity = 0.5;
    return plannedScore(largeSampleLook(state, plan.metrics[0]!, settings, 1)!);
  };
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (scoreOf(middle) < Math.abs(score)) low = middle;
    else high = middle;
  }
  return momentsOf(score === 0 ? 0 : Math.sign(score) * high);
}

/** The definition of closed testing with weighted Bonferroni: rejected when every set that contains it is. */
function closedRejections(peaks: readonly number[]): boolean[] {
  const rejectsSet = (set: readonly number[]) => {
    const weight = set.reduce((sum, index) => sum + WEIGHTS[index]!, 0);
    return set.some((index) => Math.abs(peaks[index]!) >= plannedConstant((0.05 * WEIGHTS[index]!) / weight));
  };
  const sets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
  return [0, 1, 2].map((own) => sets.filter((set) => set.includes(own)).every(rejectsSet));
}

const peak = fc.double({ min: -3.2, max: 3.2, noNaN: true });

describe('rejectHypotheses', () => {
  it('rejects by Holm exactly what closed testing with weighted Bonferroni does', () => {
    fc.assert(
      fc.property(fc.tuple(peak, peak, peak), (peaks) => {
        expect(familyWith(peaks).map((crossing) => crossing !== null)).toEqual(closedRejections(peaks));
      }),
      { numRuns: 400 },
    );
  });

  it('is monotone: more evidence for one never takes a rejection from any', () => {
    fc.assert(
      fc.property(fc.tuple(peak, peak, peak), fc.nat(2), (peaks, index) => {
        const before = familyWith(peaks);
        const more = familyWith(peaks.map((value, at) => (at === index ? value * 1.2 : value)));
        before.forEach((crossing, at) => crossing !== null && expect(more[at]).not.toBeNull());
      }),
      { numRuns: 200 },
    );
  });

  it('gives the alpha of a rejected hypothesis to the others', () => {
    const lone = plannedConstant(0.05 * 0.5) - 0.01;
    expect(familyWith([lone, 0, 0])[0]).toBeNull();
    const [first, second] = familyWith([lone, 3, 0]);
    expect(second).toMatchObject({ direction: 1, seq: 100 });
    expect(first).toMatchObject({ direction: 1, method: 'large-sample' });
    expect(first!.statistic).toBeGreaterThanOrEqual(first!.threshold);
  });

  it('knows the direction', () => {
    expect(familyWith([-3.2, 0, 0])[0]).toMatchObject({ direction: -1 });
  });

  it('looks at what is seen now when alpha is handed on, not at a peak that is over', () => {
    const lone = plannedConstant(0.05 * 0.5) - 0.01;
    const [first, second] = familyWith([-1, 3, 0], [lone, 3, 0]);
    expect(second).not.toBeNull();
    expect(first).toBeNull();
  });

  it('stores what was seen: in every family the direction fits the effect and the statistic was observed', () => {
    let handedOn = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const uniform = uniforms(seed);
      const family = exampleSettings({
        mode: 'planned',
        variants: ['control', 'one', 'two', 'three'].map((name) => ({ name, share: 0.25 })),
        metrics: [
          exampleMetric({ weight: 0.6 }),
          exampleMetric({ name: 'cost', weight: 0.4, direction: 'decrease' }),
        ],
        horizonUnits: 400,
      });
      const compiled = compileSettings(family);
      const state = initialState(family);
      // Effects that turn around half-way, so that peaks go stale.
      const effects = Array.from({ length: 8 }, () => 0.3 * (uniform() - 0.5));
      const seen = new Set<number>();
      for (let i = 0; i < 900; i++) {
        const variant = Math.floor(4 * uniform());
        const turn = i < 250 ? 1 : -1.5;
        const values = [0, 1].map(
          (m) => 0.5 * uniform() + 0.25 + (variant && turn * effects[2 * variant + m]!),
        );
        advance(state, family, { variant, propensities: [0.25, 0.25, 0.25, 0.25], values, at: i });
        for (const metric of compiled.metrics) {
          for (let other = 1; other < 4; other++) {
            const look = largeSampleLook(state.metrics[metric.index]!, metric, family, other);
            if (look !== null) seen.add(plannedScore(look));
          }
        }
      }
      for (const metric of compiled.metrics) {
        for (const { planned, plannedReversal } of state.metrics[metric.index]!.comparisons) {
          for (const crossing of [planned, plannedReversal]) {
            if (crossing === null) continue;
            const { direction, effect, statistic, threshold, t } = crossing;
            expect(effect * direction * metric.improvement).toBeGreaterThan(0);
            expect(statistic * direction * metric.improvement).toBeGreaterThanOrEqual(
              threshold * (1 - 1e-12),
            );
            const score = statistic * t ** 0.25;
            expect([...seen].some((one) => Math.abs(one - score) < 1e-9)).toBe(true);
            if (threshold * t ** 0.25 < metric.constant - 1e-9) handedOn += 1;
          }
          if (planned && plannedReversal) expect(plannedReversal.direction).toBe(-planned.direction);
        }
      }
    }
    expect(handedOn).toBeGreaterThan(10);
  });
});
