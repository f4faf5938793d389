import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../testing/eventually';
import { FAULTS, FaultProxy } from '../testing/fault-proxy';
import { experiment, prompt, version } from '../testing/fixtures';
import { killWriter } from '../testing/kill-writer';
import { RegistryServer } from '../testing/registry-server';
import { PromptRegistry, type RegistryOptions } from './index';

/** The long runs; `RELIABILITY=1 jest -c libs/client/jest.config.cjs reliability`. */
const FAULT_MS = Number(process.env.FAULT_MS ?? 60_000);
const CAP_MS = 30_000;

describe('reliability', () => {
  it('a killed writer leaves the previous good snapshot, 200 times (C7)', async () => {
    const report = await killWriter(200);
    process.stdout.write(
      `${JSON.stringify({ id: 'C7', held: report.bad === 0, faults: report.kills, ...report })}\n`,
    );
    expect(report.bad).toBe(0);
    expect(report.duringWrite).toBeGreaterThan(20);
  }, 300_000);

  it(
    'a warm agent keeps its answers through a minute of every fault at once, and misses nothing after it (C2)',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'warm-'));
      writeFileSync(join(directory, 'greeting.md'), 'old words from the file');
      const runs = FAULTS.filter((fault) => fault !== '401').map(async (fault) => {
        const server = new RegistryServer([
          prompt('greeting', [version(1), version(2)], { experiments: [experiment()] }),
        ]);
        const proxy = new FaultProxy(await server.listen());
        await proxy.listen();
        const options: RegistryOptions = {
          url: proxy.url,
          apiKey: 'pr_test',
          promptsDir: directory,
          closeDeadlineMs: 50,
          onError: () => undefined,
        };
        const registry = new PromptRegistry({ ...options, startDeadlineMs: 5_000 });
        await registry.start();
        const ids = Array.from({ length: 1_000 }, (_, i) => `conv-${i}`);
        const before = ids.map(
          (conversationId) => registry.loadPrompt('greeting', { conversationId }).version,
        );
        await proxy.set(fault);
        let loads = 0;
        let wrong = 0;
        for (const end = performance.now() + FAULT_MS; performance.now() < end;) {
          ids.forEach((conversationId, i) => {
            loads += 1;
            if (registry.loadPrompt('greeting', { conversationId }).version !== before[i]) wrong += 1;
          });
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        server.publishSilently(prompt('greeting', [version(1), version(2), version(3)]));
        const healedAt = performance.now();
        await proxy.set(null);
        await eventually(
          'in step',
          () => registry.loadPrompt('greeting').version === 3 && !registry.status().stale,
          CAP_MS * 2,
        );
        const ms = Math.round(performance.now() - healedAt);
        await registry.close();
        await proxy.close();
        await server.close();
        process.stdout.write(
          `${JSON.stringify({ id: 'C2', held: wrong === 0, fault, loads, bad: wrong, reconnectMs: ms })}\n`,
        );
        expect(wrong).toBe(0);
        expect(ms).toBeLessThanOrEqual(CAP_MS + 1_000);
      });
      await Promise.all(runs);
      rmSync(directory, { recursive: true });
    },
    FAULT_MS + 120_000,
  );
});
