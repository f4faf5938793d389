import type { Params } from '@angular/router';
import type { AuditEntry } from './settings-api';

/** Where the thing that was changed is seen. */
export interface SubjectLink {
  readonly commands: readonly string[];
  readonly queryParams?: Params;
}

/** The page of an entry's subject; null for what has none. */
export function subjectLink({ subjectType, subjectName, subjectId }: AuditEntry): SubjectLink | null {
  switch (subjectType) {
    case 'prompt':
      return { commands: ['/prompts', subjectName] };
    case 'experiment':
      return { commands: ['/experiments', subjectId] };
    case 'user':
      return { commands: ['/settings/people'] };
    case 'api_key':
      return { commands: ['/settings/api-keys'] };
    case 'label':
      return { commands: ['/settings/protected-labels'] };
    case 'metric':
      return { commands: ['/settings/metrics'] };
    case 'mlflow':
      return { commands: ['/settings/health'] };
    default:
      return null;
  }
}

/** One member of what was before and after; `—` where it was not there. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const ABSENT = '—';

/** What an entry says of before and after, member by member in the order they are told. */
export function changesOf({ before, after }: AuditEntry): readonly Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((name) => ({ name, before: shown(before?.[name]), after: shown(after?.[name]) }));
}

function shown(value: unknown): string {
  if (value === undefined) return ABSENT;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
