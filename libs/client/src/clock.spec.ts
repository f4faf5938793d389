import { systemClock } from './clock';

describe("the machine's clock", () => {
  it('waits, also longer than timers can, and can be told not to', async () => {
    const warned: string[] = [];
    const hear = (warning: Error): void => void warned.push(warning.name);
    process.on('warning', hear);
    const ran: string[] = [];
    const cancel = systemClock.after(3_000_000_000, () => ran.push('in a month'));
    systemClock.after(1, () => ran.push('never'))();
    await new Promise<void>((resolve) => systemClock.after(40, resolve, true));
    cancel();
    process.off('warning', hear);
    expect({ ran, warned }).toEqual({ ran: [], warned: [] });
  });
});
