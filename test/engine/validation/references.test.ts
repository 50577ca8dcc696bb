import { describe, expect, test } from '@jest/globals';
import { aucInfluence } from '../../../engine/validation/auc-influence.ts';
import { brierScore } from '../../../engine/validation/brier.ts';
import { calibration } from '../../../engine/validation/calibration.ts';
import { pearson } from '../../../engine/validation/correlation.ts';
import { normalQuantile, studentQuantile } from '../../../engine/validation/distributions.ts';
import { doubleCentredCorrelation } from '../../../engine/validation/double-centred.ts';
import { indexDyads } from '../../../engine/validation/dyad-index.ts';
import { dyadicVariance, planConstants } from '../../../engine/validation/dyadic-interval.ts';
import { gini } from '../../../engine/validation/gini.ts';
import type { JudgedDyad } from '../../../engine/validation/judged-dyad.ts';
import { permutationTest } from '../../../engine/validation/permutation.ts';
import { scoreColumns, wouldMeetOf } from '../../../engine/validation/score-columns.ts';
import { simulateCohort } from '../../../engine/validation/simulate-cohort.ts';
import { socialRelations } from '../../../engine/validation/social-relations.ts';
import { spearmanInfluence } from '../../../engine/validation/spearman-influence.ts';

// Eight women 0-7, eight men 8-15, offsets 0, 1, 3: for each i and o, j = 8 + (i + o) % 8, rows (i, j) and (j, i), with
// score = (7u + 13v + uv) % 31, wtm = 1 + (5u + 3v + 2 score + (uv) % 5) % 7, yes = wtm >= 5. In NumPy 2.4.6 and R 4.2.2 the same
// rows are a, p, x (score), y (wtm) and yes; `share` is the n x n matrix of rows that share a person.
const rows = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) =>
  [0, 1, 3].flatMap((offset) => {
    const j = 8 + ((i + offset) % 8);
    return [answerOf(i, j), answerOf(j, i)];
  }),
);

function answerOf(u: number, v: number): JudgedDyad {
  const score = (7 * u + 13 * v + u * v) % 31;
  const wtm = 1 + ((5 * u + 3 * v + 2 * score + ((u * v) % 5)) % 7);
  return { actor: `p${u}`, partner: `p${v}`, wtm, wouldMeet: wtm >= 5, scores: { score } };
}

const index = indexDyads(rows);
const xs = rows.map(({ scores }) => scores['score']!);
const ys = rows.map(({ wtm }) => wtm!);
const yes = rows.map(({ wouldMeet }) => wouldMeet!);

describe('on the rows of the test vector', () => {
  test('the AUC is that of SciPy and of pROC', () => {
    // SciPy 1.17.1: mannwhitneyu(x[yes], x[~yes]).statistic / (23 * 25); pROC 1.18.0: auc(w >= 5, s, direction = "<").
    expect(aucInfluence(xs, yes)!.estimate).toBeCloseTo(0.4017391304347826, 12);
  });

  test('correlations are those of SciPy', () => {
    // SciPy 1.17.1: spearmanr(x, y), pearsonr(x, y).
    expect(spearmanInfluence(xs, ys)!.estimate).toBeCloseTo(-0.08938936989525342, 12);
    expect(pearson(xs, ys)).toBeCloseTo(-0.09878218183692222, 12);
  });

  test('the double-centred correlation is that of residuals on factors in R', () => {
    // R 4.2.2: cor(resid(lm(s ~ factor(u) + factor(v))), resid(lm(w ~ factor(u) + factor(v)))).
    const { estimate, interval } = doubleCentredCorrelation(index, xs, ys)!;
    expect(estimate).toBeCloseTo(-0.172411594055, 11);
    // 24 dyads of 16 people are 3.4 degrees of freedom, too few for an interval.
    expect(interval).toBeNull();
  });

  test('its interval counts the dyads that carry it', () => {
    // The same formulas for 20 women 0-19 and 20 men 20-39 with offsets 0, 1, 3, 7. NumPy 2.4.6: M = I - D @ pinv(D) of the 160 x 80
    // dummies, rank 78, sums by dyad with bincount, q(e) = sum(e^2 by dyad)^2 / sum((e^2 by dyad)^2), degrees = q(M @ x) q(M @ y) / 80
    // x 82 / 160; SciPy 1.17.1: scipy.stats.t.ppf(.975, degrees).
    const wide = Array.from({ length: 20 }, (_, i) =>
      [0, 1, 3, 7].flatMap((offset) => {
        const j = 20 + ((i + offset) % 20);
        return [answerOf(i, j), answerOf(j, i)];
      }),
    ).flat();
    const { estimate, standardError, degrees, interval } = doubleCentredCorrelation(
      indexDyads(wide),
      wide.map(({ scores }) => scores['score']!),
      wide.map(({ wtm }) => wtm!),
    )!;
    expect(estimate).toBeCloseTo(-0.06546775136587124, 10);
    expect(standardError).toBeCloseTo(0.1187557623310252, 10);
    expect(degrees).toBeCloseTo(12.428696928658644, 8);
    expect(interval![0]).toBeCloseTo(-0.32322794204997357, 7);
    expect(interval![1]).toBeCloseTo(0.1922924393182311, 7);
  });

  test('shares of variance are those of all pairs of rows', () => {
    // NumPy 2.4.6: means of outer(e, e) over the masks a == a, p == p, crossed and same dyad, each + f * (e/n) @ share @ (e/n).
    const srm = socialRelations(index, ys)!;
    expect(srm.actor).toBeCloseTo(-0.05841613971695271, 12);
    expect(srm.partner).toBeCloseTo(-0.24721469436916588, 12);
    expect(srm.relationship).toBeCloseTo(1.3056308340861187, 12);
    expect(srm.actorPartner).toBeCloseTo(-0.03553146642577536, 12);
    expect(srm.dyad).toBeCloseTo(-0.006925624811803673, 12);
  });

  test('the Brier score is that of chances from other viewers’ answers', () => {
    // NumPy 2.4.6: for each row, yes[(a != a[i]) & (bin == bin[i])].mean() and yes[a != a[i]].mean(); four bins of twelve.
    const { score, ofBaseRate, gain } = brierScore(scoreColumns(rows, ['score'])(wouldMeetOf)['score']!)!;
    expect(score).toBeCloseTo(0.2943388429752066, 12);
    expect(ofBaseRate).toBeCloseTo(0.2629012345679012, 12);
    expect(gain.estimate).toBeCloseTo(0.2629012345679012 - 0.2943388429752066, 12);
  });
});

