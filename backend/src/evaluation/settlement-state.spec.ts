import { settlementState } from './settlement-state';

const now = new Date('2026-02-01T12:00:00Z');
const later = new Date('2026-02-01T12:00:01Z');
const waiting = {
  status: 'running',
  settlementDueAt: later,
  settledAt: null,
  leftOutBecause: null,
} as const;

describe('settlementState', () => {
  it.each([
    ['waiting', {}],
    ['waiting', { status: 'paused' as const }],
    ['due', { settlementDueAt: now }],
    ['settled', { settledAt: now }],
    ['settled', { settledAt: now, status: 'completed' as const }],
    ['left_out', { settledAt: now, leftOutBecause: 'mixed' }],
    ['never', { status: 'completed' as const }],
    ['never', { status: 'stopped' as const, settlementDueAt: now }],
  ])('is "%s" with %j', (state, known) => expect(settlementState({ ...waiting, ...known }, now)).toBe(state));
});
