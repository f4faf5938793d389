import { CronTime } from 'cron';

/** Schedules are read in UTC, so that replicas in different time zones mean the same moments. */
export const SCHEDULE_ZONE = 'UTC';

/** How far back a scheduled moment is looked for: a minute, an hour, a day, a month, four years and a bit. */
const LOOK_BACK_MS = [60_000, 3_600_000, 86_400_000, 32 * 86_400_000, 1_500 * 86_400_000];

/** The latest moment of a cron schedule that is not after `now`; `null` when there was none in four years. */
export function scheduledSlot(expression: string, now: Date): Date | null {
  const schedule = new CronTime(expression, SCHEDULE_ZONE);
  for (const ms of LOOK_BACK_MS) {
    let found: Date | null = null;
    for (let at = next(schedule, now.getTime() - ms); at && at <= now; at = next(schedule, at.getTime()))
      found = at;
    if (found) return found;
  }
  return null;
}

function next(schedule: CronTime, afterMs: number): Date | null {
  try {
    return schedule.getNextDateFrom(new Date(afterMs), SCHEDULE_ZONE).toJSDate();
  } catch {
    // The library throws when a schedule such as the 30th of February never comes.
    return null;
  }
}
