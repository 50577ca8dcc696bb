import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findingSentences } from '../src/finding.ts';
import * as barrel from '../src/index.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { encodeTable, readRelease } from '../src/reference/read-release.ts';
import { tableFileName } from '../src/reference/find-reference.ts';
import type { ReleaseTexts } from '../src/reference/release-files.ts';
import { syntheticRelease } from './synthetic-release.ts';

const home = path.join(import.meta.dirname, '..');
const readme = readFileSync(path.join(home, 'README.md'), 'utf8');
const shared = process.env['HARMONIA_SHARED'];

/** The blocks of code with their language, in order. */
const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
const examples = blocks.flatMap(({ language, code }, at) =>
  language === 'js' ? [{ code, output: blocks[at + 1]?.code ?? '' }] : [],
);
const sessions = blocks.filter(({ language }) => language === 'console');

/** Node as it imports the source by the name of the package. */
const node = ['--conditions=harmonia-source', '--disable-warning=ExperimentalWarning'];

/** A folder where the examples run: a table in `data`, the package by its name, the command `hla`. */
function prepare(texts: ReleaseTexts): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hla-readme-'));
  mkdirSync(path.join(folder, 'data'));
  const { document } = buildTable(texts);
  const file = tableFileName(document.release);
  writeFileSync(path.join(folder, 'data', file), encodeTable(document, file));
  symlinkSync(path.join(home, '../../node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** What all examples print, one text each. */
function runExamples(cwd: string): string[] {
  for (const [at, { code }] of examples.entries()) writeFileSync(path.join(cwd, `example-${at}.mjs`), code);
  const mark = '----';
  const all = examples
    .map((_, at) => `await import('./example-${at}.mjs');console.log('${mark}');`)
    .join('\n');
  writeFileSync(path.join(cwd, 'all.mjs'), all);
  const { stdout, stderr } = spawnSync(process.execPath, [...node, 'all.mjs'], {
    cwd,
    encoding: 'utf8',
    env: {},
  });
  expect(stderr).toBe('');
  return stdout.split(`${mark}\n`).slice(0, -1);
}

/** A session as it would stand in the README: each command after `$` with what it prints. */
function runSession(session: string, cwd: string): string {
  const bin = `'${process.execPath}' ${node.join(' ')} '${path.join(home, 'src/bin/hla.ts')}'`;
  const lines = session.split('\n').filter((line) => line.startsWith('$ '));
  return lines
    .map((line) => {
      const script = `hla() { ${bin} "$@"; }\n${line.slice(2)}`;
      const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
      expect(stderr).toBe('');
      return `${line}\n${stdout}`;
    })
    .join('');
}

describe.each([
  ['an invented release', syntheticRelease],
  ...(shared === undefined
    ? []
    : [['release 3.58.0', () => readRelease(path.join(shared, 'data/hla/imgt-3.58.0'))] as const]),
])('the examples of the README, with %s', (_, texts) => {
  let folder: string;
  beforeAll(() => {
    folder = prepare(texts());
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are ten, and print what stands below them', () => {
    expect(examples.length + sessions.length).toBe(10);
    const printed = runExamples(folder);
    expect(printed).toEqual(examples.map(({ output }) => output));
    for (const { code } of sessions) expect(runSession(code, folder)).toBe(code);
  });
});

test('the README names everything that the barrel exports as a value', () => {
  const missing = Object.keys(barrel).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme));
  expect(missing).toEqual([]);
});

describe('the vocabulary of the README', () => {
  const start = readme.indexOf('## Vocabulary');
  const section = readme.slice(start, readme.indexOf('\n## ', start + 1));
  const [findings = '', thrown = ''] = section.split('**Thrown as');
  const rowsOf = (text: string): string[][] =>
    [...text.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, code = '', sentence = '']) => [
      code,
      sentence.replaceAll('\\|', '|'),
    ]);

  test('has every code of a finding with its sentence, in the order of the code', () => {
    expect(rowsOf(findings)).toEqual(Object.entries(findingSentences));
  });

  test('has every code of an error with what it is about', () => {
    const source = readFileSync(path.join(home, 'src/hla-error.ts'), 'utf8');
    const codes = [...source.matchAll(/\/\*\* (.*?) \*\/\s*\| '([\w-]+)'/g)].map(([, about, code]) => [
      code,
      about,
    ]);
    expect(codes.length).toBeGreaterThan(5);
    expect(rowsOf(thrown)).toEqual(codes);
  });
});
