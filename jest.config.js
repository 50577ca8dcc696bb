const patience = Number(process.env.TEST_PATIENCE ?? 1);

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Only tests are looked for; the volume beside the program may hold folders that nobody else can read.
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/fault/', '<rootDir>/test/e2e/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // One more than the two cores it is measured on: much of the time is waiting, for a database or a deadline.
  maxWorkers: 3,
  // For tests and hooks; what they wait for inside gives up earlier and says what it waited for.
  testTimeout: 60_000 * patience,
};
