import { signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideHttpClient } from '@angular/common/http';
import { EMPTY_DRAFT } from './draft';
import { type DraftKeeper, keepDraft, type ToKeep } from './draft-keeper';
import { DraftStore } from './draft-store';

const work = (text: string) => ({ draft: { ...EMPTY_DRAFT, text } });

function start(first: ToKeep | null = null) {
  TestBed.configureTestingModule({ providers: [provideHttpClient()] });
  const toKeep: WritableSignal<ToKeep | null> = signal(first);
  const keeper: DraftKeeper = TestBed.runInInjectionContext(() => keepDraft(toKeep));
  const write = (next: ToKeep | null) => {
    toKeep.set(next);
    TestBed.tick();
  };
  TestBed.tick();
  return { keeper, write, store: TestBed.inject(DraftStore) };
}

beforeEach(() => {
  localStorage.clear();
  jest.useFakeTimers({ now: new Date('2026-03-10T12:00:00Z') });
});
afterEach(() => jest.useRealTimers());

describe('a draft in this browser', () => {
  it('is kept after a pause in typing, by prompt and base', () => {
    const { keeper, write, store } = start();
    write({ prompt: 'a/b', base: 3, work: work('x') });
    write({ prompt: 'a/b', base: 3, work: work('xy') });
    expect(store.read('a/b', 3)).toBeNull();
    jest.advanceTimersByTime(300);
    expect(store.read('a/b', 3)).toMatchObject({ draft: { text: 'xy' }, keptAt: '2026-03-10T12:00:00.300Z' });
    expect(keeper.state()).toEqual({ kind: 'kept', at: '2026-03-10T12:00:00.300Z' });
    expect(store.basesOf('a/b')).toEqual([3]);
    expect(store.basesOf('a')).toEqual([]);
  });

  it('is kept at once when the page goes away or another base is opened', () => {
    const { write, store } = start();
    write({ prompt: 'a', base: 1, work: work('one') });
    write({ prompt: 'a', base: 2, work: work('two') });
    expect(store.read('a', 1)?.draft.text).toBe('one');
    window.dispatchEvent(new Event('pagehide'));
    expect(store.read('a', 2)?.draft.text).toBe('two');
  });

  it('goes when it changes nothing any more, and when it is saved', () => {
    const { keeper, write, store } = start();
    write({ prompt: 'a', base: 1, work: work('x') });
    jest.advanceTimersByTime(300);
    write({ prompt: 'a', base: 1, work: null });
    expect(store.read('a', 1)).toBeNull();
    write({ prompt: 'a', base: 1, work: work('y') });
    keeper.forget();
    jest.advanceTimersByTime(300);
    expect(store.read('a', 1)).toBeNull();
  });

  it('says so when the browser has no room', () => {
    const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { keeper, write } = start();
    write({ prompt: 'a', base: 1, work: work('x') });
    jest.advanceTimersByTime(300);
    expect(keeper.state().kind).toBe('not-kept');
    full.mockRestore();
  });

  it('of another shape is not trusted', () => {
    const { store } = start();
    for (const kept of ['{', '{"keptAt":"x","draft":{"type":"poem"}}', 'null']) {
      localStorage.setItem('draft::a:1', kept);
      expect(store.read('a', 1)).toBeNull();
    }
  });
});
