import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseMacTable } from '../src/mac.ts';
import { compareHla } from '../src/compare.ts';
import { divergenceOf } from '../src/divergence.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { loci, scoredLoci } from '../src/locus.ts';
import type { HlaName } from '../src/name.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { readName } from '../src/read-name.ts';
import { buildTable } from '../src/reference/build-table.ts';
import type { ReleaseTexts } from '../src/reference/release-files.ts';
import { encodeTable, readRelease } from '../src/reference/read-release.ts';
import { createReleaseReference, type ReleaseReference } from '../src/reference/release-reference.ts';
import { publishedCodes, publishedDivergences, publishedReductions } from './release-values.ts';
import { typingOf } from './typing-of.ts';

// The release may not be copied into the repository; its place is told by the environment.
const shared = process.env['HARMONIA_SHARED'];
const withRelease = shared === undefined ? describe.skip : describe;
const classical = new Set(loci.map((locus) => `${locus}*`));
const folder = path.join(shared ?? '', 'data', 'hla');

function nameOf(text: string): HlaName {
  const read = readName(text);
  if (!read.ok || read.value.kind === 'other') throw new Error(text);
  return read.value;
}

/** The codes at hand; none without the folder. */
const macs = parseMacTable(
  shared === undefined
    ? ''
    : gunzipSync(readFileSync(path.join(folder, 'mac-subset.tsv.gz'))).toString('utf8'),
);

withRelease('IPD-IMGT/HLA 3.58.0 (needs HARMONIA_SHARED)', () => {
  let reference: ReleaseReference;
  let texts: ReleaseTexts;
  let names: string[];
  /** Those of the other classical genes too. */
  let every: string[];

  beforeAll(() => {
    texts = readRelease(path.join(folder, 'imgt-3.58.0'));
    const { document, counts } = buildTable(texts);
    expect(counts.A).toMatchObject({ alleles: 8472, proteins: 5373 });
    expect(counts.B).toMatchObject({ alleles: 10183, proteins: 6427 });
    expect(counts.DRB1).toMatchObject({ alleles: 3751, proteins: 2552 });
    expect(encodeTable(document, 'table.json.gz').length).toBeLessThan(400_000);
    reference = createReleaseReference(document);
    names = texts['Allelelist.txt']
      .split('\n')
      .flatMap((line) => /,((?:A|B|DRB1)\*\S+)/.exec(line)?.[1] ?? []);
    every = texts['Allelelist.txt']
      .split('\n')
      .flatMap((line) => /,(\w+\*\S+)/.exec(line)?.[1] ?? [])
      .filter((text) => classical.has(text.slice(0, text.indexOf('*') + 1)));
  });

  test('every one of its 22,406 names is read, found and written back', () => {
    expect(names).toHaveLength(22_406);
    const wrong = names.filter((text) => normaliseText(text, { reference }).output !== text);
    expect(wrong).toEqual([]);
  });

  test('every name of its P and G files gets the group of its row, its own name where the row names none', () => {
    const [wrong, counts] = [[] as string[], new Map<string, number>()];
    const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
    for (const [file, to] of [['hla_nom_p.txt', 'P'] as const, ['hla_nom_g.txt', 'G'] as const]) {
      for (const line of texts[file].split('\n')) {
        const [gene = '', members = '', group = ''] = line.trimEnd().split(';');
        if (!classical.has(gene)) continue;
        if (group !== '') count(`${to} of ${gene}`);
        for (const member of members.split('/')) {
          const { output, level } = normaliseText(gene + member, { reference }, to);
          count(group === '' ? `${to} alone` : `${to} member`);
          const fields = member.split(':').length;
          if (output !== gene + (group || member) || level !== (group === '' ? `${fields}field` : to))
            wrong.push(`${gene}${member} ${to}: ${output} ${level}`);
        }
        // Two fields and a G are a small g, which every allele has.
        const third = to === 'G' && members.split(':').length === 2 ? ':01' : '';
        const alone = gene + members.replace(/[A-Z]$/, '') + third + to;
        const name = group === '' ? alone : gene + group;
        const read = normaliseText(name, { reference });
        if (group === '' ? read.ok : read.output !== name) wrong.push(`${name} ${read.error?.code}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(Object.fromEntries(counts)).toMatchObject({ 'P alone': 16_256, 'G alone': 24_267 });
    expect(['A', 'B', 'DRB1'].map((gene) => counts.get(`P of ${gene}*`))).toEqual([260, 391, 198]);
  });

  test('every null allele of the classical genes has no P group, and every two-field name has what its alleles have', () => {
    const nulls = every.filter((text) => text.endsWith('N'));
    const wrong = nulls.filter((text) => {
      const { output, warnings } = normaliseText(text, { reference }, 'P');
      return output !== null || !warnings.some(({ code }) => code === 'no-p-group');
    });
    expect(wrong).toEqual([]);
    const short = new Set(
      names.map((text) =>
        text
          .replace(/[A-Z]$/, '')
          .split(':')
          .slice(0, 2)
          .join(':'),
      ),
    );
    const outputs = [...short].map((text) => normaliseText(text, { reference }, 'P').output);
    expect(short.size).toBe(14_352);
    expect(outputs.filter((output) => output !== null && !output.endsWith('P'))).toHaveLength(10_242);
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

  test('an antigen that was recognised later than the release stands for the alleles of its number', () => {
    expect(normaliseText('Cw12', { reference }, 'lgx').output).toContain('C*12:02/C*12:03');
    expect(normaliseText('C*12:03', { reference }, 'S').output).toBeNull();
  });

  test('no null allele is given an antigen', () => {
    const nulls = names.filter((text) => text.endsWith('N'));
    expect(nulls.length).toBe(942);
    expect(nulls.filter((text) => normaliseText(text, { reference }, 'S').output !== null)).toEqual([]);
  });

  test.each([
    ['DRB1*14:210Q', 'DRB1*14:04'],
    ['DRB1*15:203Q', 'DRB1*15:01'],
  ])('%s has an inserted residue, so it is another protein than %s at the same distance', (one, other) => {
    const [a, b] = [one, other].map((text) => reference.candidates(nameOf(text)).grooves[0]);
    expect(a).not.toBe(b);
    expect(divergenceOf(nameOf(one), nameOf(other), reference)).toBe(0);
    expect(normaliseText(one, { reference }).warnings.map(({ code }) => code)).toContain(
      'insertion-not-scored',
    );
    const [x, y] = [one, other].map((text) => typingOf(`A*01:01+A*01:01^B*07:02+B*07:02^${text}+${text}`));
    const { perLocus, warnings } = compareHla(x!, y!, reference);
    expect(perLocus.DRB1).toMatchObject({ shared: 0, heterozygosity: 1, divergence: 0, score: 50 });
    expect(warnings).toContain('insertion-not-scored');
  });

  for (const [text, level, expected] of publishedCodes) {
    const known = macs.expansionOf(text.split(':')[1] ?? '') !== undefined;
    const define = known ? test : test.skip;
    define(`${text} reduces to ${expected} as published (needs its code among the installed ones)`, () =>
      expect(normaliseText(text, { reference, macs }, level).output).toBe(expected),
    );
  }

  test('real MAC are expanded, generic and allele-specific', () => {
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
