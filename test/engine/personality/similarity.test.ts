import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../foundation/random.ts';
import type { Sin } from '../../../engine/ports/phases.ts';
import { cronbachAlpha } from '../../../engine/personality/cronbach-alpha.ts';
import { loadInstrumentShelf } from '../../../engine/personality/instrument-shelf.ts';
import { sharedTraits, similarity } from '../../../engine/personality/similarity.ts';
import { similarityError, traitError } from '../../../engine/personality/trait-error.ts';
import { simulateAnswers, simulateReference } from '../../../engine/personality/simulate-reference.ts';
import { sins, type TraitScores } from '../../../engine/personality/sins.ts';
import { setTraits, similarityOf, traitNumbers } from '../../../engine/personality/trait-pairs.ts';
import { percentileOf } from '../../../engine/quantile-table.ts';

const traitsOf = (values: readonly (number | null)[]): TraitScores =>
  Object.fromEntries(sins.map((sin, index) => [sin, values[index] ?? null])) as Record<Sin, number | null>;
const traitValue = fc.double({ min: 0, max: 1, noNaN: true });
const person = fc.array(traitValue, { minLength: 7, maxLength: 7 }).map(traitsOf);

describe('similarity', () => {
  test('is 100 for the same answers and 0 for opposite ends', () => {
    const low = traitsOf([0, 0, 0, 0, 0, 0, 0]);
    const high = traitsOf([1, 1, 1, 1, 1, 1, 1]);
    expect(similarity(low, low)).toBe(100);
    expect(similarity(low, high)).toBe(0);
  });

  test('agrees with a computation by hand: one trait 0.5 apart gives 100 × (1 − 0.5 / √7)', () => {
    const a = traitsOf([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    const b = traitsOf([1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(similarity(a, b)).toBeCloseTo(81.1018, 4);
  });

  test('is symmetric and stays within 0 and 100', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        const value = similarity(a, b)!;
        expect(similarity(b, a)).toBe(value);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('ignores a trait that one of the two lacks, and needs four that both have', () => {
    const a = traitsOf([0.2, 0.2, 0.2, 0.2, 0.9, null, 0.9]);
    const b = traitsOf([0.4, 0.4, 0.4, 0.4, null, 0.1, null]);
    expect(similarity(a, b)).toBeCloseTo(80, 10);
    expect(similarity(traitsOf([0.2, 0.2, 0.2]), b)).toBeNull();
    expect(sharedTraits(a, b)).toBe(4);
  });
});

describe('the error of measurement', () => {
  const { instrument } = loadInstrumentShelf().current();
  const answersOf = (value: (at: number, reversed: boolean) => number): ReadonlyMap<string, number> =>
    new Map(instrument.items.map(({ id, reversed }, at) => [id, value(at, reversed)]));

  test('of a trait is none for answers that all agree, whichever way they are keyed', () => {
    expect(
      traitError(
        instrument,
        answersOf((_, reversed) => (reversed ? 1 : 5)),
      ),
    ).toBe(0);
    expect(traitError(instrument, new Map())).toBeUndefined();
  });

  test('of a trait is the spread of its answers divided by the root of their number', () => {
    // Half of the answers to each trait are 0.5, half 1 on its scale: standard deviation 0.27386 with 5 degrees.
    const answers = new Map<string, number>();
    for (const sin of sins)
      instrument.items
        .filter((item) => item.sin === sin)
        .forEach(({ id, reversed }, at) => answers.set(id, at < 3 ? 3 : reversed ? 1 : 5));
    expect(traitError(instrument, answers)).toBeCloseTo(0.27386 / Math.sqrt(6), 4);
  });

  test('of similarity is what measuring the traits again would give', () => {
    const random = createRandom('error');
    const [a, b] = [0.3, 0.55].map((value) => traitsOf(sins.map((_, at) => value + 0.03 * at)));
    const again = (traits: TraitScores): TraitScores =>
      traitsOf(sins.map((sin) => traits[sin]! + 0.02 * random.normal()));
    const seen = Array.from({ length: 2000 }, () => similarity(again(a!), again(b!))!);
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const sd = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length);
    expect(similarityError(0.02, 0.02, 7) / sd).toBeGreaterThan(0.94);
    expect(similarityError(0.02, 0.02, 7) / sd).toBeLessThan(1.06);
  });
});

describe('the reference of similarity', () => {
  const { instrument, ...shelved } = loadInstrumentShelf().current();
  const reference = shelved.reference!;

  test('is the result of the documented simulation, and its provenance names it simulated', () => {
    const again = simulateReference(instrument, { version: reference.version });
    expect(again.instrument).toBe(instrument.version);
    expect(again.provenance).toBe(reference.provenance);
    expect(again.quantiles).toHaveLength(reference.quantiles.length);
    again.quantiles.forEach((value, index) => expect(value).toBeCloseTo(reference.quantiles[index]!, 2));
    expect(reference.provenance).toMatch(/^Simulated, not measured/);
  });

  test('is simulated with traits whose reliabilities go from .57 to .77', () => {
    const alphas = cronbachAlpha(instrument, simulateAnswers(instrument, { version: reference.version }), {
      resamples: 1,
    });
    const steps = sins.map((sin) => Math.round(100 * alphas[sin].alpha!));
    expect(steps).toEqual([57, 60, 64, 67, 70, 74, 77]);
  });

  test('is refused for reliabilities that no questionnaire has', () => {
    for (const reliability of [
      [0.8, 0.6],
      [0, 0.5],
      [0.5, 1],
      [Number.NaN, 0.7],
    ] as const)
      expect(() => simulateReference(instrument, { version: 'x', reliability })).toThrow('the lower first');
  });

  test('is compressed, so that percentiles are needed: mean about 72, SD about 8', () => {
    expect(Math.abs(reference.mean - 72)).toBeLessThan(0.5);
    expect(Math.abs(reference.sd - 8)).toBeLessThan(0.3);
    expect(percentileOf(reference, 72)).toBeGreaterThan(40);
    expect(percentileOf(reference, 72)).toBeLessThan(60);
    expect(percentileOf(reference, 88)).toBeGreaterThan(97);
  });
});

describe("Cronbach's alpha", () => {
  const { instrument } = loadInstrumentShelf().current();
  const simulated = (people: number, noise: number): Map<string, number>[] => {
    const random = createRandom(`alpha-${people}-${noise}`);
    return Array.from({ length: people }, () => {
      const trait = new Map(sins.map((sin) => [sin, random.normal()]));
      return new Map(
        instrument.items.map(({ id, sin, reversed }) => {
          const value = Math.min(5, Math.max(1, Math.round(3 + trait.get(sin)! + noise * random.normal())));
          return [id, reversed ? 6 - value : value];
        }),
      );
    });
  };

  test('is 1 when all items of a trait agree, whichever way they are keyed', () => {
    const { lust } = cronbachAlpha(instrument, simulated(40, 0), { resamples: 50 });
    expect(lust.alpha).toBeCloseTo(1, 10);
  });

  test('is null when all sums are equal', () => {
    const rows = Array.from({ length: 12 }, (_, index) => {
      const up = index % 2 === 0 ? 5 : 1;
      return new Map([
        ['pride-1', up],
        ['pride-2', up],
        ['pride-3', 3],
        ['pride-4', 3],
        ['pride-5', 3],
        ['pride-6', 3],
      ]);
    });
    // pride-2 is reversed, so the first two items cancel out.
    expect(cronbachAlpha(instrument, rows, { resamples: 10 }).pride).toEqual({
      alpha: null,
      interval: null,
      people: 12,
    });
  });

  test('agrees with the formula of Spearman and Brown for parallel items, inside a seeded interval', () => {
    // Noise with the standard deviation of the trait makes items correlate about .5: 6 × .5 / (1 + 5 × .5) = .857.
    const records = simulated(300, 1);
    const result = cronbachAlpha(instrument, records, { seed: 's', resamples: 200 });
    for (const sin of sins) {
      const { alpha, interval } = result[sin];
      expect(Math.abs(alpha! - 0.84)).toBeLessThan(0.04);
      expect(interval![0]).toBeLessThan(alpha!);
      expect(interval![1]).toBeGreaterThan(alpha!);
    }
    expect(cronbachAlpha(instrument, records, { seed: 's', resamples: 200 })).toEqual(result);
  });

  test('is null below ten people with all items', () => {
    const records = simulated(10, 1);
    records[0]!.delete('envy-4');
    const { envy, pride } = cronbachAlpha(instrument, records, { resamples: 20 });
    expect(envy).toEqual({ alpha: null, interval: null, people: 9 });
    expect(pride.alpha).not.toBeNull();
  });
});

test('a table of traits gives the similarity of every pair to the last digit', () => {
  const some = fc.array(fc.option(traitValue, { freq: 3 }), { minLength: 7, maxLength: 7 }).map(traitsOf);
  fc.assert(
    fc.property(some, some, (a, b) => {
      const table = new Float64Array(traitNumbers(3));
      [a, b, undefined].forEach((traits, row) => setTraits(table, row, traits));
      expect(similarityOf(table, 0, 1)).toBe(similarity(a, b) ?? Number.NaN);
      expect(similarityOf(table, 0, 2)).toBeNaN();
    }),
  );
});
