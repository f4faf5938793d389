import { newTraceId } from './trace-id';

describe('newTraceId', () => {
  it('gives 32 lower-case hex digits, never the same twice, over many blocks', () => {
    const ids = Array.from({ length: 5_000 }, newTraceId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([]);
  });
});
