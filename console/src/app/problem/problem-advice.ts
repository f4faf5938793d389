import type { Problem } from './problem';

/** What a person can do about a problem, and whether asking again may help. */
export interface Advice {
  readonly remedy: string;
  readonly retry: boolean;
  /** `waiting`: it can pass by itself. `failed`: it will not. */
  readonly tone: 'waiting' | 'failed';
}

const BY_CODE: Readonly<Record<string, Advice>> = {
  OFFLINE: { remedy: 'Reconnect; this page then loads by itself.', retry: true, tone: 'waiting' },
  SERVER_UNREACHABLE: {
    remedy: 'Agents go on with their last snapshot meanwhile. This page tries again by itself.',
    retry: true,
    tone: 'waiting',
  },
  DATABASE_UNAVAILABLE: {
    remedy: 'Agents are served from memory meanwhile. This page tries again by itself.',
    retry: true,
    tone: 'waiting',
  },
  TOO_MANY_REQUESTS: { remedy: 'Wait a minute, then try again.', retry: true, tone: 'waiting' },
  NOT_ALLOWED: { remedy: 'Ask an admin to change your role.', retry: false, tone: 'failed' },
  INVALID_INPUT: { remedy: 'Correct what is named, then try again.', retry: false, tone: 'failed' },
  LAST_ADMIN: { remedy: 'Give someone else the role admin first.', retry: false, tone: 'failed' },
  UNEXPECTED: { remedy: 'Reload the page.', retry: false, tone: 'failed' },
};

/** The advice for a problem; codes that nobody wrote advice for are judged by their status. */
export function adviceFor(problem: Problem): Advice {
  const known = BY_CODE[problem.code];
  if (known) return known;
  if (problem.status === 404)
    return { remedy: 'Check the address, or search for it.', retry: false, tone: 'failed' };
  if (problem.status >= 500) {
    return {
      remedy: 'Try again. If it stays, give the request id to whoever runs the server.',
      retry: true,
      tone: 'failed',
    };
  }
  return { remedy: 'Try again, or go back.', retry: true, tone: 'failed' };
}
