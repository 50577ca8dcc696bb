import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { parseMacTable } from '../src/mac.ts';
import { normaliseText, rewriteText } from '../src/normalise-text.ts';
import { reductionLevels } from '../src/reduction-level.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { readRelease } from '../src/reference/read-release.ts';
import { createReleaseReference, type ReleaseReference } from '../src/reference/release-reference.ts';
import { syntheticReference, syntheticRelease } from './synthetic-release.ts';

const shared = process.env['HARMONIA_SHARED'];
const folder = path.join(shared ?? '', 'data/hla/imgt-3.58.0');

/** Every name of a list, its shorter forms, and lists drawn from them. */
function textsOf(list: string): string[] {
  const names = [...list.matchAll(/,([A-Z0-9]+\*\d\S*)/g)].map(([, name = '']) => name);
  const short = names.flatMap((name) => {
    const fields = name.replace(/[A-Z]$/, '').split(':');
    return fields.slice(1).map((_, count) => fields.slice(0, count + 2).join(':'));
  });
  const all = [...new Set([...names, ...short])];
  const random = createRandom('lists');
  const draw = () => all[random.integer(all.length)]!;
  const copy = (list: readonly string[]): string =>
    Array.from({ length: 1 + random.integer(4) }, () => list[random.integer(list.length)]!).join('/');
  const lists = Array.from({ length: 300 }, () => {
    const gene = draw().split('*')[0]!;
    const ofGene = all.filter((name) => name.startsWith(`${gene}*`));
    return random.next() < 0.5 ? copy(ofGene) : `${copy(ofGene)}+${copy(random.next() < 0.2 ? all : ofGene)}`;
  });
  const genotypes = Array.from({ length: 100 }, () =>
    Array.from({ length: 2 + random.integer(2) }, () => lists[random.integer(lists.length)]!).join('^'),
  );
  const prefixed = [...all.slice(0, 100), ...lists.slice(0, 100), ...genotypes].map((text) =>
    text.replace(/(?<![\w*:])(?=[A-Z])/g, 'HLA-'),
  );
  return [
    ...all,
    ...lists,
    ...genotypes,
    ...prefixed,
    'A*02:01+HLA-A*02:01',
    'HLA-A*02:01+A*02:01',
    'HLA-A*02:01^B*07:02',
    'A*02:01^A*02:01',
    'A*02:01+A*02:01',
    'A*02',
    'A*02/A*03:01',
    'A*02:01/',
    '+A*02:01',
    'A*02:01+A*02:06+A*01:01',
    '*',
    'A*',
    'A*02:01 ',
  ];
}

/** A fresh reference, so that no answer is kept from before; asked twice, so that one is. */
function expectSame(reference: ReleaseReference, texts: readonly string[]): void {
  for (const level of reductionLevels) {
    const wrong = texts.filter((text) => {
      const general = rewriteText(text, { reference }, level);
      return [1, 2].some(() => !isDeepStrictEqual(normaliseText(text, { reference }, level), general));
    });
    expect({ level, wrong }).toEqual({ level, wrong: [] });
  }
}

describe('the short way for plain names ends where the general reader does', () => {
  test('for an invented release', () =>
    expectSame(syntheticReference(), textsOf(syntheticRelease()['Allelelist.txt'])));

  (shared === undefined ? test.skip : test)('for release 3.58.0 (needs HARMONIA_SHARED)', () =>
    expectSame(
      createReleaseReference(buildTable(readRelease(folder)).document),
      textsOf(readFileSync(path.join(folder, 'Allelelist.txt'), 'utf8')),
    ),
  );
});

