import { findUnderpowered, type ExperimentSettings } from '@prompt-registry/statistics';
import type { OutlookDto } from './results.dto';

const DAY_MS = 86_400_000;
/** Of fewer conversations within the first day nobody can say how many come in a day. */
const ENOUGH_FOR_A_PACE = 100;

/** How far an experiment is. */
export interface Pace {
  /** Conversations that entered. */
  readonly exposed: number;
  /** Since its start. */
  readonly elapsedMs: number;
  /** Part of the horizon that its slowest pair of variants has reached, in [0, 1]. */
  readonly progress: number;
  /** From when a conversation enters until it counts. */
  readonly settleMs: number;
  /** Nothing is counted any more. */
  readonly over: boolean;
}

/** The planned test ends when its slowest pair of variants is at the horizon; time ends the experiment in any case. */
export function outlookOf(
  settings: ExperimentSettings,
  { exposed, elapsedMs, progress, settleMs, over }: Pace,
): OutlookDto {
  const { startedAt, maximumRuntimeMs, horizonUnits, variants, mode } = settings;
  const short = findUnderpowered(settings);
  const known = elapsedMs > 0 && exposed > 0 && (elapsedMs >= DAY_MS || exposed >= ENOUGH_FOR_A_PACE);
  const perDay = known ? exposed / (elapsedMs / DAY_MS) : null;
  const [control, ...others] = variants.map(({ share }) => share);
  const pairShare = (control ?? 0) + Math.min(...others);
  const daysToLatest = Math.max(0, (maximumRuntimeMs - elapsedMs) / DAY_MS);
  const unitsPerDay = mode === 'anytime' ? 0 : (perDay ?? 0) * pairShare;
  const daysToHorizon = Math.max(
    ((1 - progress) * horizonUnits) / unitsPerDay,
    // Before the first ones are settled there is no progress, and the last one has to be settled too.
    horizonUnits / unitsPerDay + (settleMs - elapsedMs) / DAY_MS,
  );
  return {
    conversationsPerDay: perDay,
    horizonUnits: mode === 'anytime' ? null : Math.ceil(horizonUnits),
    underpowered: short && {
      neededUnits: Math.ceil(short.neededUnits),
      power: short.power,
      effectFound: short.found,
    },
    daysLeft: over ? null : unitsPerDay > 0 ? Math.min(daysToLatest, daysToHorizon) : daysToLatest,
    endsAtLatest: new Date(startedAt + maximumRuntimeMs),
  };
}
