import { computed, inject, type Signal } from '@angular/core';
import { Session } from '../session/session';
import type { Scope } from './settings-api';

/**
 * Whether the signed-in person may do what needs a scope. Yes while it is not known who they are: the server decides
 * then, and its answer is shown. Call it in an injection context.
 */
export function may(scope: Scope): Signal<boolean> {
  const { person } = inject(Session);
  return computed(() => {
    const scopes = person()?.scopes;
    return !scopes || scopes.includes(scope) || scopes.includes('admin');
  });
}
