import { IsNull, type EntityManager } from 'typeorm';
import { ServedInterval } from './served-interval.entity';

/** What a plain resolve serves, and by which label; `null`: as the latest. */
interface Served {
  readonly version: number;
  readonly label: string | null;
}

/**
 * Notes from when on a plain resolve serves something: closes the open interval and opens the next. Intervals are
 * half-open and never empty: when two changes fall on the same moment, the later one takes the interval over.
 */
export async function recordServed(
  manager: EntityManager,
  promptId: string,
  { version, label }: Served,
  at: Date,
): Promise<void> {
  const open = await manager.findOneBy(ServedInterval, { promptId, servedTo: IsNull() });
  if (open?.version === version && open.label === label) return;
  if (open && open.servedFrom >= at) {
    await manager.update(ServedInterval, { id: open.id }, { version, label });
    return;
  }
  if (open) await manager.update(ServedInterval, { id: open.id }, { servedTo: at });
  await manager.insert(ServedInterval, { promptId, version, label, servedFrom: at, servedTo: null });
}
