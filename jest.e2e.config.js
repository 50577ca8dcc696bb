import base from './jest.config.js';

/**
 * The whole program through a browser (Debian's chromium) or through the sandbox, one story at a time.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 3 * base.testTimeout,
};
