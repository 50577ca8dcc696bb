import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compareHla } from '../src/compare.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { readRelease } from '../src/reference/read-release.ts';
import type { ReleaseFileName, ReleaseTexts } from '../src/reference/release-files.ts';
import { releaseFiles } from '../src/reference/release-files.ts';
import { createReleaseReference } from '../src/reference/release-reference.ts';
import { syntheticReference, syntheticRelease } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

const names = releaseFiles.map(({ name }) => name);

/** The release with one file changed. */
const spoiled = (file: ReleaseFileName, change: (text: string) => string): ReleaseTexts => {
  const release = syntheticRelease();
  const text = change(release[file]);
  expect(text).not.toBe(release[file]);
  return { ...release, [file]: text };
};

/** As if another version of every file were released. */
const asRelease = (version: string, release = syntheticRelease()): ReleaseTexts =>
  Object.fromEntries(
    Object.entries(release).map(([name, text]) => [name, text.replaceAll('9.99.0', version)]),
  ) as ReleaseTexts;

describe('a release is refused, naming file and reason,', () => {
  test.each(names)('when %s is empty, a web page or a Git LFS pointer', (name) => {
    expect(() => buildTable(spoiled(name, () => ' \n'))).toThrow(`${name} is empty`);
    const page = '\n<!DOCTYPE html>\n<html><body>Sign in</body></html>';
    expect(() => buildTable(spoiled(name, () => page))).toThrow(`${name} is a web page`);
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0a1b\nsize 1341664\n';
    expect(() => buildTable(spoiled(name, () => pointer))).toThrow(`${name} is a Git LFS pointer`);
  });

  test.each(names.filter((name) => syntheticRelease()[name].includes('version:')))(
    'when %s is of another release or of none',
    (name) => {
      const other = (version: string) => spoiled(name, (text) => text.replace('9.99.0', version));
      expect(() => buildTable(other('9.98.0'))).toThrow(/ is of release 9\.9\d\.0 and .* of 9\.9\d\.0/);
      expect(() => buildTable(spoiled(name, (text) => text.replace(/^# version.*\n/m, '')))).toThrow(
        `${name} does not name its release`,
      );
    },
  );

  test.each([
    ['hla_nom_p.txt', /\n(B\*;07:02:01;)/, '\n$1;', 'hla_nom_p.txt, line 10: expected 3 columns, found 4'],
    ['hla_nom.txt', /;Sequence renamed/, '', 'hla_nom.txt, line 3: expected 6 columns, found 5'],
    ['rel_dna_ser.txt', /;1;;;\n/, ';1\n', 'rel_dna_ser.txt, line 3: expected 6 columns, found 3'],
    ['Allelelist.txt', /HLA1,A\*01:02\n/, '404: Not Found\n', 'Allelelist.txt, line 7, is no row'],
    ['Nomenclature_2009.txt', /B\*9530 None/, 'B*9530', 'Nomenclature_2009.txt, line 3, is no row'],
    ['A_prot.fasta', /\n[A-Z]{60}\n/, '\n', 'A_prot.fasta: A*01:01:01:01 has'],
  ] as const)('when rows of %s are none of such a file', (name, part, instead, sentence) =>
    expect(() => buildTable(spoiled(name, (text) => text.replace(part, instead)))).toThrow(sentence),
  );

  test.each([
    ['hla_nom_p.txt', 'DRB1'],
    ['hla_nom_g.txt', 'DRB1'],
    ['rel_dna_ser.txt', 'DRB1'],
    ['A_prot.fasta', 'A'],
    ['B_prot.fasta', 'B'],
    ['DRB1_prot.txt', 'DRB1'],
    ['Allelelist.txt', 'DRB1'],
  ] as const)('when %s ends early', (name, gene) => {
    const end =
      { 'A_prot.fasta': '>', 'B_prot.fasta': '>', 'DRB1_prot.txt': '\n\n Prot' }[String(name)] ?? gene;
    const half = spoiled(name, (text) => text.slice(0, text.lastIndexOf(end)).replace(/[^\n]*$/, ''));
    expect(() => buildTable(half)).toThrow(`${name} is not whole`);
  });

  test('when it is older than 3.51.0, whatever else its folder lacks', () => {
    expect(() => buildTable(asRelease('3.50.0'))).toThrow(
      'IPD-IMGT/HLA 3.50.0 cannot be used: the oldest release that can is 3.51.0',
    );
    const folder = mkdtempSync(path.join(tmpdir(), 'hla-'));
    try {
      writeFileSync(path.join(folder, 'Allelelist.txt'), asRelease('3.9.0')['Allelelist.txt']);
      expect(() => readRelease(folder)).toThrow('IPD-IMGT/HLA 3.9.0 cannot be used');
      writeFileSync(path.join(folder, 'Allelelist.txt'), asRelease('3.51.0')['Allelelist.txt']);
      expect(() => readRelease(folder)).toThrow('the release folder lacks wmda/hla_nom.txt');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a release is read', () => {
  test('alike with line ends of Windows', () => {
    const windows = Object.fromEntries(
      Object.entries(syntheticRelease()).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
    ) as ReleaseTexts;
    expect(buildTable(windows).document.loci).toEqual(buildTable(syntheticRelease()).document.loci);
  });

  test.each(['3.51.0', '3.53.0', '3.58.0', '3.64.0', '4.0.0'])('when it is %s', (version) =>
    expect(buildTable(asRelease(version)).document.release).toBe(version),
  );

  test('in the form of 2026, whose older form lies in a folder beside it', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hla-'));
    try {
      mkdirSync(path.join(folder, 'wmda', 'pre2026'), { recursive: true });
      const before = asRelease('3.64.0');
      for (const [name, text] of Object.entries(inTheFormOf2026(before))) {
        const isWmda = name.startsWith('hla_nom') || name.startsWith('rel_');
        writeFileSync(path.join(folder, isWmda ? 'wmda' : '', name), text);
        if (isWmda)
          writeFileSync(path.join(folder, 'wmda', 'pre2026', name), before[name as ReleaseFileName]);
      }
      const [newer, older] = [buildTable(readRelease(folder)), buildTable(before)];
      expect(newer.document.sources['rel_dna_ser.txt']).not.toBe(older.document.sources['rel_dna_ser.txt']);
      expect(newer.document.loci.A).toEqual(older.document.loci.A);
      expect(newer.counts).toEqual(older.counts);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Another author line, three lines of disclaimer, antigens of four digits and a seventh column of serology. */
function inTheFormOf2026(release: ReleaseTexts): ReleaseTexts {
  const head = '# author: A Team (team@example.org)\n# Disclaimer: may change\n# A second line\n# A third\n';
  const wmda = (text: string): string => text.replace(/(# version.*\n)/, `$1${head}`);
  return {
    ...release,
    'hla_nom.txt': wmda(release['hla_nom.txt']),
    'hla_nom_p.txt': wmda(release['hla_nom_p.txt']),
    'hla_nom_g.txt': wmda(release['hla_nom_g.txt']),
    'rel_dna_ser.txt': wmda(release['rel_dna_ser.txt'])
      .replace(/;(203|210|703|103)(?=[;/])/g, ';0$1')
      .replace(/^([^#].*)$/gm, '$1;'),
  };
}

describe('an allele without a sequence, as A*26:236 of release 3.53.0', () => {
  const lacking = (name: string): ReleaseTexts =>
    spoiled('A_prot.fasta', (text) => text.replace(new RegExp(`>\\S+ A\\*${name} [^>]*`), ''));
  const { document, counts } = buildTable(lacking('01:02'));
  const reference = createReleaseReference(document);

  test('is named by the build, and a null allele, which needs none, is not', () => {
    expect(counts.A.withoutSequence).toEqual(['A*01:02']);
    expect(buildTable(lacking('02:43N')).counts.A.withoutSequence).toEqual([]);
  });

  test('is known by name, reduces as before, and says that its groove is unknown', () => {
    const { ok, output, warnings } = normaliseText('A*01:02', { reference });
    expect({ ok, output, codes: warnings.map(({ code }) => code) }).toEqual({
      ok: true,
      output: 'A*01:02',
      codes: ['sequence-unknown'],
    });
    expect(normaliseText('A*01:02', { reference }, 'lgx').output).toBe('A*01:02');
    expect(normaliseText('A*01:01', { reference }).warnings).toEqual([]);
  });

  test('may have any groove: its interval holds the score of the release that has its sequence', () => {
    const [x, y] = [
      typingOf('A*01:02+A*02:06^B*07:02+B*08:01^DRB1*01:01+DRB1*03:01'),
      typingOf('A*01:01+A*24:02^B*07:02+B*15:01^DRB1*04:01+DRB1*15:01'),
    ];
    const [without, whole] = [compareHla(x, y, reference), compareHla(x, y, syntheticReference())];
    expect(without.interval[0]).toBeLessThan(whole.interval[0]);
    expect(without.interval[1]).toBeGreaterThanOrEqual(whole.interval[1]);
    expect(without.warnings).toContain('ambiguous');
  });
});
