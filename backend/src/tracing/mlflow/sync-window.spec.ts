import { syncWindow } from './sync-window';

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const progress = (syncedUntil: string, lastRunAt: string, completed = true) => ({
  syncedUntil: at(syncedUntil),
  lastRunAt: at(lastRunAt),
  completed,
});

describe('the window of a sync', () => {
  it('goes back two hours from where the run before ended', () => {
    const window = syncWindow(progress('12:04', '12:05'), 48, at('12:10'));
    expect(window).toEqual({ from: at('10:04'), to: at('12:09') });
  });

  it.each([
    ['the first run of an hour', progress('11:54', '11:55')],
    ['the run after one that did not end', progress('12:04', '12:05', false)],
  ])('goes back as far as configured in %s', (_, before) => {
    const window = syncWindow(before, 48, at('12:10'));
    expect(window).toEqual({ from: new Date('2026-02-28T12:09:00Z'), to: at('12:09') });
  });

  it('never goes back further than configured', () => {
    const before = { syncedUntil: new Date(0), lastRunAt: at('12:05'), completed: true };
    expect(syncWindow(before, 1, at('12:10')).from).toEqual(at('11:09'));
  });
});
