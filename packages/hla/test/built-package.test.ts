import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPackage, packageFolder } from './built-package.ts';
import { syntheticRelease } from './synthetic-release.ts';

let folder: string;

beforeAll(() => {
  buildPackage();
  folder = mkdtempSync(join(tmpdir(), 'hla-built-'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs Node without the condition under which the program imports the source. */
const node = (args: readonly string[], input = '', cwd = packageFolder): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, args, { cwd, input, encoding: 'utf8', env: {} });

const hla = (args: readonly string[], input = ''): SpawnSyncReturns<string> =>
  node([join(packageFolder, 'dist/bin/hla.js'), ...args], input, folder);

const csv = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,01:01,02:01,07:02,08:01,03:01,15:01\n';

describe('the built package', () => {
  test('is imported from plain JavaScript by its name', () => {
    const script = `
      import { HlaError, parseTyping, readLabFile } from '@harmonia/hla';
      const { format, rows } = await readLabFile(new TextEncoder().encode(${JSON.stringify(csv)}));
      let code;
      try { parseTyping('{}'); } catch (error) { code = error instanceof HlaError && error.code; }
      console.log(JSON.stringify({
        from: import.meta.resolve('@harmonia/hla').split('/').slice(-2), format, rows, code,
      }));`;
    const { stdout, stderr } = node(['--input-type=module', '--eval', script]);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      from: ['dist', 'index.js'],
      format: 'csv-wide',
      rows: [{ participant: 'K1', status: 'accepted' }],
      code: 'typing-invalid',
    });
  });

  test('is entered by its barrel only', () => {
    const { stderr, status } = node(['--input-type=module', '--eval', "import '@harmonia/hla/src/name.ts';"]);
    expect(status).toBe(1);
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('the command hla', () => {
  test('reads a lab file', () => {
    writeFileSync(join(folder, 'lab.csv'), csv);
    const { stdout, stderr, status } = hla(['read', 'lab.csv']);
    expect([stderr, status]).toEqual(['', 0]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      {
        participant: 'K1',
        locus: 'A',
        glString: 'HLA-A*01:01+HLA-A*02:01',
        status: 'accepted',
        codes: [],
      },
      {
        participant: 'K1',
        locus: 'B',
        glString: 'HLA-B*07:02+HLA-B*08:01',
        status: 'accepted',
        codes: [],
      },
      {
        participant: 'K1',
        locus: 'DRB1',
        glString: 'HLA-DRB1*03:01+HLA-DRB1*15:01',
        status: 'accepted',
        codes: [],
      },
    ]);
  });

  test('builds a table, which the others find in the current folder', () => {
    const release = syntheticRelease();
    for (const [name, text] of Object.entries(release)) writeFileSync(join(folder, name), text);
    const { stdout, stderr, status } = hla(['build', '--release-dir', '.']);
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toMatch(/^IPD-IMGT\/HLA 9\.99\.0 -> hla-table-9\.99\.0\.json\.gz \(\d+ bytes\)\n/);
    expect(readdirSync(folder)).toContain('hla-table-9.99.0.json.gz');
    const reduced = hla(['normalize', '--to', 'P'], 'A*02:09\n');
    expect(JSON.parse(reduced.stdout)).toMatchObject({ input: 'A*02:09', ok: true, output: 'A*02:01P' });
    expect(hla(['divergence'], 'A*01:01\tA*02:01\nA*01:01\tA*01:01\n').stdout).toMatch(
      /^A\*01:01\tA\*02:01\t[\d.]+\nA\*01:01\tA\*01:01\t0\.0000000000\n$/,
    );
  });

  test('compares pairs of people', () => {
    const columns = ['A1', 'A2', 'B1', 'B2', 'DRB1_1', 'DRB1_2'];
    const header = ['X_', 'Y_'].flatMap((side) => columns.map((column) => side + column)).join('\t');
    const person = 'A*01:01\tA*02:01\tB*07:02\tB*08:01\tDRB1*03:01\tDRB1*15:01';
    writeFileSync(join(folder, 'pairs.tsv'), `${header}\n${person}\t${person}\n`);
    const { stdout, status } = hla(['compare', 'pairs.tsv']);
    expect(status).toBe(0);
    expect(stdout.split('\n')[1]).toMatch(/\t2\t2\t2\t2\t2\t2\t0\.5\t/);
  });

  test.each([
    [['read', 'nowhere.csv'], 'nowhere.csv is not a file\n', 2],
    [['normalize', '--to', 'Q'], '--to must be one of P, G, lgx, S, U2; got Q\n', 1],
    [['build', '--release-dir', 'nowhere'], 'the release folder lacks Allelelist.txt\n', 1],
  ])('says in one line what is wrong with %j', (args, line, exit) => {
    const { stderr, status } = hla(args);
    expect([stderr, status]).toEqual([line, exit]);
  });
});
