import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { draftPlace } from './draft-tabs';

/** Channels of one browser: what one says, all others of the name hear. */
class FakeChannel extends EventTarget {
  static all: FakeChannel[] = [];
  constructor(readonly name: string) {
    super();
    FakeChannel.all.push(this);
  }
  postMessage(data: unknown): void {
    for (const other of FakeChannel.all)
      if (other !== this && other.name === this.name)
        other.dispatchEvent(new MessageEvent('message', { data }));
  }
  close(): void {
    FakeChannel.all = FakeChannel.all.filter((other) => other !== this);
  }
}

beforeEach(() => {
  FakeChannel.all = [];
  Object.assign(globalThis, { BroadcastChannel: FakeChannel });
});
afterEach(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'));

function page(draft = 'a:3') {
  const name = signal<string | null>(draft);
  const place = TestBed.runInInjectionContext(() => draftPlace(name));
  TestBed.tick();
  return { ...place, name };
}

it('lets the first page write, and tells the second', () => {
  const [first, second, other] = [page(), page(), page('b:1')];
  expect([first.elsewhere(), second.elsewhere(), other.elsewhere()]).toEqual([false, true, false]);
});

it('changes places when the second takes over, and back', () => {
  const [first, second] = [page(), page()];
  second.take();
  expect([first.elsewhere(), second.elsewhere()]).toEqual([true, false]);
  // A third one hears it from the page that writes now.
  expect(page().elsewhere()).toBe(true);
  first.take();
  expect([first.elsewhere(), second.elsewhere()]).toEqual([false, true]);
});

it('asks again for another draft', () => {
  const [first, second] = [page(), page()];
  second.name.set('a:4');
  TestBed.tick();
  expect([first.elsewhere(), second.elsewhere()]).toEqual([false, false]);
});

it('knows of no others where pages cannot speak to each other', () => {
  Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  page();
  expect(page().elsewhere()).toBe(false);
});
