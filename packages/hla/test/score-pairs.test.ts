import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { builtinReference, compareHla } from '../src/compare.ts';
import { compareGene, createEncodedRow, createPairEncoder, scoreEncoded } from '../src/pair-tables.ts';
import { createPairScorer } from '../src/score-pairs.ts';
import { syntheticTyping } from '../src/synthetic-typing.ts';
import { syntheticReference } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

describe('a scorer of many pairs', () => {
  test('gives the same scores as the comparison of two, while its matrices grow', () => {
    const random = createRandom('pairs');
    const scorer = createPairScorer();
    const people = Array.from({ length: 120 }, () => syntheticTyping(random));
    const encoded = people.map((typing) => scorer.encode(typing)!);
    for (const [index, one] of people.entries()) {
      const other = (7 * index + 3) % people.length;
      expect(scorer.score(encoded[index]!, encoded[other]!)).toBeCloseTo(
        compareHla(one, people[other]!).score!,
        9,
      );
    }
  });

  test('uses sequences and expression where the reference has them', () => {
    const reference = syntheticReference();
    const scorer = createPairScorer(reference);
    const one = typingOf('A*01:01+A*24:09N^B*07:02+B*08:01^DRB1*01:01+DRB1*04:01');
    const other = typingOf('A*02:09+A*02:06^B*15:01+B*08:01^DRB1*15:01+DRB1*04:01');
    expect(scorer.score(scorer.encode(one)!, scorer.encode(other)!)).toBeCloseTo(
      compareHla(one, other, reference).score!,
      9,
    );
  });

  test.each([
    'A*01:XX+A*02:01^B*07:02+B*08:01^DRB1*01:01+DRB1*04:01',
    'A*01:01^B*07:02+B*08:01^DRB1*01:01+DRB1*04:01',
    'A*01:01+A*02:01^B*07:02+B*08:01',
    'A*01:01+A*02:NEW^B*07:02+B*08:01^DRB1*01:01+DRB1*04:01',
  ])('declines what is not fully resolved: %s', (text) =>
    expect(createPairScorer(syntheticReference()).encode(typingOf(text))).toBeUndefined(),
  );
});

describe('tables of many typings', () => {
  const genes = {
    A: [
      'A*01:01',
      'A*02:01',
      'A*02:09',
      'A*24:09N',
      'A*02:XX',
      'A*01:AB',
      'A2',
      'A*02:01/A*02:06',
      'A*02:NEW',
      'A*UUUU',
    ],
    B: ['B*07:02', 'B*08:01', 'B*15:01', 'B*07:XX', 'B44', 'B*15:NEW', 'B*08:01/B*08:02'],
    DRB1: [
      'DRB1*01:01',
      'DRB1*04:01',
      'DRB1*15:01',
      'DRB1*15:XX',
      'DR4',
      'DRB1*15:NEW',
      'DRB1*04:01/DRB1*04:03',
    ],
  } as const;
  const invent = (random: { integer(below: number): number }): string =>
    Object.values(genes)
      .flatMap((names) => {
        const one = names[random.integer(names.length)]!;
        const other = names[random.integer(names.length)]!;
        const kind = random.integer(12);
        return kind === 0 ? [] : [kind === 1 ? one : `${one}+${other}`];
      })
      .join('^');

  test.each([
    ['names', builtinReference()],
    ['grooves', syntheticReference()],
  ])(
    'score every pair as the comparison of two does, open genes and missing ones too: %s',
    (_, reference) => {
      const random = createRandom('open pairs');
      const typings = Array.from({ length: 90 }, () => invent(random))
        .filter(Boolean)
        .map(typingOf);
      const encoder = createPairEncoder(reference);
      const encoded = typings.map((typing) => encoder.encode(typing));
      const tables = encoder.tables().map((table) => {
        const compared = table.open.flatMap((number) => [...compareGene(table, number, reference)]);
        return { ...table, lists: table.texts.length, compared: Float64Array.from(compared) };
      });
      const all = Int32Array.from(encoded.flatMap((typing) => [...typing]));
      let open = 0;
      const row = createEncodedRow(tables, all);
      for (let one = 0; one < typings.length; one++) {
        row.begin(9 * one);
        for (let other = one; other < typings.length; other += 3) {
          const { score } = compareHla(typings[one]!, typings[other]!, reference);
          const found = scoreEncoded(tables, all, 9 * one, 9 * other);
          if (score === null) expect(found).toBeNaN();
          else expect(Math.abs(found - score)).toBeLessThan(1e-9);
          expect(row.score(9 * other)).toBe(found);
          if ([0, 3, 6].some((at) => encoded[one]![at]! < 0)) open++;
        }
      }
      expect(open).toBeGreaterThan(500);
    },
  );

  test('compare the names as they were read where that is the method', () => {
    const reference = syntheticReference();
    const typing = typingOf('A*02:01:01+A*24:02^B*07:02+B*08:01^DRB1*01:01+DRB1*04:01');
    const asRead = createPairEncoder(reference, { names: 'as-read' });
    asRead.encode(typing);
    expect(asRead.tables()[0]!.texts).toEqual([typing.loci.A!.glString]);
  });
});
