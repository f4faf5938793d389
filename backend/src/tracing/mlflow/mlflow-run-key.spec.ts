import { runKey, type RunIdentity } from './mlflow-run-key';

const RUN: RunIdentity = {
  experimentId: '1',
  promptId: 'p',
  version: 3,
  trialId: null,
  variant: 'A',
  agent: 'energy_analyst',
  startedAt: new Date('2026-11-22T00:00:00Z'),
  traceId: null,
};

describe('runKey', () => {
  it('is equal throughout a UTC day', () => {
    expect(runKey({ ...RUN, startedAt: new Date('2026-11-22T23:59:59.999Z') })).toBe(runKey(RUN));
    expect(runKey(RUN)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differs with everything that the params say, and with the trace where it is given', () => {
    const others: Partial<RunIdentity>[] = [
      { experimentId: '2' },
      { promptId: 'q' },
      { version: 4 },
      { version: null },
      { trialId: 'e' },
      { variant: null },
      { variant: 'null' },
      { agent: '' },
      { startedAt: new Date('2026-11-23T00:00:00Z') },
      { traceId: 't' },
    ];
    expect(new Set([RUN, ...others].map((other) => runKey({ ...RUN, ...other }))).size).toBe(
      others.length + 1,
    );
  });
});
