import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { doubleCentredCorrelation } from '../../../engine/validation/double-centred.ts';
import { type Dyad, type DyadIndex, indexDyads } from '../../../engine/validation/dyad-index.ts';
import { aucDifference, dyadicFigures, type JudgedDyad } from '../../../engine/validation/dyadic-figures.ts';
import { studentQuantile } from '../../../engine/validation/distributions.ts';
import { simulateCohort } from '../../../engine/validation/simulate-cohort.ts';
import { socialRelations } from '../../../engine/validation/social-relations.ts';
import { withinRaterAuc } from '../../../engine/validation/within-rater-auc.ts';

const small: Dyad[] = [0, 1, 2, 3, 4].flatMap((i) =>
  [0, 1, 2, 3].flatMap((offset) => {
    const j = 5 + ((i + offset) % 5);
    return [
      { actor: `p${i}`, partner: `p${j}` },
      { actor: `p${j}`, partner: `p${i}` },
    ];
  }),
);
const random = createRandom('dyadic figures');
const scores = small.map(() => Math.round(10 * random.next()));
const yes = small.map((_, row) => scores[row]! + 10 * random.next() > 9);
const index = indexDyads(small);

describe('the within-rater AUC', () => {
  interface Unit {
    people: Set<number>;
    value: number;
  }
  /** Comparisons of two answers of a viewer; only those of a yes with a no have a value. */
  function unitsOf({ actor, partner }: DyadIndex, given: readonly number[], liked: readonly boolean[]) {
    const all: Unit[] = [];
    for (let one = 0; one < given.length; one++)
      for (let other = one + 1; other < given.length; other++) {
        if (actor[one] !== actor[other]) continue;
        const people = new Set([actor[one]!, partner[one]!, partner[other]!]);
        const sign = Math.sign(given[one]! - given[other]!) * (Number(liked[one]) - Number(liked[other]));
        all.push({ people, value: liked[one] === liked[other] ? Number.NaN : (sign + 1) / 2 });
      }
    return all;
  }
  const isDisjoint = (one: Unit, other: Unit): boolean =>
    ![...one.people].some((person) => other.people.has(person));
  /** The sum over pairs of units that share a person: the definition, in n² steps. */
  const overSharing = (units: readonly Unit[], product: (one: Unit, other: Unit) => number): number =>
    units.reduce(
      (sum, one) =>
        sum +
        units.reduce((inner, other) => (isDisjoint(one, other) ? inner : inner + product(one, other)), 0),
      0,
    );

  test('is the share of a viewer’s comparisons that the score orders rightly, with the variance of its definition', () => {
    const cohort = simulateCohort({
      people: 60,
      seed: 'plan',
      perPerson: 6,
      scores: { visual: { effect: 0.4 } },
    });
    const whole = indexDyads(cohort.rows);
    const given = cohort.rows.map((row) => row.scores['visual']!);
    const liked = cohort.rows.map(({ wouldMeet }) => wouldMeet!);
    const possible = unitsOf(whole, given, liked);
    const compared = possible.filter(({ value }) => !Number.isNaN(value));
    const estimate = compared.reduce((sum, { value }) => sum + value, 0) / compared.length;
    const variance =
      overSharing(compared, (one, other) => (one.value - estimate) * (other.value - estimate)) /
      compared.length ** 2;
    const sharing = possible.map((one) => possible.filter((other) => !isDisjoint(one, other)).length);
    const n = possible.length;
    const [k, squares] = [
      sharing.reduce((sum, one) => sum + one, 0),
      sharing.reduce((sum, one) => sum + one ** 2, 0),
    ];
    const degrees = (n - k / n) ** 2 / (k - (2 * squares) / n + (k / n) ** 2);
    const half = studentQuantile(0.975, degrees) * Math.sqrt(variance / (1 - k / n ** 2));
    const figure = withinRaterAuc(whole, given, liked)!;
    expect(figure.n).toBe(compared.length);
    expect(figure.estimate).toBeCloseTo(estimate, 12);
    expect(figure.interval![0]).toBeCloseTo(estimate - half, 9);
    expect(figure.interval![1]).toBeCloseTo(estimate + half, 9);
  });

  test('does not see that one viewer likes everybody', () => {
    const generous = yes.map((value, row) => (index.actor[row] === 0 ? true : value));
    const pooled = withinRaterAuc(index, scores, generous)!;
    const without = small.flatMap((_, row) => (index.actor[row] === 0 ? [] : [row]));
    const others = withinRaterAuc(
      indexDyads(without.map((row) => small[row]!)),
      without.map((row) => scores[row]!),
      without.map((row) => yes[row]!),
    )!;
    expect(pooled.estimate).toBeCloseTo(others.estimate, 12);
  });

  test('is undefined where scores are all equal or no viewer gave both answers', () => {
    const equal = scores.map(() => 5);
    expect(withinRaterAuc(index, equal, yes)).toBeNull();
    const ofFirst = small.map((_, row) => index.actor[row] === 0);
    expect(withinRaterAuc(index, scores, ofFirst)).toBeNull();
  });
});

