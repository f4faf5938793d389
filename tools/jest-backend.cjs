// Shared by the backend's unit and end-to-end tests.
const { join } = require('node:path');
const root = join(__dirname, '..');

module.exports = {
  rootDir: root,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: {
    '^fast-check$': join(__dirname, 'jest-fast-check.cjs'),
    '^@prompt-registry/resolver$': join(root, 'libs/resolver/src/index.ts'),
    '^@prompt-registry/statistics$': join(root, 'libs/statistics/src/index.ts'),
    '^@prompt-registry/client$': join(root, 'libs/client/src/index.ts'),
    '^@prompt-registry/agents$': join(root, 'libs/agents/src/index.ts'),
    '^@prompt-registry/migrations$': join(root, 'migrations/index.ts'),
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data', '<rootDir>/tmp'],
};
