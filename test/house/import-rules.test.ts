import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { home, plantTree, runTool } from './planted-tree.ts';

const config = join(home, '.dependency-cruiser.cjs');

/** A rule, a file that breaks it, and the import of that file. */
const broken: [rule: string, file: string, imported: string][] = [
  ['engine-reach', 'engine/protocol/sends.ts', '../../bot/turn/view.ts'],
  ['engine-reach', 'engine/protocol/stores.ts', '../../db/connect.ts'],
  ['engine-reach', 'engine/protocol/composes.ts', '../../app/start.ts'],
  ['foundation-reach', 'foundation/knows.ts', '../engine/ports.ts'],
  ['hla-alone', 'packages/hla/src/knows.ts', '../../../engine/ports.ts'],
  ['hla-alone', 'packages/hla/src/logs.ts', '../../../foundation/log.ts'],
  ['hla-by-its-barrel', 'engine/biological/enters.ts', '../../packages/hla/src/name.ts'],
  ['hla-by-its-barrel', 'cli/enters.ts', '../packages/hla/src/name.ts'],
  ['hla-by-its-barrel', 'test/enters.test.ts', '../packages/hla/src/name.ts'],
  ['hla-in-biological', 'engine/protocol/names.ts', '@harmonia/hla'],
  ['webhooks-reach', 'webhooks/names.ts', '@harmonia/hla'],
  ['bot-reach', 'bot/names.ts', '@harmonia/hla'],
  ['play-reach', 'play/names.ts', '@harmonia/hla'],
  ['play-reach', 'play/starts.ts', '../app/start.ts'],
  ['app-reach', 'app/commands.ts', '../cli/demo.ts'],
  ['main-reach', 'main.ts', './db/connect.ts'],
  ['play-on-request', 'app/plays.ts', '../play/control-panel.ts'],
  ['training-from-the-command-line', 'engine/protocol/trains.ts', '../visual-learning/train.ts'],
  ['no-folder-cycle', 'engine/round/one.ts', '../about/two.ts'],
  ['engine-reach', 'engine/protocol/speaks.ts', '../../locales/locales.ts'],
  ['db-reach', 'db/answers.ts', '../bot/turn/view.ts'],
  ['db-reach', 'db/serves.ts', '../webhooks/app.ts'],
  ['bot-reach', 'bot/queries.ts', '../db/connect.ts'],
  ['bot-reach', 'bot/plays.ts', '../sandbox/server.ts'],
  ['downloads-reach', 'downloads/queries.ts', '../db/connect.ts'],
  ['webhooks-reach', 'webhooks/queries.ts', '../db/connect.ts'],
  ['webhooks-reach', 'webhooks/chats.ts', '../bot/turn/view.ts'],
  ['sandbox-reach', 'sandbox/peeks.ts', '../bot/turn/view.ts'],
  ['sandbox-reach', 'sandbox/queries.ts', '../db/connect.ts'],
  ['sandbox-reach', 'sandbox/scores.ts', '../engine/ports.ts'],
  ['locales-reach', 'locales/knows.ts', '../engine/ports.ts'],
  ['visual-apart', 'engine/visual/asks.ts', '../personality/score.ts'],
  ['visual-apart', 'engine/visual/detours.ts', '../protocol/between.ts'],
  ['personality-apart', 'engine/personality/asks.ts', '../biological/name.ts'],
  ['biological-apart', 'engine/biological/asks.ts', '../visual/face.ts'],
  ['visual-apart', 'engine/visual/names.ts', '@harmonia/hla'],
  ['personality-apart', 'engine/personality/names.ts', '@harmonia/hla'],
  ['home-of-sequelize', 'engine/queries.ts', 'sequelize'],
  ['home-of-sequelize', 'webhooks/pools.ts', 'pg'],
  ['home-of-bcrypt', 'bot/hashes.ts', 'bcrypt'],
  ['home-of-telegraf', 'bot/turn/view-of-telegraf.ts', 'telegraf'],
  ['home-of-telegraf', 'bot/type-of-message.ts', 'telegraf'],
  ['home-of-telegraf', 'bot/dialogs/converses.ts', '@grammyjs/conversations'],
  ['home-of-express', 'bot/routes.ts', 'express'],
  ['home-of-helmet', 'sandbox/headers.ts', 'helmet'],
  ['home-of-jose', 'bot/reads-tokens.ts', 'jose'],
  ['home-of-busboy', 'webhooks/uploads.ts', 'busboy'],
  ['home-of-vladmandic', 'engine/visual/second-analyser.ts', '@tensorflow/tfjs-core'],
  ['home-of-piscina', 'db/threads.ts', 'piscina'],
  ['home-of-libheif-js', 'bot/reads-photos.ts', 'libheif-js'],
  ['home-of-sharp', 'bot/resizes.ts', 'sharp'],
  ['home-of-pdfkit', 'bot/prints.ts', 'pdfkit'],
  ['home-of-qr', 'bot/draws-codes.ts', 'qr'],
  ['home-of-docx', 'bot/writes-a-document.ts', 'docx'],
  ['home-of-vega', 'engine/report/draws.ts', 'vega-lite'],
  ['home-of-saxes', 'webhooks/reads-xml.ts', 'saxes'],
  ['home-of-canonicalize', 'engine/protocol/writes-canonical.ts', 'canonicalize'],
  ['home-of-csv-parse', 'webhooks/reads-csv.ts', 'csv-parse'],
  ['home-of-read-excel-file', 'cli/reads-a-workbook.ts', 'read-excel-file'],
  ['home-of-yauzl', 'webhooks/unpacks.ts', 'yauzl'],
  ['home-of-fflate', 'bot/packs.ts', 'fflate'],
  ['home-of-fluent', 'bot/sentences.ts', '@fluent/bundle'],
  ['home-of-commander', 'engine/commands.ts', 'commander'],
  ['home-of-cli-progress', 'db/draws-a-bar.ts', 'cli-progress'],
  ['home-of-pino', 'db/writes-log.ts', 'pino'],
  ['home-of-prom-client', 'webhooks/counts.ts', 'prom-client'],
  ['library-without-home', 'bot/pads.ts', 'left-pad'],
  ['no-http-in-engine', 'engine/calls.ts', 'node:https'],
  ['no-cycle', 'engine/circle/one.ts', './other.ts'],
  ['unreached', 'engine/protocol/forgotten.ts', '../ports.ts'],
  ['unreached', 'packages/hla/src/forgotten.ts', './name.ts'],
  ['no-development-library', 'webhooks/tests-itself.ts', 'zod-dev'],
  ['no-test-code', 'cli/uses-tests.ts', '../test/support/people.ts'],
  ['main-and-config-on-top', 'webhooks/configures.ts', '../config.ts'],
  ['main-and-config-on-top', 'db/keys.ts', '../app/secrets.ts'],
  ['resolvable', 'engine/lost.ts', './nowhere.ts'],
];

