import { binaryArray } from './binary-array';

// Expected: encode(array_send(ARRAY[...]), 'hex') of PostgreSQL 15.
describe('binaryArray', () => {
  it.each([
    [
      'integer',
      [1, null, -2],
      '00000001 00000001 00000017 00000003 00000001 00000004 00000001 ffffffff 00000004 fffffffe',
    ],
    ['text', ['ü', null], '00000001 00000001 00000019 00000002 00000001 00000002 c3bc ffffffff'],
    ['jsonb', ['{}'], '00000001 00000000 00000eda 00000001 00000001 00000003 01 7b7d'],
    ['double precision', [0.5], '00000001 00000000 000002bd 00000001 00000001 00000008 3fe0000000000000'],
    [
      'uuid',
      ['4bf92f35-77b3-4da6-a3ce-929d0e0e4736', '4bf92f3577b34da6a3ce929d0e0e4736'],
      '00000001 00000000 00000b86 00000002 00000001 00000010 4bf92f3577b34da6a3ce929d0e0e4736 00000010 4bf92f3577b34da6a3ce929d0e0e4736',
    ],
    [
      'timestamptz',
      [Date.parse('2000-01-01T00:00:00.001Z'), Date.parse('1999-12-31T23:59:59.999Z')],
      '00000001 00000000 000004a0 00000002 00000001 00000008 00000000000003e8 00000008 fffffffffffffc18',
    ],
  ] as const)('writes %s', (type, values, hex) => {
    expect(binaryArray(type, values).toString('hex')).toBe(hex.replaceAll(' ', ''));
  });

  it('keeps a moment of any year to the millisecond', () => {
    const moments = ['2026-01-31T09:30:00.123Z', '2099-12-31T23:59:59.999Z'].map((text) => Date.parse(text));
    const array = binaryArray('timestamptz', moments);
    const read = [24, 36].map((at) => Number(array.readBigInt64BE(at) / 1_000n) + 946_684_800_000);
    expect(read).toEqual(moments);
  });
});
