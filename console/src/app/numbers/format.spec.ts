import {
  formatChance,
  formatChange,
  formatCount,
  formatDifference,
  formatDuration,
  formatMoney,
  formatP,
  formatRoughDuration,
  formatSetShare,
  formatShare,
  formatValue,
  formatWithInterval,
  NONE_YET,
} from './format';
import { quantityOf } from './quantity';

const share = { kind: 'share' } as const;

it('tells none yet from zero', () => {
  expect([formatShare(null), formatCount(undefined), formatValue(null, share)]).toEqual([
    NONE_YET,
    NONE_YET,
    NONE_YET,
  ]);
  expect([formatShare(0, 'en'), formatCount(0, 'en'), formatDuration(0, 'en')]).toEqual(['0 %', '0', '0 ms']);
});

it.each([
  [0.312, '31.2 %'],
  [0.0123, '1.23 %'],
  [0.00004, '0.00 %'],
  [1, '100 %'],
  [0.09999, '10.0 %'],
])('writes the share %d as %s', (value, text) => expect(formatShare(value, 'en')).toBe(text));

it('writes a share that was set without decimals it does not have', () => {
  expect([0.5, 0.125, 1 / 3].map((value) => formatSetShare(value, 'en'))).toEqual([
    '50 %',
    '12.5 %',
    '33.33 %',
  ]);
});

it('writes differences with their sign and the interval in the same decimals', () => {
  expect(formatWithInterval(0.041, [0.012, 0.07], share, 'en')).toBe('+4.1 pp [+1.2, +7.0]');
  expect(formatWithInterval(-0.0041, [-0.0086, 0.0004], share, 'en')).toBe('−0.41 pp [−0.86, +0.04]');
  expect(formatWithInterval(38, [-12, 88], { kind: 'duration' }, 'en')).toBe('+38.0 ms [−12.0, +88.0]');
  expect(formatDifference(0.0000000004, share, 'en')).toBe('0.000 pp');
  expect(formatDifference(0.0213, { kind: 'plain', unit: '' }, 'en')).toBe('+0.021');
  expect(formatChange(0.031, [-0.01, 0.072], 'en')).toBe('+3.1 % [−1.0, +7.2]');
});

it('groups and points by locale', () => {
  expect(formatCount(1204, 'de')).toBe('1.204');
  expect(formatWithInterval(0.041, [0.012, 0.07], share, 'de')).toBe('+4,1 pp [+1,2; +7,0]');
});

it('chooses the unit of a duration by its size', () => {
  expect([840.4, 1240, 210_000].map((ms) => formatDuration(ms, 'en'))).toEqual([
    '840 ms',
    '1.24 s',
    '3.50 min',
  ]);
});

it('writes a duration that is known roughly, and a chance that is nearly certain, as such', () => {
  expect([899.4, 1190, 50.9, null].map((ms) => formatRoughDuration(ms, 'en'))).toEqual([
    '~900 ms',
    '~1.2 s',
    '~51 ms',
    NONE_YET,
  ]);
  expect([0.99996, 0.94, 0.0002].map((chance) => formatChance(chance, 'en'))).toEqual([
    '> 99.9 %',
    '94.0 %',
    '< 0.1 %',
  ]);
});

it('keeps small amounts of money readable', () => {
  expect([0.002311, 12.5, 0].map((amount) => formatMoney(amount, 'USD', 'en'))).toEqual([
    '$0.00231',
    '$12.50',
    '$0.00',
  ]);
});

it('writes p-values as they are read', () => {
  expect([0.0812, 0.0002, 1, null].map((p) => formatP(p, 'en'))).toEqual(['0.081', '< 0.001', '1', NONE_YET]);
});

it('knows how a metric is written', () => {
  expect(quantityOf({ kind: 'binary', unit: '' })).toEqual(share);
  expect(quantityOf({ kind: 'continuous', unit: 'ms' })).toEqual({ kind: 'duration' });
  expect(quantityOf({ kind: 'continuous', unit: '€' })).toEqual({ kind: 'money', currency: 'EUR' });
  expect(formatValue(12_345, quantityOf({ kind: 'continuous', unit: 'tokens' }), 'en')).toBe('12,345 tokens');
  expect(formatValue(0.7124, quantityOf({ kind: 'bounded', unit: '' }), 'en')).toBe('0.712');
});
