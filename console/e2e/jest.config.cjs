/** Browser tests against a running server: CONSOLE_URL, ADMIN_EMAIL, ADMIN_PASSWORD; CHROMIUM_PATH where it is elsewhere. */
module.exports = {
  displayName: 'browser',
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['**/*.browser.spec.ts'],
  // A machine that does other things too takes many times as long as a quiet one; what waits for ever still ends.
  testTimeout: 240_000,
  maxWorkers: 1,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
