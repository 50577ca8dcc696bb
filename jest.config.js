const patience = Number(process.env.TEST_PATIENCE ?? 1);

// Libraries that Node loads once for all test files of a worker: evaluating them anew took most of a file's start.
const shared = [
  'sequelize|umzug|pg|pg-boss|bcrypt',
  'telegraf|grammy|@grammyjs/conversations',
  'express|helmet|busboy|zod|ajv|pino',
  'sharp|piscina|pdfkit|fontkit|pdfjs-dist',
  'yauzl|saxes|csv-parse|@fluent/bundle|fast-check',
].join('|');

// The program's own modules likewise: they keep no state that a test file could leave behind. With them the pictures of
// faces, which many files look at.
const rooms = 'app|bot|db|downloads|engine|foundation|locales|packages/hla/src|play|sandbox|webhooks';
/** The pattern of these modules; a count of coverage has to evaluate them in the test file. */
export const programModules = `^${import.meta.dirname}/((${rooms})/.+|config|test/support/faces)\\.ts$`;

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/support/environment.ts',
  // The source of the workspaces, not what was last built of them.
  testEnvironmentOptions: { customExportConditions: ['harmonia-source', 'node', 'node-addons'] },
  // Only tests are looked for; the volume beside the program may hold folders that this user cannot read.
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/fault/', '<rootDir>/test/e2e/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    [`/node_modules/(${shared})/`]: '<rootDir>/test/support/shared-module.ts',
    [programModules]: '<rootDir>/test/support/shared-module.ts',
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${shared})/)`],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // One more than the two cores it is measured on: much of the time is waiting, for a database or a deadline.
  maxWorkers: 3,
  // For tests and hooks; what they wait for inside gives up earlier and says what it waited for.
  testTimeout: 60_000 * patience,
};
