import { exactTime, relativeTime } from './relative-time';

const now = new Date('2026-03-10T12:00:00Z');
const ago = (ms: number) => relativeTime(new Date(now.getTime() - ms), now, 'en');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [59_999, 'now'],
    [minute, '1 min. ago'],
    [59 * minute, '59 min. ago'],
    [hour, '1 hr. ago'],
    [23 * hour, '23 hr. ago'],
    [day, 'yesterday'],
    [13 * day, '13 days ago'],
    [14 * day, '2 wk. ago'],
    [61 * day, '2 mo. ago'],
    [800 * day, '2 yr. ago'],
  ])('reads %d ms as "%s"', (ms, words) => expect(ago(ms)).toBe(words));

  it('takes a moment slightly ahead for now and one far ahead for the future', () => {
    expect(ago(-30_000)).toBe('now');
    expect(ago(-2 * hour)).toBe('in 2 hr.');
  });

  it('speaks English as the rest of the console does', () => {
    expect(relativeTime(new Date(now.getTime() - 3 * day), now, 'de')).toBe('3 days ago');
  });
});

describe('exactTime', () => {
  it('names the day, the time and the zone', () => {
    expect(exactTime(now, 'en-GB')).toMatch(/Tuesday.*10 March 2026.*\d\d:00:00 \S+/);
  });
});
