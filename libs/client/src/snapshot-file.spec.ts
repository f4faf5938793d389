import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolve } from '@prompt-registry/resolver';
import { prompt, snapshot, version } from '../testing/fixtures';
import { SnapshotFile } from './snapshot-file';
import { SnapshotStore } from './snapshot-store';

const URL = 'https://prompts.example';
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kept-'));
  path = join(directory, 'deeper', 'kept.snapshot');
});
afterEach(() => rmSync(directory, { recursive: true }));

const PROMPTS = [
  prompt('greeting', [version(1), version(2)]),
  prompt('ünïcode\ttab', [version(1, 'é🚀\n\u2028')]),
];
const STATE = {
  revision: 7,
  createdAt: '2026-11-22T00:00:00Z',
  pinHours: 24,
  newestChangeAt: 5,
  etag: '"7"',
  prompts: PROMPTS,
};

async function written(): Promise<SnapshotFile> {
  const file = new SnapshotFile(path, URL, null);
  await file.write(STATE, 1_800_000_000_000);
  return file;
}

describe('SnapshotFile', () => {
  it('gives back what was written, entry by entry or all together', async () => {
    const file = await written();
    const store = new SnapshotStore();
    const kept = await file.read();
    if (!kept) throw new Error('nothing kept');
    store.adopt(kept);
    expect([store.origin, store.etag, store.index.revision, kept.header.writtenAt]).toEqual([
      'snapshot_file',
      '"7"',
      7,
      1_800_000_000_000,
    ]);
    expect(resolve(store.index, { name: 'greeting' })).toMatchObject({ ok: false, code: 'UNKNOWN_PROMPT' });
    expect(store.fetchFromFile('greeting')).toBe(true);
    expect(resolve(store.index, { name: 'greeting' })).toMatchObject({ ok: true, version: 2, revision: 7 });
    expect(store.fetchFromFile('nobody')).toBe(false);
    expect([...store.all()].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(PROMPTS);
  });

  it('is for its owner only, and leaves nothing beside it', async () => {
    await written();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'deeper'))).toEqual(['kept.snapshot']);
  });

  it('refuses every single damaged byte, and every shorter file', async () => {
    const file = await written();
    const good = readFileSync(path);
    for (let i = 0; i < good.length - 1; i++) {
      const bad = Buffer.from(good);
      bad.writeUInt8(bad.readUInt8(i) ^ 0x01, i);
      writeFileSync(path, bad);
      await expect(file.read()).rejects.toMatchObject({ code: 'SNAPSHOT_FILE' });
    }
    for (const length of [0, 1, 64, 65, 66, good.length - 66, good.length - 1]) {
      writeFileSync(path, good.subarray(0, length));
      await expect(file.read()).rejects.toMatchObject({ code: 'SNAPSHOT_FILE' });
    }
    writeFileSync(path, good);
    appendFileSync(path, 'x');
    await expect(file.read()).rejects.toMatchObject({ code: 'SNAPSHOT_FILE' });
  });

  it('is nothing when it is not there, and not another registry’s', async () => {
    expect(await new SnapshotFile(path, URL, null).read()).toBeNull();
    await written();
    await expect(new SnapshotFile(path, 'https://staging.example', null).read()).rejects.toThrow(
      /is of https:\/\/prompts.example/,
    );
    expect((await new SnapshotFile(path, URL, ['greeting']).read())?.etag).toBeNull();
  });

  it('keeps the previous file when it cannot be written', async () => {
    const file = await written();
    const failing = {
      ...STATE,
      prompts: {
        *[Symbol.iterator]() {
          yield PROMPTS[0] as never;
          throw new Error('disk full');
        },
      },
    };
    await expect(file.write(failing, 1)).rejects.toMatchObject({ code: 'SNAPSHOT_FILE' });
    expect((await file.read())?.revision).toBe(7);
    expect(readdirSync(join(directory, 'deeper'))).toEqual(['kept.snapshot']);
    // A folder stands where the file should be.
    const blocked = join(directory, 'blocked');
    mkdirSync(join(blocked, 'x'), { recursive: true });
    await expect(new SnapshotFile(blocked, URL, null).write(STATE, 1)).rejects.toMatchObject({
      code: 'SNAPSHOT_FILE',
    });
    writeFileSync(join(directory, 'plain'), '');
    await expect(
      new SnapshotFile(join(directory, 'plain', 'x'), URL, null).write(STATE, 1),
    ).rejects.toMatchObject({ code: 'SNAPSHOT_FILE' });
    chmodSync(path, 0o600);
  });

  it('does not take the place of what the server has sent', async () => {
    const kept = await (await written()).read();
    const store = new SnapshotStore();
    store.replace(snapshot(9, [prompt('greeting', [version(3)])]), '"9"');
    if (kept) store.adopt(kept);
    expect([store.origin, store.index.revision]).toEqual(['memory', 9]);
    expect(existsSync(path)).toBe(true);
  });
});
