import { inject, Injectable } from '@angular/core';
import { Session } from '../session/session';
import { EMPTY_FORM, type ExperimentForm } from './experiment-form';

/** Unfinished plans, kept in this browser by person and page, so that nothing typed is lost. */
@Injectable({ providedIn: 'root' })
export class PlanStore {
  private readonly session = inject(Session);

  /** What was typed on a page, or null when there is nothing that this console understands. */
  read(page: string): ExperimentForm | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.key(page)) ?? 'null');
      return isForm(kept) ? kept : null;
    } catch {
      return null; // storage is denied by the browser's settings, or somebody else wrote under this key
    }
  }

  write(page: string, form: ExperimentForm): void {
    try {
      localStorage.setItem(this.key(page), JSON.stringify(form));
    } catch {
      // Full, or denied by the browser's settings: the page still works, a reload begins anew.
    }
  }

  remove(page: string): void {
    try {
      localStorage.removeItem(this.key(page));
    } catch {
      // Storage is denied by the browser's settings, so nothing was kept.
    }
  }

  private key(page: string): string {
    return ['experiment-plan', this.session.person()?.id ?? '', page].join(':');
  }
}

/** What another release kept is not trusted to have today's shape. */
function isForm(value: unknown): value is ExperimentForm {
  return sameShape(value, EMPTY_FORM) && (value as ExperimentForm).variants.length >= 2;
}

function sameShape(value: unknown, example: unknown): boolean {
  if (Array.isArray(example))
    return Array.isArray(value) && value.every((item) => example.length === 0 || isLike(item, example[0]));
  return isLike(value, example);
}

function isLike(value: unknown, example: unknown): boolean {
  // A version that is not chosen yet is null in the example and may be a number.
  if (example === null) return value === null || typeof value === 'number';
  if (typeof example !== 'object') return typeof value === typeof example;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(example as Record<string, unknown>).every(([key, of]) =>
    sameShape((value as Record<string, unknown>)[key], of),
  );
}
