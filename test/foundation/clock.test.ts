import { describe, expect, test } from '@jest/globals';
import { createClock } from '../../foundation/clock.ts';
import { createRandom } from '../../foundation/random.ts';

describe('a clock', () => {
  test('moves forward on request and refuses to move back', () => {
    const clock = createClock();
    const before = clock.now().getTime();
    clock.advance(86_400_000);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(86_400_000);
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });
});

describe('seeded randomness', () => {
  test('gives equal sequences for equal seeds and different ones for different seeds', () => {
    const draw = (seed: string): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('shuffles without losing an item', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(
      createRandom(7)
        .shuffle(items)
        .toSorted((a, b) => a - b),
    ).toEqual(items);
  });
});
