import { unreadParams } from './unread-params';

const read = (params: { get(name: string): string | null }) => ({
  status: ['ok', 'error'].includes(params.get('status') ?? '') ? params.get('status') : '',
  source: params.get('source') === 'fallback' ? 'file' : '',
  order: params.get('order') === 'asc' ? 'asc' : 'desc',
  page: Number(/^[1-9]$/.exec(params.get('page') ?? '')?.[0] ?? 1),
});
const words = { status: 'status', source: 'source', order: 'order', page: 'page' };
const unread = (query: string) => unreadParams(new URLSearchParams(query), read, words);

describe('what an address asks for', () => {
  it('is named where a list knows no such value', () => {
    expect(unread('status=zzz&order=up&page=0')).toEqual([
      { word: 'status', value: 'zzz' },
      { word: 'order', value: 'up' },
      { word: 'page', value: '0' },
    ]);
    expect(unread(`status=${'z'.repeat(999)}`)[0]?.value).toBe(`${'z'.repeat(60)}…`);
  });

  it('is not named where it is understood, is what is usual, is empty, or is none of the list’s', () => {
    expect(unread('status=ok&source=fallback&order=desc&page=1&colour=red')).toEqual([]);
    expect(unread('status=&order=asc')).toEqual([]);
  });
});
