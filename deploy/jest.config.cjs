const shared = require('../tools/jest-backend.cjs');

// Run after the build: it looks at what the image would hold.
module.exports = { ...shared, displayName: 'deploy', testMatch: ['<rootDir>/deploy/**/*.spec.ts'] };
