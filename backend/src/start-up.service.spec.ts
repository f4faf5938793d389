import { Logger } from '@nestjs/common';
import { SystemClock } from './clock';
import { StartUpService } from './start-up.service';

type Parts = ConstructorParameters<typeof StartUpService>;

describe('starting while the database is away', () => {
  beforeEach(() => Logger.overrideLogger(false));
  afterEach(() => Logger.overrideLogger(['error']));

  it('tries again when the database goes away once more', async () => {
    const ensure = jest
      .fn()
      .mockRejectedValueOnce(new Error('Connection terminated'))
      .mockResolvedValue(null);
    const watched = new Promise<void>((watch) => {
      const startUp = new StartUpService(
        {
          current: () => ({ status: 'starting' }),
          whenReady: Promise.resolve(),
        } as unknown as Parts[0],
        { ensure } as unknown as Parts[1],
        { watch: () => Promise.resolve(watch()) } as unknown as Parts[2],
        {} as Parts[3],
        new SystemClock(),
        { seedOnStart: false } as Parts[5],
      );
      void startUp.begin();
      expect(startUp.isPrepared()).toBe(false);
    });
    // The wait between two tries does not hold a process: here nothing else would.
    const hold = setTimeout(() => undefined, 4_000);
    await watched;
    clearTimeout(hold);
    expect(ensure).toHaveBeenCalledTimes(2);
  });
});
