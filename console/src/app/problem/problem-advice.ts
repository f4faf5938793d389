import type { Problem } from './problem';

/** What a person can do about a problem, and whether asking again may help. */
export interface Advice {
  readonly todo: string;
  readonly retry: boolean;
  /** `waiting`: it can pass by itself. `failed`: it will not. */
  readonly tone: 'waiting' | 'failed';
}

const BY_CODE: Readonly<Record<string, Advice>> = {
  OFFLINE: { todo: 'Reconnect; this page then loads by itself.', retry: true, tone: 'waiting' },
  SERVER_UNREACHABLE: {
    todo: 'Agents go on with their last snapshot meanwhile. This page tries again by itself.',
    retry: true,
    tone: 'waiting',
  },
  DATABASE_UNAVAILABLE: {
    todo: 'Agents are served from memory meanwhile. This page tries again by itself.',
    retry: true,
    tone: 'waiting',
  },
  TOO_MANY_REQUESTS: { todo: 'Wait a minute, then try again.', retry: true, tone: 'waiting' },
  NOT_ALLOWED: { todo: 'Ask an admin to change your role.', retry: false, tone: 'failed' },
  INVALID_INPUT: { todo: 'Correct what is named, then try again.', retry: false, tone: 'failed' },
  LAST_ADMIN: { todo: 'Give someone else the role admin first.', retry: false, tone: 'failed' },
  UNEXPECTED: { todo: 'Reload the page.', retry: false, tone: 'failed' },
};

/** The advice for a problem; codes that nobody wrote advice for are judged by their status. */
export function adviceFor(problem: Problem): Advice {
  const known = BY_CODE[problem.code];
  if (known) return known;
  if (problem.status === 404)
    return { todo: 'Check the address, or search for it.', retry: false, tone: 'failed' };
  if (problem.status >= 500) {
    return {
      todo: 'Try again. If it stays, give the request id to whoever runs the server.',
      retry: true,
      tone: 'failed',
    };
  }
  return { todo: 'Try again, or go back.', retry: true, tone: 'failed' };
}
