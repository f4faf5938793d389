const { join } = require('node:path');

/** Real sockets, files and processes; only clock and randomness are parameters. `*.reliability.spec.ts` runs on request. */
module.exports = {
  displayName: 'client',
  rootDir: __dirname,
  roots: ['<rootDir>/src', '<rootDir>/testing'],
  testEnvironment: 'node',
  testTimeout: 20_000,
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: process.env.RELIABILITY ? [] : ['\\.reliability\\.spec\\.ts$'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^fast-check$': join(__dirname, '../../tools/jest-fast-check.cjs'),
    '^@prompt-registry/resolver$': join(__dirname, '../resolver/src/index.ts'),
  },
};
