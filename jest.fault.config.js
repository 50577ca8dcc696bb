import base from './jest.config.js';

/**
 * Kills, cuts and restarts the real program: slow, and nothing else may run beside it.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  testMatch: ['<rootDir>/test/fault/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 3 * base.testTimeout,
};
