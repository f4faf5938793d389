import { relativeTime } from '../time/relative-time';
import type { ApiKey, Consumer } from './settings-api';

/** Whether a key is accepted now. */
export function isWorking({ revokedAt, expiresAt }: ApiKey, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || new Date(expiresAt) > now);
}

/** Who no longer gets in when a key is revoked; `live` are the agents that report with it now, null when that is unknown. */
export function whoStopsWorking({ prefix, scopes }: ApiKey, live: readonly Consumer[] | null): string {
  const use = `Whoever uses ${prefix}… (${scopes.join(', ')}) is refused at once`;
  const services = [...new Set((live ?? []).map(({ service }) => service))];
  if (services.length === 0)
    return `${use}. Agents that hold a snapshot go on with its words, which no longer change.`;
  const instances = live?.length === 1 ? '1 live instance' : `${live?.length ?? 0} live instances`;
  return `${use}: ${instances} of ${services.join(', ')}. They go on with the words they hold, which no longer change.`;
}

/** When a key was last used. That is written down in the background, so that a live agent can be ahead of it. */
export function lastUse(
  { lastUsedAt }: ApiKey,
  live: readonly Consumer[] | null,
  now: Date,
  locale?: string,
): string {
  if (lastUsedAt !== null) return `It was last used ${relativeTime(new Date(lastUsedAt), now, locale)}.`;
  return live?.length ? 'It is in use now.' : 'It was never used.';
}
