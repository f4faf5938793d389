import { shareOfRange, snapshotExperiment, type ExperimentRow } from './snapshot-experiment';

const row = (more: Partial<ExperimentRow> = {}): ExperimentRow => ({
  id: 'e',
  name: 'shorter',
  salt: 'salt',
  hashVersion: 1,
  layer: null,
  variants: [
    { name: 'control', version: 1, share: 0.5 },
    { name: 'b', version: 2, share: 0.5 },
  ],
  endedAt: null,
  steps: [{ at: 10, kind: 'started', trafficShare: 0.5, immediate: false }],
  ...more,
});
const step = (
  at: number,
  kind: ExperimentRow['steps'][number]['kind'],
  trafficShare = 0.5,
  immediate = false,
) => ({
  at,
  kind,
  trafficShare,
  immediate,
});

describe('an experiment in the snapshot', () => {
  it('has a step for everything that matters to conversations that begin', () => {
    const steps = [
      step(10, 'started'),
      step(20, 'paused'),
      step(30, 'resumed'),
      step(40, 'traffic_grown', 1),
      step(50, 'completed', 1),
      step(51, 'promoted', 1),
    ];
    const found = snapshotExperiment(row({ steps, endedAt: 50 }));
    expect(found.steps).toEqual([
      { from: 10, status: 'running', trafficShare: 0.5 },
      { from: 20, status: 'paused', trafficShare: 0.5 },
      { from: 30, status: 'running', trafficShare: 0.5 },
      { from: 40, status: 'running', trafficShare: 1 },
    ]);
    expect(found).toMatchObject({ endedAt: 50 });
    expect(found).not.toHaveProperty('immediate');
    expect(found).not.toHaveProperty('layer');
  });

  it('ends for everyone when it was stopped at once', () => {
    const steps = [step(10, 'started'), step(20, 'stopped', 0.5, true)];
    expect(snapshotExperiment(row({ steps, endedAt: 20 }))).toMatchObject({ immediate: true, endedAt: 20 });
  });

  it('has the salt of its layer, and its traffic as a share of its range', () => {
    const layer = { name: 'tone', mode: 'exclusive', share: 0.4, range: [0.2, 0.6] } as const;
    const found = snapshotExperiment(row({ layer, steps: [step(10, 'started', 0.1)] }));
    expect(found.layer).toEqual({ name: 'tone', mode: 'exclusive', salt: 'salt', range: [0.2, 0.6] });
    expect(found.steps[0]?.trafficShare).toBe(0.25);
    expect(shareOfRange(0.4, layer)).toBe(1);
    expect(shareOfRange(1 / 3, { ...layer, range: [0, 0.333333] })).toBe(1);
    const shared = { name: 'release', mode: 'shared', share: null, range: null } as const;
    expect(snapshotExperiment(row({ layer: shared })).layer).toEqual({
      name: 'release',
      mode: 'shared',
      salt: 'salt',
    });
  });
});
