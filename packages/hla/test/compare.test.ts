import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { compareHla } from '../src/compare.ts';
import { syntheticTyping } from '../src/synthetic-typing.ts';
import { typingOf } from './typing-of.ts';

const heterozygous = typingOf('A*01:01+A*02:01^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01');

describe('two people', () => {
  test('with nothing in common have the greatest dissimilarity', () => {
    const other = typingOf('A*03:01+A*24:02^B*35:01+B*44:02^DRB1*01:01+DRB1*04:01');
    const result = compareHla(heterozygous, other);
    expect(result).toMatchObject({
      score: 100,
      interval: [100, 100],
      expected: 100,
      level: '2field',
      coverage: 1,
    });
    expect(result.perLocus.A).toMatchObject({ shared: 0, heterozygosity: 1, divergence: null });
  });

  test('who are identical heterozygotes would have a heterozygous child half of the time', () => {
    const result = compareHla(heterozygous, heterozygous);
    expect(result.score).toBe(50);
    expect(result.perLocus.B).toMatchObject({ shared: 2, heterozygosity: 0.5 });
  });

  test('who are identical homozygotes have no dissimilarity', () => {
    const homozygous = typingOf('A*01:01+A*01:01^B*08:01+B*08:01^DRB1*03:01+DRB1*03:01');
    expect(compareHla(homozygous, homozygous).score).toBe(0);
  });

  test('are compared alike in both directions', () => {
    const random = createRandom('symmetry');
    for (let index = 0; index < 200; index++) {
      const [one, other] = [syntheticTyping(random), syntheticTyping(random)];
      expect(compareHla(one, other)).toEqual(compareHla(other, one));
    }
  });

  test('are compared without a gene that one of them lacks, and the interval says so', () => {
    const result = compareHla(heterozygous, typingOf('A*03:01+A*24:02^B*07:02+B*08:01'));
    expect(result.coverage).toBeCloseTo(2 / 3);
    expect(result.score).toBe(75);
    expect(result.interval).toEqual([50, expect.closeTo(83.3333, 3)]);
    expect(result.warnings).toContain('locus-missing');
    expect(result.perLocus.DRB1).toBeUndefined();
  });

  test('have no score when only one gene can be compared', () => {
    expect(compareHla(heterozygous, typingOf('A*03:01+A*24:02'))).toMatchObject({
      score: null,
      expected: null,
      interval: [0, 100],
    });
  });
});

describe('a null allele', () => {
  test('is not expressed, so that the other copy counts twice', () => {
    const withNull = typingOf('A*01:01+A*24:09N^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01');
    const doubled = typingOf('A*01:01+A*01:01^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01');
    expect(compareHla(heterozygous, withNull).score).toBe(compareHla(heterozygous, doubled).score);
  });

  test('on both copies leaves nothing to compare', () => {
    const result = compareHla(
      heterozygous,
      typingOf('A*24:09N+A*24:11N^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01'),
    );
    expect(result.warnings).toContain('locus-not-expressed');
    expect(result.coverage).toBeCloseTo(2 / 3);
  });
});

describe('low resolution', () => {
  test('is compared at the lower level, with an interval over every allele that it covers', () => {
    const antigens = typingOf('A1+A2^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01');
    const result = compareHla(antigens, heterozygous);
    expect(result.score).toBe(50);
    expect(result.level).toBe('antigen');
    expect(result.interval[0]).toBe(50);
    expect(result.interval[1]).toBeCloseTo((100 + 50 + 50) / 3);
  });

  test('of different first fields is certain to differ', () => {
    const one = typingOf('A*01:XX+A*02:XX^B*07:XX+B*08:XX^DRB1*03:XX+DRB1*15:XX');
    const other = typingOf('A*03:XX+A*11:XX^B*35:XX+B*44:XX^DRB1*01:XX+DRB1*04:XX');
    expect(compareHla(one, other).interval[0]).toBe(100);
  });

  test('with one copy reported is presumed homozygous, and the interval allows another', () => {
    const single = typingOf('A*01:01^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01');
    const result = compareHla(single, heterozygous);
    expect(result.score).toBe(50);
    expect(result.interval[1]).toBeGreaterThan(50);
    expect(result.warnings).toContain('single-copy');
  });
});
