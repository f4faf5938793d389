const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In real time somebody may look at night, too: then one comes at least so often. */
const LIVE_AT_LEAST_EVERY_MS = HOUR_MS / 3;

/**
 * How many conversations begin between two moments (epoch ms): more by day than by night, and less at the weekend. `live`, once
 * the clock is the real one, keeps that pace: figures that compare one day with another must not jump for what nobody did.
 * @example conversationsWanted(130, from, from + 40, false) // 0.00006
 */
export function conversationsWanted(perDay: number, from: number, to: number, live: boolean): number {
  const middle = new Date((from + to) / 2);
  const byHour = 1 - 0.7 * Math.cos((2 * Math.PI * (middle.getUTCHours() - 2)) / 24);
  const byDay = [0, 6].includes(middle.getUTCDay()) ? 0.65 : 1;
  const wanted = (perDay * byHour * byDay * (to - from)) / DAY_MS;
  return live ? Math.max(wanted, (to - from) / LIVE_AT_LEAST_EVERY_MS) : wanted;
}
