// `npm start`: install if needed, build what changed, serve. The server runs in this process, so that signals reach it.
import { install, requireNode, root, run } from './bootstrap.mjs';
import { join } from 'path';
import { pathToFileURL } from 'url';

requireNode();
install();
process.stdout.write('Building ...\n');
const { code, output } = await run('nx', ['run-many', '-t', 'build', '--outputStyle=static'], {
  capture: true,
});
if (code !== 0) {
  process.stderr.write(`${output}\nprompt-registry: the build failed (see above).\n`);
  process.exit(1);
}
process.chdir(root);
await import(pathToFileURL(join(root, 'dist/backend/main.cjs')).href);
