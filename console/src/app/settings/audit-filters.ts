import type { Params } from '@angular/router';
import type { FilterWords } from '../table/unread-params';

/** Which entries of the audit log are shown. The URL holds exactly this. */
export interface AuditFilters {
  readonly actor: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectName: string;
  /** Local days, such as `2026-03-10`; both inclusive. */
  readonly from: string;
  readonly to: string;
  /** Where the page begins; empty: at the newest. */
  readonly cursor: string;
}

export type AuditFilter = keyof AuditFilters;

const FILTERS: readonly AuditFilter[] = [
  'actor',
  'action',
  'subjectType',
  'subjectName',
  'from',
  'to',
  'cursor',
];

/** Actions that the server writes, offered while typing. */
export const KNOWN_ACTIONS: readonly string[] = [
  'api_key.created',
  'api_key.revoked',
  'experiment.approved',
  'experiment.completed',
  'experiment.created',
  'experiment.edited',
  'experiment.evaluated',
  'experiment.paused',
  'experiment.promoted',
  'experiment.promotion_undone',
  'experiment.resumed',
  'experiment.started',
  'experiment.stopped',
  'experiment.traffic_grown',
  'label.moved',
  'label.protected',
  'label.released',
  'label.removed',
  'labels.moved',
  'metric.created',
  'mlflow.redriven',
  'prompt.archived',
  'prompt.created',
  'prompt.edited',
  'prompt.imported',
  'prompt.restored',
  'session.created',
  'session.ended',
  'user.created',
  'user.password_changed',
  'user.updated',
  'version.published',
  'version.rolled_back',
];

export const SUBJECT_TYPES: readonly string[] = [
  'prompt',
  'experiment',
  'label',
  'metric',
  'user',
  'api_key',
  'session',
  'mlflow',
];

/** Filters that not every value is a value of. */
export const FILTER_WORDS: FilterWords<AuditFilters> = {
  from: 'day',
  to: 'day',
  cursor: 'place in the list',
};

/** Reads the filters from query parameters; what makes no sense there is as if it were absent. */
export function auditFiltersFrom(param: (name: string) => string | null): AuditFilters {
  const text = (name: AuditFilter) => (param(name) ?? '').slice(0, 320);
  const matching = (name: AuditFilter, pattern: RegExp) => (pattern.test(text(name)) ? text(name) : '');
  const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
  return {
    actor: text('actor'),
    action: text('action').slice(0, 100),
    subjectType: text('subjectType').slice(0, 100),
    subjectName: text('subjectName'),
    from: matching('from', day),
    to: matching('to', day),
    cursor: matching('cursor', /^[1-9]\d{0,17}$/),
  };
}

/** The URL of the filters with a change; another selection starts at its newest entry. */
export function auditParams(filters: AuditFilters, change: Partial<AuditFilters>): Params {
  const changed = { ...filters, cursor: '', ...change };
  return Object.fromEntries(FILTERS.flatMap((name) => (changed[name] ? [[name, changed[name]]] : [])));
}

/** What the API is asked for: days become moments by the reader's clock. */
export function auditRequest(filters: AuditFilters): Record<string, string | number> {
  const { from, to, ...others } = filters;
  const given = Object.entries(others).filter(([, value]) => value !== '');
  return {
    ...Object.fromEntries(given),
    ...(from ? { from: startOf(from, 0) } : {}),
    ...(to ? { to: startOf(to, 1) } : {}),
    limit: 50,
  };
}

export function isNarrowed({ cursor: _cursor, ...filters }: AuditFilters): boolean {
  return Object.values(filters).some((value) => value !== '');
}

function startOf(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
