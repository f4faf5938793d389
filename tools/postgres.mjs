// A private PostgreSQL for tests: its own directory, a free port, loopback only, gone afterwards. From the machine's
// binaries, or Debian's package where it can be installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from './debian.mjs';
import { freePort } from './free-port.mjs';

/** For one that never starts, not for one that is slow. */
const START_LIMIT_MS = 60_000;

/** Where Debian and others put the server's binaries, newest first. */
function findBinaries() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, 'bin')),
    '/usr/local/pgsql/bin',
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/usr/bin',
  ];
  return (
    places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'pg_ctl'))) ?? null
  );
}

/** The binaries' folder, or `null` when there are none and none can be installed here. */
export function ensurePostgres() {
  return findBinaries() ?? (installPackages('postgresql') ? findBinaries() : null);
}

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
function account() {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = execFileSync('getent', ['passwd', 'postgres'], { encoding: 'utf8' }).split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts a server. `durable: true` keeps fsync on, for tests that kill it.
 * @returns {{ url: string, stop(): void, start(): Promise<void>, kill(): void, remove(): void }}
 */
export async function startPostgres({ binaries = findBinaries(), durable = false } = {}) {
  if (!binaries) throw new Error('There is no PostgreSQL on this machine');
  const directory = mkdtempSync(join(tmpdir(), 'pr-postgres-'));
  const user = account();
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const options = {
    ...user,
    cwd: directory,
    env: { ...process.env, HOME: directory, LC_ALL: 'C' },
    encoding: 'utf8',
  };
  const call = (program, args) => {
    const { status, stderr, stdout } = spawnSync(join(binaries, program), args, options);
    if (status !== 0) throw new Error(`${program} failed: ${stderr || stdout}`);
  };
  call('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']);
  const port = await freePort();
  const settings = [
    '-p',
    port,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${directory}`,
    '-c',
    'max_connections=200',
  ];
  if (!durable)
    settings.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off');
  let server = null;
  const start = async () => {
    server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.map(String)], {
      ...options,
      stdio: 'ignore',
    });
    for (const end = Date.now() + START_LIMIT_MS; Date.now() < end;) {
      const ready = spawnSync(join(binaries, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
      if (ready.status === 0) return;
      if (server.exitCode !== null) throw new Error('PostgreSQL stopped while starting');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`PostgreSQL did not start within ${START_LIMIT_MS / 1_000} s`);
  };
  const stop = () => spawnSync(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'fast', '-w', 'stop'], options);
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop,
    /** As a crash would leave it. */
    kill: () => server.kill('SIGKILL'), // its children notice and end themselves
    remove: () => {
      stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
