const shared = require('../tools/jest-backend.cjs');

module.exports = {
  ...shared,
  displayName: 'backend',
  testMatch: ['<rootDir>/backend/src/**/*.spec.ts', '<rootDir>/migrations/**/*.spec.ts'],
  testPathIgnorePatterns: ['\\.(e2e|mlflow)\\.spec\\.ts$'],
};
