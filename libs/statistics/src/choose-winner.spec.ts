import { exampleMetric, exampleSettings, HOUR } from './testing/example-settings';
import { untilDecided } from './testing/traffic';

describe('decide on several variants or success metrics', () => {
  it('lets the others go on when one of several variants is worse', () => {
    const settings = exampleSettings({
      variants: ['control', 'worse', 'better'].map((name) => ({ name, share: 1 / 3 })),
      horizonUnits: 600,
      plannedUnits: 500,
    });
    const { decision, state } = untilDecided(settings, [[0.5, 0.2, 0.6]], 11);
    expect(decision).toMatchObject({ verdict: 'success', winner: 2, winners: [2] });
    const worse = state.metrics[0]!.comparisons[0]!;
    expect(worse.planned?.direction ?? worse.exact?.direction).toBe(-1);
  });

  it('does not choose between variants that are too close to call', () => {
    const settings = exampleSettings({
      variants: ['control', 'first', 'second'].map((name) => ({ name, share: 1 / 3 })),
      minimumRuntimeMs: 4 * HOUR,
      winnerLoss: 0.01,
    });
    const { decision } = untilDecided(settings, [[0.3, 0.6, 0.6]], 9);
    expect(decision).toMatchObject({ verdict: 'success', winner: null });
    expect([...decision.winners].sort()).toEqual([1, 2]);
    expect(decision.reasons.map(({ code }) => code)).toContain('several_winners');
    const eager = { ...settings, winnerLoss: 10 };
    const { winner, winners } = untilDecided(eager, [[0.3, 0.6, 0.6]], 9).decision;
    expect(winner).toBe(winners[0]);
  });

  it('does not ship what is better on one success metric and worse on another', () => {
    const settings = exampleSettings({
      metrics: [exampleMetric({ weight: 0.5 }), exampleMetric({ name: 'satisfaction', weight: 0.5 })],
    });
    const { decision } = untilDecided(
      settings,
      [
        [0.4, 0.6],
        [0.6, 0.3],
      ],
      13,
    );
    expect(decision.verdict).toBe('harmful');
    expect(decision.crossing!.metricIndex).toBe(1);
  });
});
