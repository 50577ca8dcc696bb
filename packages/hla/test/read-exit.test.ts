import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { registerRead } from '../src/commands/read.ts';
import { optiType } from './program-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hla-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `hla read` on a file of this text, with both outputs and the exit code. */
async function hlaRead(text: string, ...options: readonly string[]) {
  const file = join(folder, 'file');
  writeFileSync(file, text);
  const output: string[] = [];
  const problems: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((line) => output.push(String(line)) > 0);
  const err = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((line) => problems.push(String(line)) > 0);
  try {
    const hla = new Command('hla');
    registerRead(hla, { tableFolder: () => folder, tableFolderName: 'FOLDER' });
    await hla.parseAsync(['read', file, ...options], { from: 'user' });
    const lines = (pieces: readonly string[]): Record<string, unknown>[] =>
      pieces
        .join('')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const said = problems.join('');
    const found = said.startsWith('{') ? lines(problems) : [];
    const text = output.join('');
    return {
      text,
      lines: options.includes('--to') ? [] : lines(output),
      problems: found,
      said,
      exit: process.exitCode,
    };
  } finally {
    out.mockRestore();
    err.mockRestore();
    process.exitCode = 0;
  }
}

const wide = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\n';

describe('hla read', () => {
  test('prints a line for each gene and exits with 0 when something was accepted', async () => {
    const text = `${wide}K1,01:01,02:01,07:02,08:01,03:01,15:01\nK2,0.55,02:01,07:02,08:01,03:01,15:01\n`;
    const { lines, problems, exit } = await hlaRead(text);
    expect(exit).toBe(0);
    expect(problems).toEqual([]);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toEqual({
      participant: 'K1',
      locus: 'A',
      glString: 'HLA-A*01:01+HLA-A*02:01',
      status: 'accepted',
      codes: [],
    });
    expect(lines[3]).toEqual({
      participant: 'K2',
      locus: 'A',
      glString: null,
      status: 'rejected',
      codes: ['excel-time'],
    });
  });

  test('exits with 1 when every row was rejected, and says where with --problems', async () => {
    const text = `${wide}K2,0.55,02:01,07:02,08:01,03:01,15:01\n`;
    const { problems, exit } = await hlaRead(text, '--problems');
    expect(exit).toBe(1);
    expect(problems).toMatchObject([
      { row: 2, column: 'A_1', code: 'excel-time', message: expect.stringMatching(/spreadsheet/) },
    ]);
  });

  test('exits with 2 when the file was refused, and says what to add', async () => {
    const { lines, problems, exit } = await hlaRead(optiType);
    expect([lines, exit]).toEqual([[], 2]);
    expect(problems).toMatchObject([{ code: 'participant-needed', text: 'OptiType' }]);
  });

  test('exits with 2 when a file cannot be opened, since no row was rejected', async () => {
    const missing = join(folder, 'missing');
    const { lines, said, exit } = await hlaRead(optiType, '--participant', 'K7', '--reference', missing);
    expect([lines, exit]).toEqual([[], 2]);
    expect(said).toBe(`${missing} is not a file\n`);
  });

  test('takes the kit of a file that holds one sample', async () => {
    const { lines, exit } = await hlaRead(optiType, '--participant', 'K7');
    expect(exit).toBe(0);
    expect(lines.map((line) => [...Object.values(line)].slice(0, 3))).toEqual([
      ['K7', 'A', 'HLA-A*01:01+HLA-A*02:01'],
      ['K7', 'B', 'HLA-B*07:02+HLA-B*08:01'],
      ['K7', 'C', 'HLA-C*07:01+HLA-C*07:02'],
      ['K7', 'DRB1', null],
    ]);
  });

  test.each([
    [
      'csv',
      'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,A*01:01,A*02:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01\n',
    ],
    [
      'gl',
      'participant\tgl_string\nK1\tHLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01\n',
    ],
    ['hml', expect.stringMatching(/^<\?xml[^]*<sample id="K1">[^]*date="2026-03-01"[^]*<\/hml>\n$/)],
  ])('writes the accepted typings as %s, and names each participant who was not', async (form, written) => {
    const text = `${wide}K1,01:01,02:01,07:02,08:01,03:01,15:01\nK2,0.55,02:01,07:02,08:01,03:01,15:01\n`;
    const read = await hlaRead(text, '--to', form, '--date', '2026-03-01');
    expect(read.text).toEqual(written);
    expect(read.problems).toMatchObject([{ row: 3, column: 'A_1', code: 'excel-time' }]);
    expect(read.exit).toBe(0);
    const again = await hlaRead(read.text);
    expect(again.lines.map(({ participant, codes }) => [participant, codes])).toEqual(
      Array(3).fill(['K1', []]),
    );
  });

  test('names the part of a typing that the other form cannot hold', async () => {
    const text =
      'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,A0203,A0301,B7,B8,DR3,DR4\nK2,A0203,A0301,B7,B8,DR3,DR4\n';
    const { problems, text: gl } = await hlaRead(text, '--to', 'gl');
    expect([gl.split('\n')[1], problems]).toEqual([
      'K1\tHLA-A0203+HLA-A0301^HLA-B7+HLA-B8^HLA-DR3+HLA-DR4',
      [],
    ]);
    const mixed = await hlaRead(text.replace('K2,A0203,A0301,B7', 'K2,A0203,A0301,B*07:02'), '--to', 'gl');
    expect(mixed.problems.map(({ row, locus, code }) => [row, locus, code])).toEqual([
      [2, 'A', 'either-not-written'],
      [3, 'A', 'either-not-written'],
    ]);
  });

  test.each([
    [['--to', 'xlsx'], '--to must be one of csv, gl, hml; got xlsx\n'],
    [['--to', 'hml', '--date', 'today'], 'HML needs the date of the typings as YYYY-MM-DD\n'],
  ])('exits with 2 and one line for %j', async (options, line) => {
    const { said, text, exit } = await hlaRead(`${wide}K1,01:01,02:01,07:02,08:01,03:01,15:01\n`, ...options);
    expect([said, text, exit]).toEqual([line, '', 2]);
  });
});
