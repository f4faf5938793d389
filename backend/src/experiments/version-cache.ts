import type { SnapshotVersion } from '@prompt-registry/resolver';

const MOST_ENTRIES = 2_000;
/** In UTF-16 units of content, so that a few huge versions do not take the memory of thousands of ordinary ones. */
const MOST_UNITS = 32_000_000;

/** Versions that were asked for by number and are not in the snapshot; the least recently used ones are forgotten first. */
export class VersionCache {
  private readonly entries = new Map<string, { readonly version: SnapshotVersion; readonly units: number }>();
  private units = 0;

  constructor(
    private readonly mostEntries = MOST_ENTRIES,
    private readonly mostUnits = MOST_UNITS,
  ) {}

  get(key: string): SnapshotVersion | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    // A Map keeps the order of insertion: the first key is always the least recently used.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.version;
  }

  set(key: string, version: SnapshotVersion): void {
    this.forget(key);
    const units = lengthOf(version);
    this.entries.set(key, { version, units });
    this.units += units;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.mostEntries && this.units <= this.mostUnits) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.units -= entry.units;
  }
}

function lengthOf({ type, content, config }: SnapshotVersion): number {
  const words = type === 'text' ? content.length : JSON.stringify(content).length;
  return words + JSON.stringify(config).length;
}
