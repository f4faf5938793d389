import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settings } from './watched-page';

const ROOT = join(__dirname, '../..');
const KEY = 'test-admin-key-0123456789';
const HOUR_MS = 3_600_000;

/** A parsed answer, whose members a test names as it needs them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read documents of many shapes; wrong ones fail their expectations
export type Json = any;

/** The built server with a clock that a test moves: it starts in the past, so that in the end its time is the browser's. */
export class MovedServer {
  private constructor(
    readonly url: string,
    private readonly directory: string,
    private readonly child: ReturnType<typeof spawn>,
  ) {}

  /** Starts one with a database of its own, that many hours ago. */
  static async start(hoursAgo: number, port = 0): Promise<MovedServer> {
    const directory = mkdtempSync(join(tmpdir(), 'pr-moved-'));
    writeFileSync(join(directory, 'clock'), String(-hoursAgo * HOUR_MS));
    const child = spawn(
      process.execPath,
      ['--require', join(__dirname, 'moved-clock.cjs'), join(ROOT, 'dist/backend/main.cjs')],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          MOVED_CLOCK_FILE: join(directory, 'clock'),
          PORT: String(port),
          DATA_DIR: join(directory, 'data'),
          DATABASE_URL: '',
          ADMIN_EMAIL: settings.email,
          ADMIN_PASSWORD: settings.password,
          ADMIN_API_KEY: KEY,
          // So that an experiment completes by itself soon after its time has come.
          EVALUATION_CRON: '*/2 * * * * *',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const url = await new Promise<string>((resolve, reject) => {
      let output = '';
      const read = (chunk: Buffer) => {
        output += chunk.toString();
        const found = /Console\s+(http:\S+?)\/\n/.exec(output);
        if (found?.[1]) resolve(found[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => reject(new Error(`The server stopped with code ${code}:\n${output}`)));
    });
    return new MovedServer(url, directory, child);
  }

  /** Moves its clock to that many hours ago. */
  async moveTo(hoursAgo: number): Promise<void> {
    const next = join(this.directory, 'clock.next');
    writeFileSync(next, String(-hoursAgo * HOUR_MS));
    renameSync(next, join(this.directory, 'clock'));
    // Until it has read it.
    await new Promise((resolve) => setTimeout(resolve, 40));
  }

  /** A request of the administrator's; refusals are errors. */
  async call(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Json> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const answer = (text ? JSON.parse(text) : null) as Json;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await exited;
    rmSync(this.directory, { recursive: true, force: true });
  }
}
