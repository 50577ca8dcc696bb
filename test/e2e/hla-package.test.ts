import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const home = join(import.meta.dirname, '../..');
const hml =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<hml xmlns="http://schemas.nmdp.org/spec/hml/1.0.1" version="1.0.1"><sample id="K1"><typing>' +
  '<allele-assignment allele-db="IMGT/HLA" allele-version="3.58.0"><glstring>' +
  'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01' +
  '</glstring></allele-assignment></typing></sample></hml>\n';
const columns = ['A1', 'A2', 'B1', 'B2', 'DRB1_1', 'DRB1_2'];
const person = ['A*01:01', 'A*02:01', 'B*07:02', 'B*08:01', 'DRB1*03:01', 'DRB1*15:01'];
const pairs = [['X_', 'Y_'].flatMap((side) => columns.map((column) => side + column)), [...person, ...person]]
  .map((cells) => `${cells.join('\t')}\n`)
  .join('');

let work: string;
let folder: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'hla-package-'));
  folder = join(work, 'empty');
  mkdirSync(folder);
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8' });
  npm(home, 'pack', '--workspace', 'packages/hla', '--pack-destination', work);
  const [tarball = ''] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n');
  npm(folder, 'install', join(work, tarball));
  writeFileSync(join(folder, 'lab.hml'), hml);
  writeFileSync(join(folder, 'pairs.tsv'), pairs);
});
afterAll(() => rmSync(work, { recursive: true }));

describe('@harmonia/hla, packed and installed in an empty folder', () => {
  test('reads a lab file from plain JavaScript', () => {
    writeFileSync(
      join(folder, 'read.js'),
      `import { readFileSync } from 'node:fs';
       import { readLabFile } from '@harmonia/hla';
       const { rows } = await readLabFile(readFileSync('lab.hml'));
       console.log(JSON.stringify(rows.map(({ participant, status, typing }) => [participant, status, typing.loci.A.glString])));`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, ['read.js'], { cwd: folder, encoding: 'utf8' });
    expect([stderr, JSON.parse(stdout)]).toEqual(['', [['K1', 'accepted', 'HLA-A*01:01+HLA-A*02:01']]]);
  });

  test('brings no more than its two libraries and theirs', () =>
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@harmonia',
      'commander',
      'saxes',
      'xmlchars',
    ]));

  test('holds what is built, and neither source nor tests', () => {
    const files = readdirSync(join(folder, 'node_modules/@harmonia/hla'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'CHANGELOG.md', 'dist/index.js', 'dist/index.d.ts']),
    );
    expect(files.filter((name) => /(^|\/)(src|test)\/|[^d]\.ts$|digest/.test(name))).toEqual([]);
  });

  test('declares its types', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { readName, type HlaTyping, type Locus } from '@harmonia/hla';
       const read = readName('A*02:01');
       export const locus: 'A' | 'DPB1' | undefined =
         read.ok && read.value.kind === 'allele' && read.value.locus !== 'DPB1' ? (read.value.locus === 'A' ? 'A' : undefined) : 'DPB1';
       // @ts-expect-error a class Ib gene is none of the package's
       export const gene: Locus = 'HLA-E';
       // @ts-expect-error a typing is no text
       export const typing: HlaTyping = 'A*02:01';`,
    );
    const { stdout, status } = spawnSync(
      process.execPath,
      [
        join(home, 'node_modules/typescript/bin/tsc'),
        ...['--noEmit', '--strict', '--target', 'ES2024', '--module', 'NodeNext', '--skipLibCheck'],
        ...['--typeRoots', join(home, 'node_modules/@types'), '--types', 'node', 'use.ts'],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([stdout, status]).toEqual(['', 0]);
  });

  test.each([
    [['read', 'lab.hml', '--problems'], ''],
    [['normalize'], 'HLA-A*0201\nA*02:01:01:02L\nnonsense\n'],
    [['normalize', '--to', 'S'], 'B*07:02+B*08:01\n'],
    [['compare', 'pairs.tsv'], ''],
    [['divergence'], 'A*01:01\tA*02:01\n'],
    [['build', '--release-dir', 'nowhere'], ''],
  ])('answers hla %j as harmonia hla does', (args, input) => {
    const options = { input, encoding: 'utf8', env: { ...process.env, DATA_DIR: folder } } as const;
    const alone = spawnSync(join(folder, 'node_modules/.bin/hla'), args, { ...options, cwd: folder });
    const within = spawnSync(
      process.execPath,
      ['--conditions=harmonia-source', join(home, 'cli/harmonia.ts'), 'hla', ...args],
      { ...options, cwd: folder },
    );
    expect(alone.stdout + alone.stderr).not.toBe('');
    expect([alone.stdout, alone.stderr, alone.status]).toEqual([within.stdout, within.stderr, within.status]);
  });
});
