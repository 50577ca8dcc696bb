import base, { programModules } from './jest.config.js';

const rooms =
  'app bot cli db downloads engine foundation locales packages/hla/src play sandbox webhooks'.split(' ');

/**
 * The suite with a count of what it covers, of every file that the program has, loaded by a test or not. What runs in
 * worker threads and in processes of its own is not counted, and neither are the fault and e2e suites.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  roots: [
    ...base.roots,
    ...rooms.filter((room) => !room.startsWith('packages/')).map((room) => `<rootDir>/${room}`),
  ],
  transform: Object.fromEntries(
    Object.entries(base.transform).filter(([pattern]) => pattern !== programModules),
  ),
  collectCoverage: true,
  collectCoverageFrom: ['packages/*/src/**/*.ts', ...rooms.map((room) => `${room}/**/*.ts`), 'config.ts'],
  // The counts of V8: Babel's instrumentation would be a second transformer beside swc.
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'html'],
};
