/** Component and unit tests of the console, without zones. */
module.exports = {
  displayName: 'console',
  rootDir: __dirname,
  roots: ['<rootDir>/src'],
  testEnvironment: 'jsdom',
  // The first component of a file is compiled within its test, which a busy machine takes seconds for.
  testTimeout: 60_000,
  testMatch: ['**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
  moduleNameMapper: {
    '^@prompt-registry/resolver$': '<rootDir>/../libs/resolver/src/index.ts',
    '^fast-check$': '<rootDir>/../tools/jest-fast-check.cjs',
  },
  transform: {
    '^.+\\.(ts|js|mjs|html|svg)$': [
      'jest-preset-angular',
      { tsconfig: '<rootDir>/tsconfig.spec.json', stringifyContentPathRegex: '\\.(html|svg)$' },
    ],
  },
  transformIgnorePatterns: ['node_modules/(?!.*\\.mjs$)'],
};
