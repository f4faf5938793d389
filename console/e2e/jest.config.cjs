/** Browser tests against a running server: CONSOLE_URL, ADMIN_EMAIL, ADMIN_PASSWORD; CHROMIUM_PATH where it is elsewhere. */
module.exports = {
  displayName: 'browser',
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['**/*.browser.spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
