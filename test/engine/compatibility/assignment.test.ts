import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../foundation/random.ts';
import {
  type ExposureOptions,
  type ExposurePlan,
  planFrom,
} from '../../../engine/compatibility/assignment.ts';
import { readPairs, type ScoredPair } from '../../../engine/compatibility/pair-graph.ts';

const planExposure = (
  pairs: Iterable<ScoredPair>,
  people: readonly string[],
  how: ExposureOptions,
): ExposurePlan => planFrom(readPairs(pairs, people), how);

const options = { perPerson: 6, exploreShare: 1 / 3, seed: 'cohort-1' };

/** Every man with every woman; some people have high scores with nearly all others. */
function village(men: number, women: number): { people: string[]; pairs: ScoredPair[] } {
  const random = createRandom(`village-${men}-${women}`);
  const names = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  const people = [...names('m', men), ...names('w', women)];
  const liked = new Map(people.map((id) => [id, random.normal()]));
  const pairs = names('m', men).flatMap((a) =>
    names('w', women).map((b) => ({
      a,
      b,
      mutual: 50 + 9 * (liked.get(a)! + liked.get(b)!) + 9 * random.normal(),
    })),
  );
  return { people, pairs };
}
const degreesOf = (plan: ExposurePlan, prefix: string): number[] =>
  [...plan.exposure].filter(([id]) => id.startsWith(prefix)).map(([, count]) => count);
const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);
const meanOf = (plan: ExposurePlan, kind: string): number => {
  const scores = plan.pairs.filter((pair) => pair.kind === kind).map(({ mutual }) => mutual);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
};

const smallGraph = fc.integer({ min: 2, max: 7 }).chain((size) =>
  fc.record({
    people: fc.constant(Array.from({ length: size }, (_, index) => `p${index}`)),
    edges: fc.uniqueArray(
      fc
        .tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 }))
        .filter(([one, other]) => one < other),
      { maxLength: 10, selector: ([one, other]) => one * 10 + other },
    ),
    scores: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 10, maxLength: 10 }),
    perPerson: fc.integer({ min: 2, max: 3 }),
    exploreShare: fc.constantFrom(0, 0.5, 1),
  }),
);
const pairsOf = (edges: readonly [number, number][], scores: readonly number[]): ScoredPair[] =>
  edges.map(([one, other], index) => ({ a: `p${one}`, b: `p${other}`, mutual: scores[index]! }));

/** The largest number of people that a plan can cover, found by trying every set of pairs. */
function reachable(edges: readonly [number, number][], size: number, perPerson: number): number {
  let best = 0;
  for (let subset = 0; subset < 1 << edges.length; subset++) {
    const degree = Array.from({ length: size }, () => 0);
    edges.forEach(([one, other], index) => {
      if ((subset >> index) & 1) {
        degree[one]! += 1;
        degree[other]! += 1;
      }
    });
    if (Math.max(...degree) <= perPerson) best = Math.max(best, degree.filter((count) => count > 0).length);
  }
  return best;
}

