const embedded = require('./jest.config.cjs');

// E2E_MLFLOW_URL names a real MLflow server; the registry itself runs on the embedded database.
module.exports = {
  ...embedded,
  testPathIgnorePatterns: [],
  displayName: 'mlflow',
  testMatch: ['<rootDir>/backend/**/*.mlflow.spec.ts'],
  maxWorkers: 1,
};