const kept: [file: string, imported: string][] = [
  ['db/connect.ts', '../engine/ports.ts'],
  ['engine/visual/queues.ts', '../../foundation/semaphore.ts'],
  ['db/crypto/limits.ts', '../../foundation/semaphore.ts'],
  ['db/embedded/locks.ts', '../../foundation/process-lock.ts'],
  ['sandbox/memory/locks.ts', '../../foundation/process-lock.ts'],
  ['bot/telegram/limits.ts', '../../foundation/semaphore.ts'],
  ['db/pool.ts', 'sequelize'],
  ['db/crypto/password.ts', 'bcrypt'],
  ['bot/turn/view.ts', '../../locales/locales.ts'],
  ['bot/logs.ts', '../foundation/log.ts'],
  ['bot/telegram/client.ts', 'telegraf'],
  ['bot/telegram/bridge.ts', '@grammyjs/conversations'],
  ['webhooks/app.ts', 'express'],
  ['sandbox/server.ts', 'express'],
  ['engine/compatibility/fusion.ts', '../visual/face.ts'],
  ['engine/compatibility/likeness.ts', '../personality/score.ts'],
  ['engine/protocol/between.ts', '../personality/score.ts'],
  ['webhooks/type-of-configuration.ts', '../config.ts'],
  ['engine/protocol/moment.ts', '../../foundation/clock.ts'],
  ['engine/visual/face-networks.ts', '@tensorflow/tfjs-core'],
  ['cli/harmonia.ts', '../db/connect.ts'],
  ['app/begin.ts', '../bot/turn/view.ts'],
  ['engine/biological/compares.ts', '@harmonia/hla'],
  ['cli/reads-names.ts', '@harmonia/hla'],
  ['bench/names.ts', '@harmonia/hla'],
  ['packages/hla/src/lab-file/reads-xml.ts', 'saxes'],
  ['packages/hla/src/bin/hla.ts', 'commander'],
  ['packages/hla/test/name.test.ts', '../../../foundation/log.ts'],
  ['test/any.test.ts', '../sandbox/server.ts'],
  ['test/tool.test.ts', 'zod-dev'],
];

