import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareHla } from '../src/compare.ts';
import { type ScoredLocus, scoredLoci } from '../src/locus.ts';
import { createRandom } from '../../../foundation/random.ts';
import type { HlaReference } from '../src/reference/reference.ts';
import { builtinReference } from '../src/compare.ts';
import { syntheticTyping } from '../src/synthetic-typing.ts';
import { syntheticAlleles, syntheticReference } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

/** Low-resolution names with every full name that they may stand for. */
const names: Record<ScoredLocus, Record<string, readonly string[]>> = {
  A: {
    'A*01:01': ['A*01:01'],
    'A*02:06': ['A*02:06'],
    'A*24:09N': ['A*24:09N'],
    'A*02:01/A*02:06': ['A*02:01', 'A*02:06'],
    'A*01:02/A*24:02/A*24:09N': ['A*01:02', 'A*24:02', 'A*24:09N'],
    'A*02:XX': ['A*02:01', 'A*02:06', 'A*02:09', 'A*02:43N'],
    'A*01:XX': ['A*01:01', 'A*01:02', 'A*01:01:01:02N'],
    A2: ['A*02:01', 'A*02:06', 'A*02:09'],
    A9: ['A*24:02', 'A*24:03'],
    'A*02:01:01G': ['A*02:01:01:01', 'A*02:09', 'A*02:43N'],
    'A*02:NEW': ['A*02:01', 'A*02:06', 'A*01:02'],
    'A*UUUU': syntheticAlleles.A.map(({ name }) => `A*${name}`),
  },
  B: {
    'B*07:02': ['B*07:02'],
    'B*44:02:01:02S': ['B*44:02:01:01', 'B*44:02:01:02N'],
    'B*15:XX': ['B*15:01', 'B*15:02', 'B*15:10'],
    B7: ['B*07:02', 'B*07:04'],
    'B*15:01/B*08:01': ['B*15:01', 'B*08:01'],
    B15: ['B*15:01', 'B*15:02', 'B*15:10'],
  },
  DRB1: {
    'DRB1*01:01': ['DRB1*01:01'],
    'DRB1*15:XX': ['DRB1*15:01', 'DRB1*15:02'],
    'DRB1*04:01/DRB1*03:01': ['DRB1*04:01', 'DRB1*03:01'],
    'DRB1*07:XX': ['DRB1*07:01', 'DRB1*07:10N'],
    DR3: ['DRB1*03:01'],
  },
};

interface Ambiguous {
  readonly text: string;
  /** A resolution, picked by the numbers. */
  resolve(picks: readonly number[]): string;
}

const genotype = (locus: ScoredLocus): fc.Arbitrary<string> => {
  const copy = fc.constantFrom(...Object.keys(names[locus]));
  return fc.oneof(
    { arbitrary: fc.tuple(copy, copy).map(([one, other]) => `${one}+${other}`), weight: 4 },
    { arbitrary: copy, weight: 1 },
  );
};

/** One or two genotypes of a gene. */
const gene = (locus: ScoredLocus): fc.Arbitrary<Ambiguous> =>
  fc.array(genotype(locus), { minLength: 1, maxLength: 2 }).map((genotypes) => ({
    text: genotypes.join('|'),
    resolve([which = 0, first = 0, second = 0]) {
      const [one = '', other] = genotypes[which % genotypes.length]!.split('+');
      const pick = (copy: string, by: number): string =>
        names[locus][copy]![by % names[locus][copy]!.length]!;
      // A single reported copy is homozygous, or stands beside any second one.
      const hidden = Object.values(names[locus]).flat();
      const rest =
        other === undefined
          ? [pick(one, first), ...hidden][second % (hidden.length + 1)]!
          : pick(other, second);
      return `${pick(one, first)}+${rest}`;
    },
  }));

const person = fc.tuple(gene('A'), gene('B'), gene('DRB1')).map((genes): Ambiguous => ({
  text: genes.map(({ text }) => text).join('^'),
  resolve: (picks) => genes.map((each, index) => each.resolve(picks.slice(3 * index))).join('^'),
}));

const picks = fc.array(fc.nat(1000), { minLength: 9, maxLength: 9 });

/** A resolution in which no copy of a gene is expressed does not count: every person expresses all three genes. */
const audible = (text: string): boolean =>
  text.split('^').every((each) => each.split('+').some((name) => !name.endsWith('N')));

