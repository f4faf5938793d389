// `npm run openapi`: writes the contract that the code describes to libs/client/openapi.json.
import { join } from 'node:path';
import { root, run } from './bootstrap.mjs';

const built = await run('nx', ['build', 'backend', '--outputStyle=static'], { capture: true });
if (built.code !== 0) process.stderr.write(built.output);
const { code } =
  built.code === 0
    ? await run(process.execPath, [
        join(root, 'dist/backend/contract.cjs'),
        join(root, 'libs/client/openapi.json'),
      ])
    : built;
process.exit(code);
