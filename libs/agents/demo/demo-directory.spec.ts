import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEMO = join(__dirname, '../../../tools/demo.mjs');

describe('the directory of the demonstration', () => {
  let directory: string;
  const demo = (...args: string[]) =>
    spawnSync(process.execPath, [DEMO, ...args, '--dir', directory], { encoding: 'utf8' });
  beforeEach(() => (directory = join(mkdtempSync(join(tmpdir(), 'pr-demo-')), 'here')));
  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  it('is left alone when the demonstration did not make it, by --clean and by a start', () => {
    mkdirSync(directory);
    writeFileSync(join(directory, 'precious'), 'data');
    for (const args of [['--clean'], ['--no-build', '--until-done', '--port', '0']]) {
      const { status, stderr } = demo(...args);
      expect([status, stderr]).toEqual([1, expect.stringContaining('It is left alone')]);
    }
    expect(readdirSync(directory)).toEqual(['precious']);
  });

  it('is removed by --clean when the marker is there', () => {
    mkdirSync(join(directory, 'data'), { recursive: true });
    writeFileSync(join(directory, '.prompt-registry-demo'), '');
    expect(demo('--clean').status).toBe(0);
    expect(existsSync(directory)).toBe(false);
    expect(demo('--clean').stdout).toContain('There is no');
  });

  it.each([['--seconds', 'soon'], ['--per-day', '0'], ['--wat']])(
    'is not touched by a wrong option: %s',
    (...args) => {
      expect(demo('--no-build', ...args).status).toBe(1);
      expect(existsSync(directory)).toBe(false);
    },
  );
});