describe.each([
  ['with a release', syntheticReference],
  ['without one', builtinReference],
] as [string, () => HlaReference][])('the interval %s', (_, reference) => {
  test('holds the score of every full resolution', () => {
    fc.assert(
      fc.property(
        person,
        person,
        fc.array(fc.tuple(picks, picks), { minLength: 8, maxLength: 8 }),
        (x, y, tries) => {
          const { interval, score, expected } = compareHla(typingOf(x.text), typingOf(y.text), reference());
          const [low, high] = interval;
          for (const value of [score, expected]) {
            if (value === null) continue;
            expect(value).toBeGreaterThanOrEqual(low - 1e-9);
            expect(value).toBeLessThanOrEqual(high + 1e-9);
          }
          for (const [mine, yours] of tries) {
            const [a, b] = [x.resolve(mine), y.resolve(yours)];
            if (!audible(a) || !audible(b)) continue;
            const full = compareHla(typingOf(a), typingOf(b), reference());
            expect(full.score).toBeGreaterThanOrEqual(low - 1e-9);
            expect(full.score).toBeLessThanOrEqual(high + 1e-9);
          }
        },
      ),
      { numRuns: 120, seed: 7 },
    );
  });

  test('is the score itself when both are fully resolved', () => {
    const full = typingOf('A*01:01+A*02:06^B*07:02+B*08:01^DRB1*01:01+DRB1*04:01');
    const other = typingOf('A*01:02+A*24:02^B*07:04+B*08:01^DRB1*15:01+DRB1*04:01');
    const { score, interval, expected, warnings } = compareHla(full, other, reference());
    expect(interval).toEqual([score, score]);
    expect(expected).toBe(score);
    expect(warnings).not.toContain('ambiguous');
  });

  test('is the same in both directions', () => {
    fc.assert(
      fc.property(person, person, (x, y) => {
        const [one, other] = [typingOf(x.text), typingOf(y.text)];
        const [there, back] = [compareHla(one, other, reference()), compareHla(other, one, reference())];
        expect(there.interval[0]).toBeCloseTo(back.interval[0], 9);
        expect(there.interval[1]).toBeCloseTo(back.interval[1], 9);
        if (there.score !== null) expect(there.score).toBeCloseTo(back.score!, 9);
      }),
      { numRuns: 60, seed: 8 },
    );
  });
});

describe('a score with sequences', () => {
  test('is half difference and half divergence, as computed by hand', () => {
    const reference = syntheticReference();
    const x = typingOf('A*01:01+A*02:01^B*07:02+B*08:01^DRB1*01:01+DRB1*03:01');
    const y = typingOf('A*01:01+A*24:02^B*07:02+B*15:01^DRB1*04:01+DRB1*15:01');
    const result = compareHla(x, y, reference);
    const scale = { A: 13.9, B: 16.4, DRB1: 20.3 };
    let total = 0;
    for (const locus of scoredLoci) {
      const ids = [x, y].map((typing) =>
        typing.loci[locus]!.glString.split('+').map((text) => {
          const [, fields = ''] = text.split('*');
          return reference.table(locus)!.entryOf(fields)!.protein.groove!;
        }),
      );
      for (const i of ids[0]!)
        for (const j of ids[1]!) {
          const distance = reference.divergence(locus, i, j)!;
          total += (i === j ? 0 : 0.5) + 0.5 * Math.min(1, distance / scale[locus]);
        }
    }
    expect(result.score).toBeCloseTo((100 * total) / 12, 9);
    expect(result).toMatchObject({ level: 'groove', referenceRelease: '9.99.0', referenceData: 'release' });
    expect(result.perLocus.A).toMatchObject({ shared: 1, heterozygosity: 0.75 });
  });

  test('sees members of one P group as one', () => {
    const [x, y] = ['A*02:01+A*02:01', 'A*02:09+A*02:01:01G'].map((text) =>
      typingOf(`${text}^B*07:02+B*07:02^DRB1*01:01+DRB1*01:01`),
    );
    expect(compareHla(x!, y!, syntheticReference()).score).toBe(0);
  });

  test('of coupled genotypes is not that of their product', () => {
    const rest = '^B*07:02+B*08:01^DRB1*01:01+DRB1*03:01';
    const coupled = typingOf(`A*01:01+A*02:01|A*01:02+A*02:06${rest}`);
    const product = typingOf(`A*01:01/A*01:02+A*02:01/A*02:06${rest}`);
    const other = typingOf(`A*01:01+A*02:06${rest}`);
    const [narrow, wide] = [coupled, product].map(
      (typing) => compareHla(typing, other, syntheticReference()).interval,
    );
    expect(narrow![0]).toBeGreaterThan(wide![0]);
  });
});

test('names of which the release holds no allele are presumed to differ, and never give NaN', () => {
  const reference = syntheticReference();
  const random = createRandom('a release of few alleles');
  const people = Array.from({ length: 40 }, () => syntheticTyping(random));
  for (const one of people)
    for (const other of people) {
      const { score, expected, interval } = compareHla(one, other, reference);
      expect(score).toBeGreaterThanOrEqual(interval[0]);
      expect(score).toBeLessThanOrEqual(interval[1]);
      expect(expected).toBeGreaterThanOrEqual(0);
    }
  const unheld = typingOf('A*43:01+A*43:01');
  expect(compareHla(unheld, unheld, reference).perLocus.A).toMatchObject({ shared: 0, divergence: null });
});
