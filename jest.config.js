/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // The source of the workspaces, not what was last built of them.
  testEnvironmentOptions: { customExportConditions: ['harmonia-source', 'node', 'node-addons'] },
  // Only tests are looked for; the volume beside the program may hold folders that nobody else can read.
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
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
  testTimeout: 20_000,
};