describe('the double-centred correlation', () => {
  test('is what is left when viewers’ and shown people’s means are taken off both columns', () => {
    // The answer follows the score within the pair; both have large means of people on top.
    const level = Array.from({ length: index.people }, () => 10 * random.normal());
    const own = small.map(() => random.normal());
    const withMeans = (noise: number) =>
      own.map(
        (value, row) =>
          value + level[index.actor[row]!]! - level[index.partner[row]!]! + noise * random.normal(),
      );
    const exact = doubleCentredCorrelation(index, own, withMeans(0))!;
    expect(exact.estimate).toBeCloseTo(1, 9);
  });

  test('is undefined for a score that is the same for every viewer', () => {
    const consensus = small.map((_, row) => index.partner[row]!);
    expect(doubleCentredCorrelation(index, consensus, scores)).toBeNull();
  });
});

describe('the social relations model', () => {
  test('finds the shares that were planted, within .09 on the mean of forty cohorts', () => {
    const shares = Array.from({ length: 40 }, (_, at) => {
      const { rows, latent } = simulateCohort({
        people: 100,
        seed: `srm ${at}`,
        perPerson: 6,
        scores: { visual: {} },
      });
      return socialRelations(indexDyads(rows), latent)!;
    });
    const mean = (of: (one: (typeof shares)[number]) => number): number =>
      shares.reduce((sum, one) => sum + of(one), 0) / shares.length;
    expect(mean(({ actor }) => actor)).toBeCloseTo(0.3, 1);
    expect(mean(({ partner }) => partner)).toBeCloseTo(0.26, 1);
    expect(mean(({ relationship }) => relationship)).toBeCloseTo(0.44, 1);
  });

  test('is undefined where nothing varies', () => {
    expect(
      socialRelations(
        index,
        small.map(() => 4),
      ),
    ).toBeNull();
  });
});

describe('the figures of a cohort', () => {
  const { rows } = simulateCohort({
    people: 60,
    seed: 'figures',
    perPerson: 6,
    scores: { visual: { effect: 0.5 }, personality: { symmetric: true } },
  });

  test('stand for each score, with their people and answers', () => {
    const figures = dyadicFigures(rows, ['visual', 'personality']);
    expect(figures).toMatchObject({ people: 60, answers: 360 });
    expect(figures.auc['visual']!.estimate).toBeGreaterThan(figures.auc['personality']!.estimate);
    expect(Object.keys(figures.spearman)).toEqual(['visual', 'personality']);
  });

  test.each([
    ['all scores equal', (row: JudgedDyad): JudgedDyad => ({ ...row, scores: { visual: 50 } })],
    ['every answer yes', (row: JudgedDyad): JudgedDyad => ({ ...row, wtm: 7, wouldMeet: true })],
    ['no answer', (row: JudgedDyad): JudgedDyad => ({ ...row, wtm: null, wouldMeet: null })],
    ['no score', (row: JudgedDyad): JudgedDyad => ({ ...row, scores: { visual: null } })],
  ])('with %s are null and never NaN', (_, change) => {
    const figures = dyadicFigures(rows.map(change), ['visual']);
    expect(figures.auc['visual']).toBeNull();
    expect(figures.spearman['visual']).toBeNull();
    expect(figures.withinRaterAuc['visual']).toBeNull();
    expect(figures.doubleCentred['visual']).toBeNull();
    expect(JSON.stringify(figures)).not.toContain('NaN');
  });

  test('are defined or null for one rater and for nobody', () => {
    for (const few of [[], rows.filter(({ actor }) => actor === rows[0]!.actor)]) {
      const figures = dyadicFigures(few, ['visual']);
      expect(figures.auc['visual']?.interval ?? null).toBeNull();
      expect(figures.srm).toBeNull();
    }
  });

  test('take two scores’ difference on the same answers, narrower than either', () => {
    const difference = aucDifference(rows, 'visual', 'personality')!;
    const { auc } = dyadicFigures(rows, ['visual', 'personality']);
    expect(difference.estimate).toBeCloseTo(auc['visual']!.estimate - auc['personality']!.estimate, 12);
    expect(aucDifference(rows, 'visual', 'visual')!.interval).toBeNull();
  });
});
