import { backoffMs, lookAgainMs } from './backoff';

describe('backoff', () => {
  it('doubles the longest wait from half a second to ten minutes', () => {
    const longest = [1, 2, 3, 11, 12, 1_000].map((attempt) => backoffMs(attempt, () => 1));
    expect(longest).toEqual([500, 1_000, 2_000, 512_000, 600_000, 600_000]);
  });

  it('waits anything up to the longest', () => {
    expect(backoffMs(3, () => 0)).toBe(0);
    expect(backoffMs(3, () => 0.25)).toBe(500);
  });

  it('waits as long as the server asked for, up to ten minutes', () => {
    expect(backoffMs(1, () => 0.5, 30_000)).toBe(30_000);
    expect(backoffMs(5, () => 0.5, 1_000)).toBe(4_000);
    expect(backoffMs(1, () => 0.5, 86_400_000)).toBe(600_000);
  });
});

describe('looking again', () => {
  it('gets rarer with the time waited', () => {
    expect([0, 1_000, 8_000, 3_600_000].map((ms) => lookAgainMs(ms))).toEqual([250, 250, 2_000, 60_000]);
    expect([0, 3_600_000, 7_200_000].map((ms) => lookAgainMs(ms, true))).toEqual([250, 900_000, 900_000]);
  });
});
