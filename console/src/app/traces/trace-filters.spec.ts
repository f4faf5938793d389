import { convertToParamMap } from '@angular/router';
import { dayOf, filtersFromParams, narrowedBy, paramsWith, requestParams } from './trace-filters';

const from = (params: Record<string, string>) => filtersFromParams(convertToParamMap(params));
const experiment = '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77';

describe('the filters of the traces', () => {
  it('are in the URL as they are, and nothing else is', () => {
    const params = {
      prompt: 'a/b',
      version: '3',
      variant: 'b',
      experiment,
      agent: '<b>',
      model: 'm',
      conversation: '../x?y#z',
      source: 'file',
      status: 'error',
      flag: 'any',
      from: '2026-03-01',
      to: '2026-03-02T00:00:00Z',
      order: 'desc',
      cursor: `1_${'0'.repeat(32)}`,
    };
    const filters = from(params);
    expect(paramsWith(filters, { cursor: filters.cursor })).toEqual(params);
    expect(narrowedBy(filters)).toBe(12);
    expect(paramsWith(from({}), {})).toEqual({});
    expect(narrowedBy(from({}))).toBe(0);
  });

  it.each([
    ['version', '0'],
    ['version', 'x'],
    ['experiment', 'x'],
    ['source', 'x'],
    ['status', 'fine'],
    ['flag', 'none'],
    ['from', '2026-13-01'],
    ['to', 'yesterday'],
    ['order', 'up'],
    ['cursor', 'x'],
  ])('ignore %s=%s', (name, value) => expect(from({ [name]: value })).toEqual(from({})));

  it('know the fallback by its other name', () => expect(from({ source: 'fallback' }).source).toBe('file'));

  it('read a conversation as it went, and everything else from the newest on', () => {
    const list = from({});
    const conversation = from({ conversation: 'c' });
    expect([list.order, conversation.order]).toEqual(['desc', 'asc']);
    expect(paramsWith(list, { conversation: 'c' })).toEqual({ conversation: 'c' });
    expect(paramsWith(conversation, { conversation: '' })).toEqual({});
    expect(paramsWith(conversation, { order: 'desc' })).toEqual({ conversation: 'c', order: 'desc' });
  });

  it('start another selection at its first page', () => {
    expect(paramsWith(from({ cursor: `1_${'0'.repeat(32)}` }), { agent: 'a' })).toEqual({ agent: 'a' });
  });

  it('ask for whole days of the reader, and for moments as they are', () => {
    const request = requestParams(from({ experiment, from: '2026-03-01', to: '2026-03-01' }));
    expect(request).toEqual({
      experimentId: experiment,
      from: new Date(2026, 2, 1).toISOString(),
      to: new Date(2026, 2, 2).toISOString(),
      order: 'desc',
      limit: 100,
    });
    const moment = '2026-03-01T09:30:00+01:00';
    expect(requestParams(from({ from: moment })).from).toBe(moment);
    expect(dayOf(new Date(2026, 2, 1, 23, 59).toISOString())).toBe('2026-03-01');
  });
});
