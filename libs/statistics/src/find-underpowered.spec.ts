import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { advance } from './advance';
import { decide } from './decide';
import { findUnderpowered } from './find-underpowered';
import { horizonInflation } from './horizon-inflation';
import { initialState } from './initial-state';
import { plannedConstant } from './planned-constant';
import { crossing } from './testing/boundary-crossing';
import { exampleMetric, exampleSettings } from './testing/example-settings';
import { untilDecided } from './testing/traffic';
import { unitOf } from './testing/units';

const NEEDED = 780;
const cut = (horizonUnits: number, more = {}) =>
  exampleSettings({
    metrics: [exampleMetric({ neededUnits: NEEDED, ...more })],
    horizonUnits,
    plannedUnits: horizonUnits / 1.2355,
  });

describe('a horizon that is shorter than the effect asks for', () => {
  it.each([200, 400, 600])('has the power that is said of it: %d of 780 units', (horizonUnits) => {
    const { power } = findUnderpowered({ ...cut(horizonUnits), futility: false })!;
    // Solved independently, as Brownian motion with the drift of that effect at that horizon.
    const asked = quantile(0.975, 0, 1) + quantile(0.8, 0, 1);
    const full = asked * Math.sqrt(horizonInflation('hybrid', false, 0.05, 0.8));
    const drift = full * Math.sqrt(horizonUnits / NEEDED);
    const { up, down } = crossing({ constant: plannedConstant(0.04), drift, cells: 400, steps: 1000 });
    expect(Math.abs(power - (up + down))).toBeLessThan(0.02);
  });

  it('is told of while it runs and when it ends without an answer', () => {
    const settings = cut(200, { minimumDetectableEffect: 0.04 });
    const state = initialState(settings);
    advance(state, settings, unitOf(0, [0.5]));
    const said = decide(state, settings, 0).reasons.find(({ code }) => code === 'underpowered')!;
    expect(said.message).toContain('room for only 200 of the up to 780 units');
    expect(said.numbers['power']).toBeLessThan(0.4);
    expect(said.numbers['found']).toBeCloseTo(0.04 * Math.sqrt(780 / 200), 12);
    const { decision } = untilDecided(settings, [[0.5, 0.5]], 3);
    expect(['futile', 'inconclusive']).toContain(decision.verdict);
    expect(decision.reasons.map(({ code }) => code)).toContain('underpowered');
  });

  it('says nothing where there is room, or nearly, or nobody knew', () => {
    expect(findUnderpowered(exampleSettings())).toBeNull();
    expect(findUnderpowered(cut(NEEDED))).toBeNull();
    expect(findUnderpowered({ ...cut(300), mode: 'anytime' })).toBeNull();
  });

  it('does not give up at once what it can still find: an effect of the size that so many units find', () => {
    // Half of what the plan asks for, so that it finds 1.41 times the effect. Power is as planned, where it was 80 %.
    const [truth, effect] = [0.08, 0.08 / Math.SQRT2];
    const outcomes = (neededUnits: number | undefined) => {
      const settings = exampleSettings({
        metrics: [
          exampleMetric({ minimumDetectableEffect: effect, ...(neededUnits ? { neededUnits } : {}) }),
        ],
        mode: 'planned',
        horizonUnits: 230,
        plannedUnits: 197,
      });
      let [won, futile] = [0, 0];
      for (let seed = 100; seed < 300; seed++) {
        const { verdict } = untilDecided(settings, [[0.5, 0.5 + truth]], seed).decision;
        if (verdict === 'success') won += 1;
        if (verdict === 'futile') futile += 1;
      }
      return { won, futile };
    };
    const [before, now] = [outcomes(undefined), outcomes(460)];
    expect(now.won).toBeGreaterThan(before.won);
    expect(now.futile).toBeLessThan(before.futile);
    expect(now.won / 200).toBeGreaterThan(0.73);
  });
});
