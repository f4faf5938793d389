import { Gate } from './gate';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the gate', () => {
  it('never lets more run at once than it should, and lets all run in the end', async () => {
    const gate = new Gate(2, 100);
    let running = 0;
    let most = 0;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        gate.run(async () => {
          most = Math.max(most, ++running);
          await turn();
          running -= 1;
          return i;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(results).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('refuses when too many wait, and takes more once they are done', async () => {
    const gate = new Gate(1, 1);
    const first = gate.run(turn);
    const second = gate.run(turn);
    await expect(gate.run(turn)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      options: { headers: { 'retry-after': '1' } },
    });
    await Promise.all([first, second]);
    await expect(gate.run(async () => 'in')).resolves.toBe('in');
  });

  it('gives its place free when the work fails', async () => {
    const gate = new Gate(1, 0);
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(gate.run(async () => 'in')).resolves.toBe('in');
  });
});
