import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { compareHla } from '../src/compare.ts';
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