describe('in a list', () => {
  test('the groups of a name that has several are written once and in order', () => {
    const release = syntheticRelease();
    const groups = release['hla_nom_g.txt'].replace('A*;01:01:02;', 'A*;01:01:02;01:01:02G');
    const { document } = buildTable({ ...release, 'hla_nom_g.txt': groups });
    const reference = createReleaseReference(document);
    expect(normaliseText('A*01:02/A*01:01/A*01:01:02', { reference }, 'G').output).toBe(
      'A*01:01:01G/A*01:01:02G/A*01:02',
    );
  });

  test('an allele without a known antigen is left out, and a warning says so', () => {
    const release = syntheticRelease();
    const serology = release['rel_dna_ser.txt'].replace('A*;01:02;;;1;', 'A*;01:02;0;;;');
    const { document } = buildTable({ ...release, 'rel_dna_ser.txt': serology });
    const lacking = { reference: createReleaseReference(document) };
    for (const [text, output] of [
      ['A*01:02/A*02:06', 'A2'],
      ['A*01:02+A*01:02^B*07:04', 'B7'],
      ['A*01:02+A*01:02', null],
    ] as const) {
      const reduced = normaliseText(text, lacking, 'S');
      expect(reduced).toMatchObject({ ok: true, output, warnings: [{ code: 'antigen-undetermined' }] });
      expect(reduced).toEqual(rewriteText(text, lacking, 'S'));
    }
  });

  test('more names than a GL string may have are left to the general reader, which refuses them', () => {
    const list = (length: number): string => Array.from({ length }, () => 'A*02:06').join('/');
    const reduce = (length: number) => normaliseText(list(length), { reference: syntheticReference() }, 'U2');
    expect(reduce(2001)).toMatchObject({ ok: true, output: 'A*02:06' });
    expect(reduce(8001).error?.code).toBe('too-ambiguous');
  });
});

describe('a multiple-allele code', () => {
  const macs = parseMacTable(
    'QQA\t01/02\nQQB\t01/09\nQQC\t01/43\nQQD\t01/99\nQQE\t02:01/02:06\nQQF\t98/99\n',
  );

  test.each([
    'A*01:QQA',
    'HLA-A*01:QQA',
    'A*02:QQB',
    'A*02:QQC',
    'A*02:QQD',
    'A*02:QQE',
    'A*02:QQF',
    'A*09:QQA',
    'A*02:XX',
    'a*01:qqa',
    'A*01:QQG',
    'C*01:QQA',
  ])('reduces as the general reader reduces it: %s', (text) => {
    const nomenclature = { reference: syntheticReference(), macs };
    for (const level of reductionLevels)
      expect(normaliseText(text, nomenclature, level)).toEqual(rewriteText(text, nomenclature, level));
  });
});

describe('results that were given before', () => {
  test('are given again, but for another file of codes and for another level', () => {
    const reference = syntheticReference();
    const codes = ['01:01/01:02', '01:01'].map((members) => parseMacTable(`QQQ\t${members}\n`));
    const ask = (at: number, level?: 'lgx' | 'U2') =>
      normaliseText('A*01:QQQ', { reference, macs: codes[at] }, level);
    for (const at of [0, 1, 1, 0, 0])
      for (const level of ['lgx', undefined, 'U2'] as const)
        expect(ask(at, level)).toEqual(rewriteText('A*01:QQQ', { reference, macs: codes[at] }, level));
    expect(ask(0)).toBe(ask(0));
    expect(ask(0).output).not.toBe(ask(1).output);
  });

  test('stay while they are in use, and are forgotten when they are many or long', () => {
    const { document } = buildTable(syntheticRelease());
    const reference = createReleaseReference(document);
    const ask = (text: string) => normaliseText(text, { reference }, 'lgx');
    const [used, unused] = [ask('a*01:01'), ask('a*01:02')];
    const other = (at: number, length = 1): void => void ask(`A*01:01${'x'.repeat(length)}${at}`);
    for (let at = 0; at < 20_001; at++) {
      other(at);
      if (at % 5000 === 0) expect(ask('a*01:01')).toBe(used);
    }
    expect(ask('a*01:02')).toEqual(unused);
    expect(ask('a*01:02')).not.toBe(unused);
    const before = ask('a*01:02');
    for (let at = 0; at < 10; at++) other(at, 499_000);
    expect(ask('a*01:02')).not.toBe(before);
  });

  test('hold their own text, not the longer one that a line was cut from', () => {
    const reference = syntheticReference();
    const line = `${'x'.repeat(100)} a*02:01:01:01`.slice(101);
    const { input } = normaliseText(line, { reference }, 'P');
    expect(input).toBe(line);
    // A text that is not well-formed cannot be copied and is read each time.
    const odd = `A*02:01\ud800`;
    expect(normaliseText(odd, { reference }, 'P').input).toBe(odd);
  });
});
