const shared = require('../../tools/jest-backend.cjs');

// E2E_DATABASE: `embedded` (default) or `postgresql` (then E2E_POSTGRES_URL names a server where databases may be created).
// Specs named `*.postgres.e2e.spec.ts` are about PostgreSQL itself; `*.embedded.e2e.spec.ts` start the server as people do first.
const onlyFor = (database) => [`\\.${database}\\.e2e\\.spec\\.ts$`];

module.exports = {
  ...shared,
  testPathIgnorePatterns: onlyFor(process.env.E2E_DATABASE === 'postgresql' ? 'embedded' : 'postgres'),
  displayName: `e2e ${process.env.E2E_DATABASE ?? 'embedded'}`,
  testMatch: ['<rootDir>/backend/**/*.e2e.spec.ts'],
  // For what never ends: a test that starts processes takes a minute on a machine that is very busy.
  testTimeout: 180_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '3GB',
};
