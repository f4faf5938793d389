// Makes the empty embedded database once; each test server gets a copy, which is faster than creating one.
const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
// The package does not export its package.json.
const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'),
);
const template = join(root, 'node_modules/.cache/prompt-registry', `pglite-${version}`);

module.exports = async () => {
  process.env.E2E_EMBEDDED_TEMPLATE = template;
  if (process.env.E2E_DATABASE === 'postgresql' || existsSync(template)) return;
  const making = `${template}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const script = `import { PGlite } from '@electric-sql/pglite'; const db = await PGlite.create(process.argv[1]); await db.close(); process.exit(0);`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script, making], {
    cwd: root,
    stdio: 'inherit',
  });
  try {
    renameSync(making, template);
  } catch {
    rmSync(making, { recursive: true }); // another run made it meanwhile
  }
};
