import { SnapshotFile } from '../src/snapshot-file';
import { prompt, version } from './fixtures';

// A process that does nothing but write snapshots until it is killed; says how far it got after each.
const file = new SnapshotFile(process.argv[2] ?? '', 'https://prompts.example', null);
const prompts = Array.from({ length: 200 }, (_, i) =>
  prompt(`prompt-${i}`, [version(1, `${i} ${'x'.repeat(2_000)}`)]),
);

async function writeForEver(): Promise<void> {
  for (let revision = Number(process.argv[3]); ; revision++) {
    const state = {
      revision,
      createdAt: '2026-11-22T00:00:00Z',
      pinHours: 24,
      newestChangeAt: 0,
      etag: `"${revision}"`,
      prompts,
    };
    await file.write(state, revision);
    process.stdout.write(`${revision}\n`);
  }
}

void writeForEver();
