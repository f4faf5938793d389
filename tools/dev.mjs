// `npm run dev`: compiles and restarts the backend on every change, and serves the console with live reload in front of it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, requireNode, root, run } from './bootstrap.mjs';

requireNode();
install();
const { watchBackend } = await import('./build-backend.mjs');

let server = null;
let restarting = Promise.resolve();

function stopServer() {
  const stopping = server;
  server = null;
  if (!stopping || stopping.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    stopping.once('exit', resolve);
    stopping.kill('SIGTERM');
  });
}

watchBackend(() => {
  restarting = restarting.then(stopServer).then(() => {
    server = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/backend/main.cjs')], {
      cwd: root,
      stdio: 'inherit',
    });
  });
});

process.stdout.write('Console with live reload: http://localhost:4200 (API on PORT, default 3000)\n');
const quit = () => void stopServer().then(() => process.exit(0));
process.on('SIGINT', quit);
process.on('SIGTERM', quit);
await run('nx', ['serve', 'console']);
quit();
