import { inject, Injectable } from '@angular/core';
import { Session } from '../session/session';
import { EMPTY_FORM, type ExperimentForm } from './experiment-form';

/** A plan as this browser keeps it. */
export interface KeptPlan {
  readonly form: ExperimentForm;
  /** What it began with. */
  readonly base: ExperimentForm;
  /** When the draft that it began with was saved, ISO 8601; empty: it was in nobody's draft. */
  readonly on: string;
}

/** Unfinished plans, kept in this browser by person and page, so that nothing typed is lost. */
@Injectable({ providedIn: 'root' })
export class PlanStore {
  private readonly session = inject(Session);
  /** Whose plans these are: also while the session has just ended, when the last words are kept. */
  private person = '';

  /** What was typed on a page, or null when there is nothing that this console understands. */
  read(page: string): KeptPlan | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.key(page)) ?? 'null');
      return isKept(kept) ? kept : null;
    } catch {
      return null; // storage is denied by the browser's settings, or somebody else wrote under this key
    }
  }

  write(page: string, plan: KeptPlan): void {
    try {
      localStorage.setItem(this.key(page), JSON.stringify(plan));
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
    this.person = this.session.person()?.id ?? this.person;
    return ['experiment-plan', this.person, page].join(':');
  }
}

/** What another release kept is not trusted to have today's shape. */
function isKept(value: unknown): value is KeptPlan {
  if (typeof value !== 'object' || value === null || !('form' in value && 'base' in value && 'on' in value))
    return false;
  return typeof value.on === 'string' && isForm(value.form) && isForm(value.base);
}

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
