import { expiryOf } from './expiry';

const now = new Date(2026, 2, 10, 15, 30);

describe('expiryOf', () => {
  it('counts days from now, or never ends', () => {
    expect(expiryOf('never', '', now)).toBeNull();
    expect(expiryOf('30', '', now)).toBe(new Date(now.getTime() + 30 * 86_400_000).toISOString());
  });

  it('ends when the chosen day is over by the reader’s clock', () => {
    expect(expiryOf('day', '2026-03-10', now)).toBe(new Date(2026, 2, 11).toISOString());
    expect(expiryOf('day', '2026-12-31', now)).toBe(new Date(2027, 0, 1).toISOString());
  });

  it.each(['2026-03-09', '', 'soon'])('refuses %p', (day) =>
    expect(expiryOf('day', day, now)).toBe('invalid'),
  );
});
