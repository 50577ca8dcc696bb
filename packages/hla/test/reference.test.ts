import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { divergenceOf } from '../src/divergence.ts';
import { granthamDistance } from '../src/grantham.ts';
import { compareHla } from '../src/compare.ts';
import { scoredLoci } from '../src/locus.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { createReleaseReference } from '../src/reference/release-reference.ts';
import { typingOf } from './typing-of.ts';
import { readName } from '../src/read-name.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { drb1Grooves } from '../src/reference/groove-sequences.ts';
import { findReference, tableFileName } from '../src/reference/find-reference.ts';
import { decodeTable, encodeTable, readRelease } from '../src/reference/read-release.ts';
import type { LocusDocument } from '../src/reference/table-document.ts';
import { reductionLevels } from '../src/reduction-level.ts';
import type { HlaName } from '../src/name.ts';
import { syntheticGrooves, syntheticReference, syntheticRelease } from './synthetic-release.ts';

function nameOf(text: string): HlaName {
  const read = readName(text);
  if (!read.ok || read.value.kind === 'other') throw new Error(text);
  return read.value;
}

describe('a reference table', () => {
  test('is the same bytes for the same release, compressed or not', () => {
    const [one, other] = [buildTable(syntheticRelease()), buildTable(syntheticRelease())];
    expect(encodeTable(one.document, 'x.json').equals(encodeTable(other.document, 'x.json'))).toBe(true);
    expect(encodeTable(one.document, 'x.gz').equals(encodeTable(other.document, 'x.gz'))).toBe(true);
    expect(decodeTable(encodeTable(one.document, 'x.gz'))).toEqual(one.document);
  });

  test('names its release, its sources and whom to cite', () => {
    const { document } = buildTable(syntheticRelease());
    expect(document.release).toBe('9.99.0');
    expect(Object.values(document.sources).every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(Object.keys(document.sources)).toHaveLength(9);
    expect(document.citation).toMatch(/IPD-IMGT\/HLA/);
  });

  test('holds one groove for the members of a P group, however partial their sequences', () => {
    const reference = syntheticReference();
    for (const [one, other] of [
      ['A*02:01', 'A*02:09'],
      ['A*01:01:01', 'A*01:01:02'],
      ['A*02:01P', 'A*02:01:01G'],
    ])
      expect(reference.candidates(nameOf(one!)).grooves).toEqual(
        reference.candidates(nameOf(other!)).grooves,
      );
  });

  test('tells a groove with a residue in a gap of the reference allele from the one without', () => {
    const row = (residue: string): string => `AAAAA${'W'.repeat(40)}${residue}${'W'.repeat(49)}VEP`;
    const rows = new Map([
      ['01:01:01', row('.')],
      ['01:02', row('.')],
      ['01:03Q', row('K')],
    ]);
    const { grooves, insertions } = drb1Grooves({ rows, firstResidue: 0 });
    expect(new Set(grooves.values())).toEqual(new Set(['W'.repeat(89)]));
    expect([...insertions]).toEqual([['01:03Q', '45K']]);
  });

  test('refuses a release in which a P group has two grooves', () => {
    const release = syntheticRelease();
    const text = release['hla_nom_p.txt']
      .replace(/^A\*;02:06;$/m, '')
      .replace('A*;01:02;', 'A*;01:02/02:06;01:02P');
    expect(() => buildTable({ ...release, 'hla_nom_p.txt': text })).toThrow(/has two grooves/);
  });

  test('refuses a release that does not name itself', () =>
    expect(() => buildTable({ ...syntheticRelease(), 'Allelelist.txt': 'A*01:01' })).toThrow(
      /does not name/,
    ));

  test('accepts serology with a seventh column', () => {
    const release = syntheticRelease();
    const text = release['rel_dna_ser.txt'].replace(/^([AB]\*;.*)$/gm, '$1;HATS');
    expect(buildTable({ ...release, 'rel_dna_ser.txt': text }).document.loci).toEqual(
      buildTable(release).document.loci,
    );
  });

  test('is found in a folder, the newest first, and a broken one is an error', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hla-'));
    try {
      expect(findReference(folder).kind).toBe('builtin');
      expect(findReference(path.join(folder, 'none')).kind).toBe('builtin');
      const { document } = buildTable(syntheticRelease());
      for (const release of ['3.9.0', '3.58.0', '3.10.0']) {
        const name = tableFileName(release);
        writeFileSync(path.join(folder, name), encodeTable({ ...document, release }, name));
      }
      expect(findReference(folder).release).toBe('3.58.0');
      writeFileSync(path.join(folder, tableFileName('4.0.0')), 'broken');
      expect(() => findReference(folder)).toThrow(/not readable/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('of the first format still opens and scores the same; what it does not hold is said', () => {
    const { document } = buildTable(syntheticRelease());
    const loci = Object.fromEntries(
      scoredLoci.map((locus) => {
        const { insertions: _, ...part } = document.loci[locus]!;
        return [locus, { ...part, proteins: part.proteins.map((line) => line.replace('|=|', '||')) }];
      }),
    );
    const first = createReleaseReference(
      decodeTable(encodeTable({ ...document, formatVersion: 1, loci }, 'x.json')),
    );
    const x = typingOf('A*01:02+A*02:XX^B*07:02+B*15:10^DRB1*03:01+DRB1*04:01');
    const y = typingOf('A*24:03+A*32:11Q^B7+B*08:01^DRB1*15:02+DRB1*15:01');
    expect(compareHla(x, y, first)).toEqual(compareHla(x, y, syntheticReference()));
    expect(normaliseText('C*01:02', { reference: first }, 'P').error?.code).toBe('table-outdated');
    const newer = encodeTable({ ...document, formatVersion: 4 as 3 }, 'x.json');
    expect(() => decodeTable(newer)).toThrow(/build it again/);
  });

  test('of the second format, which holds no reductions, reduces the same', () => {
    const { document } = buildTable(syntheticRelease());
    const loci = Object.fromEntries(
      Object.entries(document.loci).map(([locus, { answers: _, ...part }]) => [locus, part]),
    );
    const second = decodeTable(encodeTable({ ...document, formatVersion: 2, loci }, 'x.json'));
    const reference = createReleaseReference(second);
    for (const text of ['A*01:01:01:02N', 'A*02:01', 'HLA-B*44:02/HLA-B*44:03', 'DRB1*07:10N'])
      for (const level of reductionLevels)
        expect(normaliseText(text, { reference }, level)).toEqual(
          normaliseText(text, { reference: syntheticReference() }, level),
        );
  });

  test('is refused when its reductions are missing or too few', () => {
    const { document } = buildTable(syntheticRelease());
    const withAnswers = (answers: LocusDocument['answers']) =>
      encodeTable(
        { ...document, loci: { ...document.loci, A: { ...document.loci.A!, answers: answers! } } },
        'x.json',
      );
    expect(() => decodeTable(withAnswers(undefined))).toThrow('the HLA reference table lacks A');
    const { P, ...others } = document.loci.A!.answers!;
    for (const damaged of [
      { ...P, places: P.places.slice(0, 4) },
      { ...P, answers: 'A*01:01P' },
    ]) {
      const reference = createReleaseReference(decodeTable(withAnswers({ P: damaged, ...others })));
      expect(() => normaliseText('A*02:01', { reference }, 'P')).toThrow('lacks reductions of a gene');
    }
  });

  test('is built from a release as downloaded or in one folder', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hla-'));
    try {
      const texts = syntheticRelease();
      mkdirSync(path.join(folder, 'wmda'));
      for (const [name, text] of Object.entries(texts))
        writeFileSync(path.join(folder, name.startsWith('hla_nom') ? 'wmda' : '', name), text);
      expect(readRelease(folder)).toEqual(texts);
      rmSync(path.join(folder, 'B_prot.fasta'));
      expect(() => readRelease(folder)).toThrow(/B_prot.fasta/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the divergence of two alleles', () => {
  const distance = (one: string, other: string): number => {
    let sum = 0;
    for (let at = 0; at < one.length; at++) sum += granthamDistance(one[at]!, other[at]!);
    return sum / one.length;
  };

  test('is the mean Grantham distance of their grooves', () => {
    const [a, d] = [syntheticGrooves('A'), syntheticGrooves('DRB1')];
    const reference = syntheticReference();
    expect(divergenceOf(nameOf('A*01:01'), nameOf('A*02:01'), reference)).toBeCloseTo(
      distance(a.get('a1')!, a.get('a3')!),
      10,
    );
    expect(divergenceOf(nameOf('DRB1*03:01'), nameOf('DRB1*15:02'), reference)).toBeCloseTo(
      distance(d.get('d2')!, d.get('d6')!),
      10,
    );
  });

  test('is zero within a P group and undefined for null alleles, lists and other genes', () => {
    const reference = syntheticReference();
    expect(divergenceOf(nameOf('A*02:01'), nameOf('A*02:09'), reference)).toBe(0);
    expect(divergenceOf(nameOf('A*02:01'), nameOf('A*24:09N'), reference)).toBeUndefined();
    expect(divergenceOf(nameOf('A*02:XX'), nameOf('A*01:01'), reference)).toBeUndefined();
    expect(divergenceOf(nameOf('A*02:01'), nameOf('B*07:02'), reference)).toBeUndefined();
  });

  test('rests on a symmetric table with known entries', () => {
    expect(granthamDistance('L', 'I')).toBe(5);
    expect(granthamDistance('C', 'W')).toBe(215);
    expect(granthamDistance('S', 'R')).toBe(110);
    expect(granthamDistance('R', 'S')).toBe(110);
    expect(granthamDistance('K', 'K')).toBe(0);
  });
});