describe('the exposure plan', () => {
  test('shows all people about equally often when there are as many women as men', () => {
    const { people, pairs } = village(50, 50);
    const plan = planExposure(pairs, people, options);
    expect(spread([...plan.exposure.values()])).toBeLessThanOrEqual(1);
    expect(plan.exposureGini).toBeLessThan(0.01);
    expect(plan.pairs.length).toBeGreaterThanOrEqual(298);
    expect(plan.views).toHaveLength(2 * plan.pairs.length);
  });

  test('shares a shortage evenly: 60 men and 40 women', () => {
    const { people, pairs } = village(60, 40);
    const plan = planExposure(pairs, people, options);
    expect(spread(degreesOf(plan, 'm'))).toBeLessThanOrEqual(1);
    expect(spread(degreesOf(plan, 'w'))).toBeLessThanOrEqual(1);
    expect(plan.exposureGini).toBeLessThan(0.15);
    expect(plan.uncovered).toEqual([]);
  });

  test('mixes pairs predicted high with pairs across the whole range', () => {
    const { people, pairs } = village(50, 50);
    const plan = planExposure(pairs, people, options);
    const all = pairs.map(({ mutual }) => mutual);
    const mean = all.reduce((sum, score) => sum + score, 0) / all.length;
    const share = plan.pairs.filter(({ kind }) => kind === 'range').length / plan.pairs.length;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.01);
    expect(Math.abs(meanOf(plan, 'range') - mean)).toBeLessThan(4);
    expect(meanOf(plan, 'high')).toBeGreaterThan(mean + 10);
    const range = plan.pairs.filter(({ kind }) => kind === 'range').map(({ mutual }) => mutual);
    const quarter = all.toSorted((x, y) => x - y)[all.length / 4]!;
    expect(range.filter((score) => score < quarter).length).toBeGreaterThan(10);
  });

  test('orders the profiles of one person independently of the kind', () => {
    const { people, pairs } = village(100, 100);
    const plan = planExposure(pairs, people, options);
    const firstIsRange = plan.views.filter(({ position, kind }) => position === 0 && kind === 'range').length;
    expect(firstIsRange / 200).toBeGreaterThan(0.22);
    expect(firstIsRange / 200).toBeLessThan(0.45);
    const positions = plan.views.filter(({ viewer }) => viewer === 'm7').map(({ position }) => position);
    expect(positions).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('does not depend on the order of people, of pairs or of the two ids; a seed changes it', () => {
    const { people, pairs } = village(12, 15);
    const shuffled = createRandom('other order');
    const plan = planExposure(pairs, people, options);
    const again = planExposure(
      shuffled.shuffle(pairs).map(({ a, b, mutual }) => ({ a: b, b: a, mutual })),
      shuffled.shuffle(people),
      options,
    );
    expect(again).toEqual(plan);
    expect(planExposure(pairs, people, { ...options, seed: 'cohort-2' }).pairs).not.toEqual(plan.pairs);
  });

  test('has eligible pairs only, keeps the capacity and is symmetric, for random graphs', () => {
    fc.assert(
      fc.property(smallGraph, ({ people, edges, scores, perPerson, exploreShare }) => {
        const pairs = pairsOf(edges, scores);
        const plan = planExposure(pairs, people, { perPerson, exploreShare, seed: 's' });
        const allowed = new Map(pairs.map(({ a, b, mutual }) => [`${a} ${b}`, mutual]));
        for (const { a, b, mutual } of plan.pairs) expect(allowed.get(`${a} ${b}`)).toBe(mutual);
        expect(new Set(plan.pairs.map(({ a, b }) => `${a} ${b}`)).size).toBe(plan.pairs.length);
        expect(Math.max(...plan.exposure.values())).toBeLessThanOrEqual(perPerson);
        const views = new Set(plan.views.map(({ viewer, shown }) => `${viewer} ${shown}`));
        expect(views.size).toBe(2 * plan.pairs.length);
        for (const { viewer, shown } of plan.views) expect(views.has(`${shown} ${viewer}`)).toBe(true);
      }),
    );
  });

  test('covers the largest possible number of people', () => {
    fc.assert(
      fc.property(smallGraph, ({ people, edges, scores, perPerson, exploreShare }) => {
        const plan = planExposure(pairsOf(edges, scores), people, { perPerson, exploreShare, seed: 's' });
        const reached = [...plan.exposure.values()].filter((count) => count > 0).length;
        expect(reached).toBe(reachable(edges, people.length, perPerson));
        expect(plan.withoutPartner.length + plan.uncovered.length + reached).toBe(people.length);
      }),
      { numRuns: 300 },
    );
  });

  test('lists the people without an eligible partner', () => {
    const plan = planExposure([{ a: 'b', b: 'a', mutual: 50 }], ['a', 'b', 'c'], options);
    expect(plan.pairs).toEqual([{ a: 'a', b: 'b', mutual: 50, kind: 'high' }]);
    expect(plan.withoutPartner).toEqual(['c']);
    expect(planExposure([], [], options)).toMatchObject({ pairs: [], exposureGini: 0 });
  });

  test('gives each of 600 people perPerson profiles, and each of 90 men four when there are 60 women', () => {
    const even = village(300, 300);
    const evenPlan = planExposure(even.pairs, even.people, options);
    expect(new Set(evenPlan.exposure.values())).toEqual(new Set([6]));
    expect(evenPlan.pairs).toHaveLength((600 * 6) / 2);
    const uneven = village(90, 60);
    const unevenPlan = planExposure(uneven.pairs, uneven.people, options);
    expect(new Set(degreesOf(unevenPlan, 'w'))).toEqual(new Set([6]));
    expect(new Set(degreesOf(unevenPlan, 'm'))).toEqual(new Set([4]));
    expect(unevenPlan.uncovered).toEqual([]);
  });

  test('refuses invalid pairs and options', () => {
    const pair = { a: 'a', b: 'b', mutual: 50 };
    const plan = (pairs: ScoredPair[], change = {}): unknown =>
      planExposure(pairs, ['a', 'b'], { ...options, ...change });
    expect(() => plan([pair, { a: 'b', b: 'a', mutual: 40 }])).toThrow('given twice');
    expect(() => plan([{ a: 'a', b: 'a', mutual: 50 }])).toThrow('themselves');
    expect(() => plan([{ a: 'a', b: 'x', mutual: 50 }])).toThrow('unknown person');
    expect(() => plan([{ a: 'a', b: 'b', mutual: Number.NaN }])).toThrow('no score');
    expect(() => plan([pair], { perPerson: 0 })).toThrow('perPerson');
    expect(() => plan([pair], { exploreShare: 1.2 })).toThrow('exploreShare');
    expect(() => planExposure([], ['a', 'a'], options)).toThrow('named twice');
  });
});

describe('a plan that is completed', () => {
  /** Men and women who want one another within some years of their own age. */
  function townOf(men: number, women: number, years: number, seed: string) {
    const random = createRandom(`town ${seed}`);
    const ages = Array.from({ length: men + women }, () => 20 + random.integer(26));
    const name = (at: number): string => (at < men ? `m${at}` : `w${at - men}`);
    const pairs: ScoredPair[] = [];
    for (let man = 0; man < men; man++)
      for (let woman = men; woman < men + women; woman++)
        if (Math.abs(ages[man]! - ages[woman]!) <= years)
          pairs.push({ a: name(man), b: name(woman), mutual: 100 * random.next() });
    return { people: ages.map((_, at) => name(at)), pairs };
  }

  /** The largest number of pairs, by augmenting a flow from men to women one unit at a time. */
  function mostPairs(pairs: readonly ScoredPair[], perPerson: number): number {
    const partners = Map.groupBy(pairs, ({ a }) => a);
    const taken = new Map<string, Set<string>>();
    const given = new Map<string, Set<string>>();
    const of = (sets: Map<string, Set<string>>, id: string): Set<string> => {
      const known = sets.get(id) ?? new Set();
      sets.set(id, known);
      return known;
    };
    const augment = (man: string, seen: Set<string>): boolean => {
      for (const { b: woman } of partners.get(man) ?? []) {
        if (seen.has(woman) || of(given, man).has(woman)) continue;
        seen.add(woman);
        const free = of(taken, woman).size < perPerson;
        const other = free ? undefined : [...of(taken, woman)].find((rival) => augment(rival, seen));
        if (!free && other === undefined) continue;
        if (other !== undefined) {
          of(taken, woman).delete(other);
          of(given, other).delete(woman);
        }
        of(taken, woman).add(man);
        of(given, man).add(woman);
        return true;
      }
      return false;
    };
    let total = 0;
    for (const man of partners.keys())
      for (let place = 0; place < perPerson; place++) if (augment(man, new Set())) total++;
    return total;
  }

  const towns = [
    [50, 50, 99, 'even'],
    [70, 30, 99, 'few women'],
    [50, 50, 4, 'narrow 1'],
    [50, 50, 4, 'narrow 2'],
    [60, 40, 3, 'narrower 1'],
    [60, 40, 3, 'narrower 2'],
    [90, 10, 99, 'very few women'],
  ] as const;

  test.each(towns)(
    'has as many pairs as there can be: %i men, %i women, %i years apart, %s',
    (men, women, years, seed) => {
      const { people, pairs } = townOf(men, women, years, seed);
      const most = mostPairs(pairs, options.perPerson);
      const plan = planExposure(pairs, people, { ...options, complete: true });
      expect(plan.pairs).toHaveLength(most);
      const before = planExposure(pairs, people, options);
      expect(before.pairs.length).toBeLessThanOrEqual(most);
      // No person has fewer pairs by it, and a plan that was complete stays as it was.
      for (const [id, count] of before.exposure) expect(plan.exposure.get(id)).toBeGreaterThanOrEqual(count);
      if (before.pairs.length === most) expect(plan).toEqual(before);
    },
  );

  test('was short of some pairs in some of these towns', () => {
    const short = towns.filter(([men, women, years, seed]) => {
      const { people, pairs } = townOf(men, women, years, seed);
      return planExposure(pairs, people, options).pairs.length < mostPairs(pairs, options.perPerson);
    });
    expect(short.length).toBeGreaterThan(0);
  });

  test('keeps the capacity and eligible pairs where people seek both sexes too', () => {
    fc.assert(
      fc.property(smallGraph, ({ people, edges, scores, perPerson, exploreShare }) => {
        const pairs = pairsOf(edges, scores);
        const plan = planExposure(pairs, people, { perPerson, exploreShare, seed: 's', complete: true });
        const allowed = new Set(pairs.map(({ a, b }) => `${a} ${b}`));
        for (const { a, b } of plan.pairs) expect(allowed.has(`${a} ${b}`)).toBe(true);
        expect(new Set(plan.pairs.map(({ a, b }) => `${a} ${b}`)).size).toBe(plan.pairs.length);
        expect(Math.max(...plan.exposure.values())).toBeLessThanOrEqual(perPerson);
        const before = planExposure(pairs, people, { perPerson, exploreShare, seed: 's' });
        expect(plan.pairs.length).toBeGreaterThanOrEqual(before.pairs.length);
      }),
    );
  });
});
