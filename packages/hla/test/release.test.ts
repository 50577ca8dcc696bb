import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseMacTable } from '../src/mac.ts';
import { compareHla } from '../src/compare.ts';
import { divergenceOf } from '../src/divergence.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { scoredLoci } from '../src/locus.ts';
import type { HlaName } from '../src/name.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { readName } from '../src/read-name.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { encodeTable, readRelease } from '../src/reference/read-release.ts';
import { createReleaseReference, type ReleaseReference } from '../src/reference/release-reference.ts';
import { publishedDivergences, publishedReductions } from './release-values.ts';
import { typingOf } from './typing-of.ts';

// The release may not be copied into the repository; its place is told by the environment.
const shared = process.env['HARMONIA_SHARED'];
const withRelease = shared === undefined ? describe.skip : describe;
const folder = path.join(shared ?? '', 'data', 'hla');

function nameOf(text: string): HlaName {
  const read = readName(text);
  if (!read.ok || read.value.kind === 'other') throw new Error(text);
  return read.value;
}

withRelease('IPD-IMGT/HLA 3.58.0 (needs HARMONIA_SHARED)', () => {
  let reference: ReleaseReference;
  let names: string[];

  beforeAll(() => {
    const texts = readRelease(path.join(folder, 'imgt-3.58.0'));
    const { document, counts } = buildTable(texts);
    expect(counts.A).toMatchObject({ alleles: 8472, proteins: 5373 });
    expect(counts.B).toMatchObject({ alleles: 10183, proteins: 6427 });
    expect(counts.DRB1).toMatchObject({ alleles: 3751, proteins: 2552 });
    expect(encodeTable(document, 'table.json.gz').length).toBeLessThan(200_000);
    reference = createReleaseReference(document);
    names = texts['Allelelist.txt']
      .split('\n')
      .flatMap((line) => /,((?:A|B|DRB1)\*\S+)/.exec(line)?.[1] ?? []);
  });

  test('every one of its 22,406 names is read, found and written back', () => {
    expect(names).toHaveLength(22_406);
    const wrong = names.filter((text) => normaliseText(text, { reference }).output !== text);
    expect(wrong).toEqual([]);
  });

  test('every expressed name has one groove and every null name none', () => {
    const wrong = names.filter((text) => {
      const { grooves, silent } = reference.candidates(nameOf(text));
      return text.endsWith('N') ? grooves.length !== 0 || silent !== 'yes' : grooves.length !== 1;
    });
    expect(wrong).toEqual([]);
  });

  test('its names from before 2010 are converted as its own table does', () => {
    const rows = readFileSync(path.join(folder, 'imgt-3.58.0', 'Nomenclature_2009.txt'), 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([old = '']) => /^(?:A|B|DRB1)\*\d/.test(old));
    expect(rows.length).toBeGreaterThan(3400);
    const wrong = rows.filter(([old = '', current = '']) => {
      const direct = readName(old);
      if (current === 'None') return false;
      const expected = normaliseText(current, { reference });
      const converted = normaliseText(old, { reference });
      return !direct.ok || converted.output !== expected.output;
    });
    expect(wrong).toEqual([]);
  });

  test.each(publishedDivergences)(
    'the divergence of %s and %s is the published one',
    (one, other, published) =>
      expect(divergenceOf(nameOf(one), nameOf(other), reference)).toBeCloseTo(published, 4),
  );

  test.each(publishedReductions)('%s reduces to %s as published', (text, level, expected) =>
    expect(normaliseText(text, { reference }, level).output).toBe(expected),
  );

  test.each([
    ['B*15:10', 'B71(70)'],
    ['DRB1*07:34', 'DR7'],
    ['A*02:01', 'A2'],
    ['A*24:02', 'A24(9)'],
    ['DRB1*03:01', 'DR17(3)'],
    ['B*13:04', 'B15/B21'],
  ])('%s carries %s', (text, antigen) =>
    expect(normaliseText(text, { reference }, 'S').output).toBe(antigen),
  );

  test('no null allele is given an antigen', () => {
    const nulls = names.filter((text) => text.endsWith('N'));
    expect(nulls.length).toBe(942);
    expect(nulls.filter((text) => normaliseText(text, { reference }, 'S').output !== null)).toEqual([]);
  });

  test('real MAC are expanded, generic and allele-specific', () => {
    const macs = parseMacTable(
      gunzipSync(readFileSync(path.join(folder, 'mac-subset.tsv.gz'))).toString('utf8'),
    );
    expect(macs.size).toBeGreaterThan(12_000);
    expect(normaliseText('A*01:AB', { reference, macs }, 'lgx').output).toBe('A*01:01/A*01:02');
    expect(normaliseText('A*24:AMG', { reference, macs }).output).toBe('A*24:02/A*24:09N');
  });

  test('two XX codes of six hundred alleles each are compared in milliseconds', () => {
    const low = typingOf('B*15:XX+B*15:XX^A*01:01+A*02:01^DRB1*01:01+DRB1*04:01');
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      compareHla(low, low, reference);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(20);
  });

  test('the lab files of others are read', async () => {
    const read = (name: string) =>
      readLabFile(readFileSync(path.join(folder, 'lab-files', name)), { reference, minimumGenes: 1 });
    const five = await read('allosure-5-samples.hml');
    expect(five).toMatchObject({ format: 'hml', accepted: 5, rejected: 0 });
    for (const { typing } of five.rows)
      expect(Object.keys(typing?.loci ?? {})).toEqual(expect.arrayContaining([...scoredLoci, 'C', 'DPB1']));
    expect((await read('nmdp-example-01.hml')).rows[0]?.typing?.loci.A?.glString).toBe(
      'HLA-A*01:01:01G+HLA-A*01:02',
    );
    expect((await read('histogenetics-1111.hml.xml')).rows[0]?.typing?.loci.B?.glString).toBe(
      'HLA-B*27:07:01+HLA-B*55:01:01',
    );
    for (const name of ['pyard-wide-sample.csv', 'pyard-glstring-sample.csv'])
      expect((await read(name)).problems[0]?.code).toBe('two-people-per-row');
  });
});
