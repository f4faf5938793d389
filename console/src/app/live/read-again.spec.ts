import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { readAgain } from './read-again';

it('reads again at once, or once the answer that is on its way has come', () => {
  const isLoading = signal(false);
  const reload = jest.fn();
  const again = TestBed.runInInjectionContext(() => readAgain({ isLoading, reload }));
  again();
  TestBed.tick();
  expect(reload).toHaveBeenCalledTimes(1);
  isLoading.set(true);
  again();
  again();
  TestBed.tick();
  expect(reload).toHaveBeenCalledTimes(1);
  isLoading.set(false);
  TestBed.tick();
  expect(reload).toHaveBeenCalledTimes(2);
});
