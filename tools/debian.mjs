// Installs Debian packages where this process may (root on Debian or Ubuntu); elsewhere says that it cannot.
import { spawnSync } from 'node:child_process';

let updated = false;

/** True when the packages are there afterwards. */
export function installPackages(...names) {
  if (process.getuid?.() !== 0 || spawnSync('which', ['apt-get']).status !== 0) return false;
  process.stdout.write(`Installing ${names.join(', ')} ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!updated) updated = spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' }).status === 0;
  return (
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
      env,
      stdio: 'ignore',
    }).status === 0
  );
}
