import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Session, type SessionState } from '../session/session';
import { LiveChanges } from './live-changes';
import { reloadOnChange } from './reload-on-change';

/** The browser's side of a stream, driven by the test. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeStream[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    FakeStream.all.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
  say(event: string, data: object): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}
const open = () => FakeStream.all.filter(({ readyState }) => readyState !== 2);
const last = () => FakeStream.all.at(-1) as FakeStream;

function start() {
  const state = signal<SessionState>('signed-in');
  TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: { state } }] });
  const changes = TestBed.inject(LiveChanges);
  TestBed.tick();
  return { state, changes };
}
const settle = () => {
  jest.advanceTimersByTime(1_000);
  TestBed.tick();
};

beforeEach(() => {
  jest.useFakeTimers();
  FakeStream.all = [];
  Object.assign(globalThis, { EventSource: FakeStream });
});
afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(globalThis, 'EventSource');
});

describe('LiveChanges', () => {
  it('tells changes that come close together as one', () => {
    const { changes } = start();
    last().say('hello', { revision: 5 });
    settle();
    expect(changes.state()).toBe('live');
    expect(changes.change()).toBeNull();
    last().say('change', { revision: 6, prompts: [{ name: 'a' }] });
    last().say('change', { revision: 7, prompts: [{ name: 'b' }] });
    expect(changes.change()).toBeNull();
    settle();
    expect(changes.change()).toEqual({ revision: 7, prompts: new Set(['a', 'b']) });
  });

  it('comes back after a refusal, later and later, and tells what it missed', () => {
    const { changes } = start();
    last().say('hello', { revision: 5 });
    last().close();
    last().dispatchEvent(new Event('error'));
    expect(changes.state()).toBe('off');
    jest.advanceTimersByTime(4_000);
    expect(open()).toHaveLength(1);
    last().say('hello', { revision: 9 });
    settle();
    expect(changes.change()).toEqual({ revision: 9, prompts: null });
  });

  it('does not know what changed before a stream that begins late', () => {
    const { changes } = start();
    jest.advanceTimersByTime(1_500);
    last().say('hello', { revision: 5 });
    settle();
    expect(changes.change()).toEqual({ revision: 5, prompts: null });
  });

  it('follows nothing while nobody is signed in', () => {
    const { state } = start();
    state.set('signed-out');
    TestBed.tick();
    expect(open()).toHaveLength(0);
    state.set('signed-in');
    TestBed.tick();
    expect(open()).toHaveLength(1);
  });

  it('does without a stream where the browser has none', () => {
    Reflect.deleteProperty(globalThis, 'EventSource');
    expect(start().changes.state()).toBe('off');
  });
});

describe('reloadOnChange', () => {
  it('reads again what is concerned, after an answer that is on its way', () => {
    start();
    const isLoading = signal(false);
    const read = { any: 0, mine: 0 };
    TestBed.runInInjectionContext(() => {
      reloadOnChange({ isLoading, reload: () => (read.any += 1) });
      reloadOnChange({ isLoading, reload: () => (read.mine += 1) }, () => 'mine');
    });
    const change = (revision: number, name: string) => {
      last().say('change', { revision, prompts: [{ name }] });
      settle();
    };
    change(1, 'other');
    expect(read).toEqual({ any: 1, mine: 0 });
    isLoading.set(true);
    change(2, 'mine');
    expect(read).toEqual({ any: 1, mine: 0 });
    isLoading.set(false);
    TestBed.tick();
    expect(read).toEqual({ any: 2, mine: 1 });
  });
});
