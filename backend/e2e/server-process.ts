import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from './free-port';
import { ADMIN } from './harness';

const MAIN = join(__dirname, '../../dist/backend/main.cjs');

export interface ServerProcess {
  readonly url: string;
  readonly output: () => string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Such as SIGSTOP and SIGCONT. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it as an operator would; resolves to the exit code. */
  stop(): Promise<number | null>;
}

function launch(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
} {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: '',
      ADMIN_PASSWORD: ADMIN.password,
      ADMIN_API_KEY: ADMIN.apiKey,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, output: () => text, exited };
}

/** The built server as its own process, on a port that it can have again; resolves when it prints its address. */
export async function startProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const { child, output, exited } = launch({ PORT: await freePort(), ...env });
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /Console\s+(http:\S+?)\/\n/.exec(output());
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', look);
    void exited.then((code) => reject(new Error(`The server stopped with code ${code}: ${output()}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    output,
    kill: async () => void (await end('SIGKILL')),
    signal: (signal) => void child.kill(signal),
    stop: () => end('SIGTERM'),
  };
}

/** Runs the built server where it should refuse to start, or with a command after which it ends. */
export async function runToEnd(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string }> {
  const { output, exited } = launch(env, args);
  const code = await exited;
  return { code, output: output() };
}
