// Starts the demonstration: its own server on its own port and directory, with a clock that runs two weeks in a minute, and the
// traffic. Used by `npm run demo`, the screenshots and the tests.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';
import { prepare } from './demo-directory.mjs';

export const DEMO_EMAIL = 'demo@example.com';
export const DEMO_PASSWORD = 'prompt registry demo';
const DAY_MS = 86_400_000;
const STOP_LIMIT_MS = 6_000;

/**
 * Answers `{ url, progress, until, stopTraffic, stop }`.
 * @param options.directory the demonstration's; made anew. @throws Error when it is somebody else's.
 * @param options.seconds how long the days take. @param options.port 0 = a free one.
 */
export async function startDemo(options) {
  const {
    directory,
    port = 0,
    days = 14,
    seconds = 60,
    seed = '1',
    perDay = 130,
    onStep = () => undefined,
  } = options;
  await prepare(directory);
  const main = join(root, 'dist/backend/main.cjs');
  const agents = join(root, 'dist/agents/demo.mjs');
  for (const built of [main, agents])
    if (!existsSync(built)) throw new Error('Not built: run `npm run build` first');
  // It runs from when the server is ready.
  const clock = [new Date(Date.now() - days * DAY_MS).toISOString(), (days * 86_400) / seconds];
  const adminKey = `demo-${randomBytes(16).toString('hex')}`;
  const server = await startServer(main, {
    PORT: String(port),
    DATA_DIR: join(directory, 'data'),
    PROMPTS_DIR: join(root, 'prompts'),
    ADMIN_EMAIL: DEMO_EMAIL,
    ADMIN_PASSWORD: DEMO_PASSWORD,
    ADMIN_API_KEY: adminKey,
    DEMO_CLOCK: clock.join(','),
    EVALUATION_CRON: '0 */6 * * *',
    TRACE_PREVIEWS: 'true',
    // Two weeks pass in a minute, and nobody wants to sign in every day.
    SESSION_IDLE_MINUTES: '100000',
    SESSION_ABSOLUTE_HOURS: '10000',
  });
  try {
    const { playDemo } = await import(agents);
    const demo = await playDemo({
      url: server.url,
      adminKey,
      promptsDir: join(root, 'prompts'),
      seed,
      conversationsPerDay: perDay,
      onStep,
    });
    let playing = true;
    const stopTraffic = async () => {
      if (playing) await demo.stop();
      playing = false;
    };
    return {
      url: server.url,
      progress: () => demo.progress(),
      stopTraffic,
      stop: async () => {
        await stopTraffic();
        await server.stop();
      },
      /** Whether the server is still there. */
      running: server.running,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * A demonstration whose traffic has ended, for pictures and tests: every experiment is where it was meant to be, and the clock is
 * the real one. `experiment(end)` is the console's path of one, by its end: promoted, harmful, unhealthy, running.
 * @throws Error when it did not end as meant.
 */
export async function startPlayedDemo(options) {
  const demo = await startDemo(options);
  try {
    for (;;) {
      const { caughtUp, asMeant, ends, firstProblem } = await demo.progress();
      if (caughtUp && !asMeant)
        throw new Error(`The demonstration did not end as meant: ${JSON.stringify(ends)}`, {
          cause: firstProblem,
        });
      if (caughtUp) {
        await demo.stopTraffic();
        const idOf = (end) => ends.find((each) => each.end === end)?.id;
        return { ...demo, experiment: (end) => `/experiments/${idOf(end)}` };
      }
      await new Promise((done) => setTimeout(done, 500));
    }
  } catch (error) {
    await demo.stop();
    throw error;
  }
}

/** Of a real server, and maybe set around this one; the server of a demonstration would refuse to start with them. */
const NOT_OURS = ['DATABASE_URL', 'PUBLIC_URL', 'MLFLOW_TRACKING_URI', 'HOST', 'TRUST_PROXY'];

function environment(own) {
  const others = Object.entries(process.env).filter(([name]) => !NOT_OURS.includes(name));
  return { ...Object.fromEntries(others), ...own };
}

async function startServer(main, env) {
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C comes to us, and we end things in order.
    detached: process.platform !== 'win32',
  });
  const killed = () => child.kill('SIGKILL');
  process.on('exit', killed);
  let output = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output = (output + chunk).slice(-10_000);
      const found = /Console\s+(http:\S+?)\/\n/.exec(output);
      if (found) resolve(found[1]);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', read);
    void exited.then((code) => reject(new Error(`The server stopped with code ${code}:\n${output}`)));
  });
  return {
    url,
    running: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(killed, STOP_LIMIT_MS);
      await exited;
      clearTimeout(timer);
      process.off('exit', killed);
    },
  };
}
