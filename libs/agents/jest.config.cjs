const { join } = require('node:path');

/** Real sockets to the language model's stand-in; the registry is prompt files. With the real server: backend/e2e/agents*. */
module.exports = {
  displayName: 'agents',
  rootDir: __dirname,
  testEnvironment: 'node',
  testTimeout: 20_000,
  testMatch: ['**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^@prompt-registry/client$': join(__dirname, '../client/src/index.ts'),
    '^@prompt-registry/resolver$': join(__dirname, '../resolver/src/index.ts'),
  },
};
