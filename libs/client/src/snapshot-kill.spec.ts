import { killWriter } from '../testing/kill-writer';

describe('a process that is killed while it writes its snapshot', () => {
  it('leaves the previous good one, 20 times (C7)', async () => {
    const report = await killWriter(20);
    process.stderr.write(`${JSON.stringify({ id: 'C7', ...report })}\n`);
    expect(report.bad).toBe(0);
    expect(report.duringWrite).toBeGreaterThan(0);
  }, 60_000);
});
