import type { HttpResourceRef } from '@angular/common/http';
import { effect, inject, untracked } from '@angular/core';
import { toProblem } from '../problem/problem';
import { adviceFor } from '../problem/problem-advice';
import { HealthMonitor } from './health';

/**
 * Reads again, by itself, what failed for a reason that passes (an outage, no network): each time the server was asked
 * how it is and is well. Call it in an injection context.
 */
export function reloadOnRecovery(resource: HttpResourceRef<unknown>): void {
  const monitor = inject(HealthMonitor);
  const canPass = () => {
    const error = resource.error();
    return error !== undefined && adviceFor(toProblem(error)).tone === 'waiting';
  };
  effect(() => {
    if (canPass()) untracked(() => monitor.askSoon());
  });
  effect(() => {
    if (monitor.answers() === 0 || monitor.current().status !== 'ok') return;
    untracked(() => canPass() && resource.reload());
  });
}
