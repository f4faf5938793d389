import { change, size } from './reason';

const share = { scale: 'linear', unit: '%' } as const;
const latency = { scale: 'linear', unit: 'ms' } as const;

it.each([
  [0.0412, share, '+4.12 pp'],
  [-0.205, share, '-20.5 pp'],
  [0, share, '0 pp'],
  [108.04, latency, '+108 ms'],
  [3090, latency, '+3.09 s'],
  [-0.222, { scale: 'linear' } as const, '-0.222'],
  [Math.log(1.25), { scale: 'log', unit: 'ms' } as const, '+25 %'],
])('writes the difference %d with its sign and unit', (value, metric, text) =>
  expect(change(value, metric)).toBe(text),
);

it('writes a size without a sign', () => {
  expect(size(-20, latency)).toBe('20 ms');
  expect(size(-0.02, share)).toBe('2 pp');
});
