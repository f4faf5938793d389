import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeyFile, writeKeyFile, type KeyDigest } from './api-key-file';

describe('the file of API keys', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pr-keys-'));
  const path = join(directory, 'data', 'api-keys.json');
  const keys: KeyDigest[] = [
    { id: 'a', name: 'agents', keyHash: 'ab12', scopes: ['resolve', 'record'], expiresAt: null },
    { id: 'b', name: 'reader', keyHash: 'cd34', scopes: ['read'], expiresAt: '2099-12-31T00:00:00.000Z' },
  ];
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is not there at first', async () => {
    expect(await readKeyFile(path)).toBeNull();
  });

  it('comes back as it was written, for the owner alone, without leftovers', async () => {
    await writeKeyFile(path, []);
    await writeKeyFile(path, keys);
    expect(await readKeyFile(path)).toEqual(keys);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'data'))).toEqual(['api-keys.json']);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -5)],
    ['of another format', () => '{"format":2,"keys":[]}'],
    ['with an unknown scope', (text: string) => text.replace('"read"', '"root"')],
    ['with a moment that is none', (text: string) => text.replace('2099-12-31', '2099-99-99')],
    ['null', () => 'null'],
    ['empty', () => ''],
  ])('is not believed when %s', async (_, damage) => {
    await writeKeyFile(path, keys);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    await expect(readKeyFile(path)).rejects.toThrow();
  });
});
