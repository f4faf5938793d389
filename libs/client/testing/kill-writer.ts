import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SnapshotFile } from '../src/snapshot-file';
import { bundle } from './bundle';

/** What killing a writing process did. @example { kills: 20, duringWrite: 17, bad: 0 } */
export interface KillReport {
  readonly kills: number;
  /** Kills that left a temporary file: the process was writing. */
  readonly duringWrite: number;
  /** Starts that found no good snapshot, or one older than the last acknowledged write. */
  readonly bad: number;
}

/** Kills a writing process again and again (SIGKILL), each time at another moment of its writing, and reads what it left. */
export async function killWriter(kills: number): Promise<KillReport> {
  const directory = mkdtempSync(join(tmpdir(), 'kill-'));
  const path = join(directory, 'kept.snapshot');
  const script = join(directory, 'writer.cjs');
  bundle(join(__dirname, 'snapshot-writer.ts'), script);
  let bad = 0;
  let duringWrite = 0;
  let revision = 1;
  for (let i = 0; i < kills; i++) {
    const acknowledged = await writeAndKill(script, path, revision, (i % 20) / 2);
    const leftovers = readdirSync(directory).filter((name) => name.endsWith('.tmp'));
    if (leftovers.length > 0) duringWrite += 1;
    for (const name of leftovers) rmSync(join(directory, name));
    const kept = await new SnapshotFile(path, 'https://prompts.example', null).read().catch(() => null);
    if (!kept || kept.revision < acknowledged || kept.size !== 200) bad += 1;
    revision = acknowledged + 1;
  }
  rmSync(directory, { recursive: true });
  return { kills, duringWrite, bad };
}

/** Answers the last revision that the process said it had written. */
function writeAndKill(script: string, path: string, revision: number, delayMs: number): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, path, String(revision)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    let armed = false;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (armed) return;
      armed = true;
      setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    child.on('close', () => resolve(Number(out.trim().split('\n').at(-1))));
  });
}
