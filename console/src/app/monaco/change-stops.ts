import { InjectionToken, type Signal } from '@angular/core';

/** Something with changes that a reader steps through, such as a comparison of two texts. */
export interface ChangeStops {
  /** How many changes there are; 0 until that is known. */
  readonly stops: Signal<number>;
  /** Brings one of them into view and marks it; null marks none. */
  show(stop: number | null): void;
}

/** Whoever has changes to step through provides itself under this. */
export const CHANGE_STOPS = new InjectionToken<ChangeStops>('changes to step through');
