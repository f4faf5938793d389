import { sessionEnd, shouldNoteSeen } from './session-expiry';

const MINUTE = 60_000;
const limits = { idleMs: 30 * MINUTE, absoluteMs: 120 * MINUTE };
const start = Date.UTC(2026, 0, 31, 9, 30);
const at = (minutes: number) => new Date(start + minutes * MINUTE);

describe('a session', () => {
  it('lives until just before its idle limit', () => {
    const session = { createdAt: at(0), lastSeenAt: at(10) };
    expect(sessionEnd(session, new Date(start + 40 * MINUTE - 1), limits)).toBeNull();
    expect(sessionEnd(session, at(40), limits)).toBe('idle');
  });

  it('ends at its absolute limit however busy it is', () => {
    const session = { createdAt: at(0), lastSeenAt: at(119.9) };
    expect(sessionEnd(session, at(119.99), limits)).toBeNull();
    expect(sessionEnd(session, at(120), limits)).toBe('absolute');
  });

  it('is noted as seen at most once a minute', () => {
    const session = { createdAt: at(0), lastSeenAt: at(5) };
    expect(shouldNoteSeen(session, at(5.99), limits)).toBe(false);
    expect(shouldNoteSeen(session, at(6), limits)).toBe(true);
  });

  it('is noted more often when a minute is much of its idle limit', () => {
    const short = { idleMs: MINUTE, absoluteMs: 120 * MINUTE };
    const session = { createdAt: at(0), lastSeenAt: at(5) };
    expect(shouldNoteSeen(session, at(5.25), short)).toBe(true);
  });
});
