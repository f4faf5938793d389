import { IsNull, type EntityManager } from 'typeorm';
import { ServedInterval } from './served-interval.entity';

/**
 * Notes from when on a plain resolve serves `version`: closes the open interval and opens the next. Intervals are
 * half-open and never empty: when two changes fall on the same moment, the later one takes the interval over.
 */
export async function recordServed(
  manager: EntityManager,
  promptId: string,
  version: number,
  at: Date,
): Promise<void> {
  const open = await manager.findOneBy(ServedInterval, { promptId, servedTo: IsNull() });
  if (open?.version === version) return;
  if (open && open.servedFrom >= at) {
    await manager.update(ServedInterval, { id: open.id }, { version });
    return;
  }
  if (open) await manager.update(ServedInterval, { id: open.id }, { servedTo: at });
  await manager.insert(ServedInterval, { promptId, version, servedFrom: at, servedTo: null });
}
