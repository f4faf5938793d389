const { join } = require('node:path');

/** The library is pure: no setup files, no mocks, the plain node environment. */
module.exports = {
  displayName: 'statistics',
  rootDir: __dirname,
  roots: ['<rootDir>/src'],
  testEnvironment: 'node',
  // The simulations call Math some 10^9 times; inside Jest's sandbox every global look-up is slow without this.
  sandboxInjectedGlobals: ['Math', 'Number', 'Infinity'],
  testMatch: ['**/*.spec.ts'],
  moduleNameMapper: { '^fast-check$': join(__dirname, '../../tools/jest-fast-check.cjs') },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
