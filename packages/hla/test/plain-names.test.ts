import { readFileSync } from 'node:fs';
import path from 'node:path';
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
function textsOf(list: string, everyNth: number): string[] {
  const names = [...list.matchAll(/,([A-Z0-9]+\*\d\S*)/g)].map(([, name = '']) => name);
  const short = names.flatMap((name) => {
    const fields = name.replace(/[A-Z]$/, '').split(':');
    return fields.map((_, count) => fields.slice(0, count + 1).join(':'));
  });
  const all = [...new Set([...names, ...short])].filter((_, at) => at % everyNth === 0);
  const random = createRandom('lists');
  const draw = () => all[random.integer(all.length)]!;
  const lists = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + random.integer(2) }, () =>
      Array.from({ length: 1 + random.integer(4) }, draw).join('/'),
    ).join('+'),
  );
  return [
    ...all,
    ...lists,
    'A*02:01+A*02:01',
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
      const general = JSON.stringify(rewriteText(text, { reference }, level));
      return [1, 2].some(() => JSON.stringify(normaliseText(text, { reference }, level)) !== general);
    });
    expect({ level, wrong }).toEqual({ level, wrong: [] });
  }
}

describe('the short way for plain names ends where the general reader does', () => {
  test('for an invented release', () =>
    expectSame(syntheticReference(), textsOf(syntheticRelease()['Allelelist.txt'], 1)));

  (shared === undefined ? test.skip : test)('for release 3.58.0 (needs HARMONIA_SHARED)', () =>
    expectSame(
      createReleaseReference(buildTable(readRelease(folder)).document),
      textsOf(readFileSync(path.join(folder, 'Allelelist.txt'), 'utf8'), 7),
    ),
  );
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

  test('are forgotten when there are many', () => {
    const reference = syntheticReference();
    const first = normaliseText('A*01:01', { reference }, 'lgx');
    for (let at = 0; at < 20_001; at++) normaliseText(`A*01:01x${at}`, { reference }, 'lgx');
    const again = normaliseText('A*01:01', { reference }, 'lgx');
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });
});