const leaves = [
  'engine/ports.ts',
  'engine/visual/face.ts',
  'engine/personality/score.ts',
  'engine/biological/name.ts',
  'packages/hla/src/index.ts',
  'packages/hla/src/name.ts',
  'locales/locales.ts',
  'test/support/people.ts',
  'config.ts',
  'foundation/errors.ts',
  'foundation/clock.ts',
  'foundation/semaphore.ts',
  'app/secrets.ts',
  'app/start.ts',
  'cli/demo.ts',
  'play/control-panel.ts',
  'engine/visual-learning/train.ts',
  'foundation/process-lock.ts',
  'foundation/log.ts',
];

function tree(): Record<string, string> {
  const files: Record<string, string> = {};
  const libraries = new Set<string>();
  for (const file of leaves) files[file] = 'export const thing = 1;\n';
  for (const [file, imported] of [...kept, ...broken.map(([, ...rest]) => rest)]) {
    const keyword = file.includes('type-of') ? 'import type' : 'import';
    files[file] = `${keyword} * as other from '${imported}';\nexport type Thing = typeof other;\n`;
    const library = /^[@a-z]/.test(imported) && !/^(node:|@harmonia\/)/.test(imported);
    if (library) libraries.add(imported);
  }
  files['engine/circle/other.ts'] = "import { thing } from './one.ts';\nexport const other = () => thing;\n";
  files['engine/round/three.ts'] = 'export const three = 3;\n';
  files['engine/about/two.ts'] =
    "import { three } from '../round/three.ts';\nexport const two = () => three;\n";
  // A command imports the files of `kept`, so that the rule about unreached files accepts them.
  files['cli/reaches.ts'] = kept
    .filter(([file]) => /^(engine|db|bot|webhooks|packages\/hla\/src)\//.test(file))
    .map(
      ([file], index) =>
        `import type * as kept${index} from '../${file}';\nexport type Kept${index} = typeof kept${index};\n`,
    )
    .join('');
  for (const name of libraries) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'module.exports = {};\n';
  }
  files['packages/hla/package.json'] = JSON.stringify({
    name: '@harmonia/hla',
    version: '1.0.0',
    exports: { '.': { 'harmonia-source': './src/index.ts', default: './dist/index.js' } },
  });
  const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  files['package.json'] = JSON.stringify({
    name: 'planted',
    type: 'module',
    dependencies: versions(['@harmonia/hla', ...[...libraries].filter((name) => name !== 'zod-dev')]),
    devDependencies: versions(['zod-dev']),
  });
  return files;
}

const load = createRequire(import.meta.url);
const rulesOf = (path: string) =>
  (load(path) as { forbidden: { name: string; comment?: string }[] }).forbidden;

interface Cruise {
  summary: { violations: { rule: { name: string }; from: string }[] };
}

describe('the import rules', () => {
  let violations: string[];
  let planted: ReturnType<typeof plantTree>;

  beforeAll(() => {
    planted = plantTree(tree());
    // What npm makes of a workspace.
    mkdirSync(join(planted.folder, 'node_modules/@harmonia'), { recursive: true });
    symlinkSync('../../packages/hla', join(planted.folder, 'node_modules/@harmonia/hla'));
    const { summary } = runTool(planted.folder, 'depcruise', [
      ...['--config', config, '--output-type', 'json'],
      ...[
        'app',
        'bench',
        'bot',
        'cli',
        'db',
        'downloads',
        'engine',
        'foundation',
        'locales',
        'packages',
        'play',
        'sandbox',
        'test',
        'webhooks',
        'config.ts',
        'main.ts',
      ],
    ]) as Cruise;
    violations = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
  });
  afterAll(() => planted.remove());

  test.each(broken)('%s stops %s from importing %s', (rule, file) => {
    // dependency-cruiser reports a rule about folders for the folder.
    const from = rule === 'no-folder-cycle' ? dirname(file) : file;
    expect(violations).toContain(`${rule} ${from}`);
  });

  test.each(kept)('%s may import %s', (file) => {
    expect(violations.filter((line) => line.endsWith(` ${file}`))).toEqual([]);
  });

  test('name only installed libraries', () => {
    const { packages } = load(join(home, 'package-lock.json')) as { packages: Record<string, unknown> };
    const installed = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    const homed = rulesOf(config).flatMap(({ name, comment = '' }) =>
      name.startsWith('home-of-') ? comment.replace(/^only .* imports /, '').split('|') : [],
    );
    expect(homed).toEqual(expect.arrayContaining(['sequelize', 'pdfkit']));
    const absent = homed.filter((library) => !installed.some((one) => new RegExp(`^${library}$`).test(one)));
    expect(absent).toEqual([]);
  });

  test('each have a planted violation', () => {
    const forbidden = rulesOf(config);
    const rules = forbidden.map(({ name }) => name).toSorted();
    expect([...new Set(broken.map(([rule]) => rule))].toSorted()).toEqual(rules);
  });
});
