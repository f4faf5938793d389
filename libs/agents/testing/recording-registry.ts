import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PromptRegistry, type OutcomeRecord, type TraceRecord } from '@prompt-registry/client';
import { PROMPTS_DIR } from './fixtures';

/** A registry whose server knows no prompts and keeps what is recorded: prompts come from the files. */
export class RecordingRegistry {
  readonly traces: TraceRecord[] = [];
  readonly outcomes: OutcomeRecord[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as {
          traces?: TraceRecord[];
          outcomes?: OutcomeRecord[];
        };
        this.traces.push(...(body.traces ?? []));
        this.outcomes.push(...(body.outcomes ?? []));
        const taken = body.traces?.length ?? body.outcomes?.length;
        response.writeHead(taken === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ accepted: taken ?? 0, duplicates: 0, flagged: 0, rejected: [] }));
      });
    });
  }

  static async open(): Promise<{
    registry: PromptRegistry;
    seen: RecordingRegistry;
    close: () => Promise<void>;
  }> {
    const seen = new RecordingRegistry();
    await new Promise<void>((resolve) => seen.server.listen(0, '127.0.0.1', resolve));
    const { port } = seen.server.address() as AddressInfo;
    const registry = new PromptRegistry({
      url: `http://127.0.0.1:${port}`,
      apiKey: 'any',
      promptsDir: PROMPTS_DIR,
      sendEveryMs: 1,
      onError: () => undefined,
    });
    await registry.start();
    const close = async (): Promise<void> => {
      await registry.close();
      seen.server.closeAllConnections();
      await new Promise((resolve) => seen.server.close(resolve));
    };
    return { registry, seen, close };
  }
}