test('normal quantiles are those of SciPy', () => {
  // SciPy 1.17.1: scipy.stats.norm.ppf.
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
  expect(normalQuantile(0.9875)).toBeCloseTo(2.241402727604947, 10);
  expect(normalQuantile(0.9999)).toBeCloseTo(3.719016485455709, 9);
  expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 7);
});

test('the Gini coefficient is half the mean absolute difference over the mean', () => {
  // NumPy 2.4.6: abs(c[:, None] - c).mean() / 2 / c.mean().
  expect(gini([0, 1, 2, 2, 5, 9])).toBeCloseTo(0.5, 12);
});

test('the interval of a calibration bin comes from all pairs of its rows that share a person', () => {
  const cohort = simulateCohort({
    people: 60,
    perPerson: 6,
    seed: 'bin',
    scores: { visual: { effect: 0.4 } },
  });
  const judged = cohort.rows.map((row) => ({
    score: row.scores['visual']!,
    yes: row.wouldMeet!,
    viewer: row.actor,
    shown: row.partner,
  }));
  const { from, to, rate, interval } = calibration(judged)[2]!.value!;
  const own = judged.filter(({ score }) => score >= from && score <= to);
  let variance = 0;
  for (const one of own)
    for (const other of own)
      if (new Set([one.viewer, one.shown, other.viewer, other.shown]).size < 4)
        variance += ((Number(one.yes) - rate) * (Number(other.yes) - rate)) / own.length ** 2;
  const { factor, degrees } = planConstants(
    indexDyads(own.map(({ viewer, shown }) => ({ actor: viewer, partner: shown }))),
  );
  const least = (rate * (1 - rate)) / own.length;
  const half = studentQuantile(0.975, degrees) * Math.sqrt(factor * Math.max(variance, least));
  expect(own).toHaveLength(72);
  expect(interval![0]).toBeCloseTo(rate - half, 9);
  expect(interval![1]).toBeCloseTo(rate + half, 9);
});

test('the permutation p is the share of all ways to deal the scores of each viewer', () => {
  // Ten viewers of two answers each: 1,024 ways, of which each is as likely.
  const few = rows.filter(
    ({ actor }, row) =>
      Number(actor.slice(1)) < 10 && rows.slice(0, row).filter((one) => one.actor === actor).length < 2,
  );
  expect(few).toHaveLength(20);
  const pairs = [...Map.groupBy(few.keys(), (row) => few[row]!.actor).values()];
  const plan = indexDyads(few);
  const statisticOf = (scores: readonly number[]): number => {
    const { estimate, influence } = aucInfluence(
      scores,
      few.map(({ wouldMeet }) => wouldMeet!),
    )!;
    return Math.abs(estimate - 0.5) / Math.sqrt(dyadicVariance(plan, influence));
  };
  const given = few.map(({ scores }) => scores['score']!);
  const observed = statisticOf(given);
  let asFar = 0;
  for (let way = 0; way < 1024; way++) {
    const dealt = [...given];
    pairs.forEach(([one, other], bit) => {
      if (way & (1 << bit)) [dealt[one!], dealt[other!]] = [dealt[other!]!, dealt[one!]!];
    });
    if (statisticOf(dealt) >= observed - 1e-9) asFar += 1;
  }
  const column = scoreColumns(few, ['score'])(wouldMeetOf)['score']!;
  const { p } = permutationTest(column, { seed: 'exact', permutations: 9999 })!;
  expect(Math.abs(p - asFar / 1024)).toBeLessThan(0.02);
});
