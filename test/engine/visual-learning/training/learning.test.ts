import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../../foundation/random.ts';
import { kernelValues } from '../../../../engine/visual/inducing-points.ts';
import { createMatrix, dot, rowOf, squaredDistance } from '../../../../engine/visual/linear-algebra.ts';
import {
  consensusRidge,
  type RidgeCell,
} from '../../../../engine/visual-learning/training/consensus-ridge.ts';
import { consensusTargets } from '../../../../engine/visual-learning/training/consensus-targets.ts';
import type { FaceSet } from '../../../../engine/visual-learning/training/face-set.ts';
import {
  learnInducingPoints,
  nystromColumns,
} from '../../../../engine/visual-learning/training/learn-inducing-points.ts';
import { leadingEigenvectors } from '../../../../engine/visual-learning/training/principal-components.ts';
import { learnRaterPrior } from '../../../../engine/visual-learning/training/rater-prior.ts';
import { concatenate, weightedGram } from '../../../../engine/visual-learning/training/weighted-sums.ts';

const random = createRandom('learning');
const normals = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());

const rating = (rater: string, face: number, value: number): FaceSet['ratings'][number] => ({
  rater,
  question: 'date',
  face,
  value,
});
const ratedSet = (faces: FaceSet['faces'], ratings: FaceSet['ratings']): FaceSet => ({
  name: 'mebeauty',
  citation: '',
  files: {},
  faces,
  ratings,
  embeddings: new Float32Array(),
});

describe('the consensus ridge', () => {
  const columns = 6;
  const cellOf = (
    sex: RidgeCell['sex'],
    count: number,
    weights: Float64Array,
    intercept: number,
    wanted = true,
  ): RidgeCell => {
    const values = normals(count * columns);
    const targets = Float64Array.from(
      { length: count },
      (_, row) => dot(values.subarray(row * columns, (row + 1) * columns), weights) + intercept,
    );
    return { sex, wanted, values, columns, weights: new Float64Array(count).fill(1), targets };
  };
  const options = { penalty: 1e-6, sharing: 0.7, leaning: 0 };
  const common = normals(columns);
  const own = normals(columns).map((value) => value / 4);

  test('finds the rule of each sex when there are faces enough', () => {
    const female = common.map((value, at) => value + own[at]!);
    const male = common.map((value, at) => value - own[at]!);
    const rules = consensusRidge([cellOf('female', 400, female, 1), cellOf('male', 400, male, -2)], options);
    female.forEach((value, at) => expect(rules.female.weights[at]).toBeCloseTo(value, 5));
    male.forEach((value, at) => expect(rules.male.weights[at]).toBeCloseTo(value, 5));
    expect(rules.female.intercept).toBeCloseTo(1, 5);
    expect(rules.male.intercept).toBeCloseTo(-2, 5);
  });

  test('gives a sex with few faces a rule close to that of the other', () => {
    const few = cellOf('male', 3, common, 0);
    const rules = consensusRidge([cellOf('female', 400, common, 0), few], {
      penalty: 5,
      sharing: 0.3,
      leaning: 0,
    });
    expect(dot(rules.male.weights, common)).toBeGreaterThan(0.8 * dot(common, common));
  });

  test('ignores faces with weight 0', () => {
    const rows = cellOf('female', 50, common, 0);
    const spoilt = { ...rows, targets: rows.targets.map((value, at) => (at < 10 ? 1e6 : value)) };
    const weights = rows.weights.map((value, at) => (at < 10 ? 0 : value));
    const rules = consensusRidge([{ ...spoilt, weights }, cellOf('male', 50, common, 0)], options);
    common.forEach((value, at) => expect(rules.female.weights[at]).toBeCloseTo(value, 4));
  });

  test('does not fit its weights to the mean rating of a source', () => {
    const sources = (level: number): RidgeCell[] => {
      const studio = cellOf('female', 200, common, level, false);
      // All faces of the studio stand out in the first number, and its raters are the stricter ones.
      for (let row = 0; row < 200; row++) studio.values[row * columns]! += 3;
      return [studio, cellOf('female', 200, common, 0), cellOf('male', 200, common, 0)];
    };
    const rules = consensusRidge(sources(-5), { ...options, penalty: 1 });
    expect(Math.abs(rules.female.weights[0]! - common[0]!)).toBeLessThan(0.1);
    expect(rules.female.intercept).toBeCloseTo(0, 1);
  });

  test('follows the wanted photographs where sources disagree', () => {
    const other = common.map((value, at) => (at === 0 ? value + 1 : value));
    const cells = [
      cellOf('female', 400, other, 0, false),
      cellOf('female', 100, common, 0),
      cellOf('male', 100, common, 0),
    ];
    const distance = (leaning: number): number =>
      Math.abs(consensusRidge(cells, { penalty: 5, sharing: 0.1, leaning }).female.weights[0]! - common[0]!);
    expect(distance(1)).toBeLessThan(distance(0) / 3);
  });
});

test('consensus targets do not depend on each rater’s mean', () => {
  const kind = [0.9, 0.8, 0.7, 0.8, 0.9];
  const faces = kind.map((_, at) => ({ id: `f${at}`, sex: 'female' as const, group: 'any' }));
  const ratings = ['a', 'b', 'c'].flatMap((rater) =>
    kind.map((value, face) => rating(rater, face, rater === 'c' ? value - 0.6 : value)),
  );
  const set = ratedSet(faces, ratings);
  const { values, weights } = consensusTargets(set);
  expect(values[0]).toBeCloseTo(values[4]!, 9);
  expect(values[2]).toBeLessThan(values[1]!);
  expect([...weights].every((weight) => weight > 0)).toBe(true);
  expect(consensusTargets({ ...set, ratings: ratings.slice(0, 10) }).weights).toEqual(new Float64Array(5));
});

test('the target of a woman’s face does not depend on how many men her raters saw', () => {
  const faces = ['w1', 'w2', 'w3', 'm1', 'm2', 'm3'].map((id) => ({
    id,
    sex: id.startsWith('w') ? ('female' as const) : ('male' as const),
    group: 'any',
  }));
  // Every rater rates women .6 and men .1; the first three never see a man.
  const ratings = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((rater, at) => [
    ...[0, 1, 2].map((face) => rating(rater, face, face === (at < 3 ? 0 : 1) ? 0.65 : 0.6)),
    ...(at < 3 ? [] : [3, 4, 5].map((face) => rating(rater, face, face === 3 ? 0.15 : 0.1))),
  ]);
  const { values } = consensusTargets(ratedSet(faces, ratings));
  expect(values[0]).toBeCloseTo(values[1]!, 9);
  expect(values[0]).toBeGreaterThan(values[2]!);
});

test('principal components are those that made the data', () => {
  const columns = 30;
  const directions = [normals(columns), normals(columns)];
  const values = new Float64Array(500 * columns);
  for (let row = 0; row < 500; row++) {
    const [a, b] = [5 * random.normal(), 2 * random.normal()];
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] =
        a * directions[0]![column]! + b * directions[1]![column]! + 0.1 * random.normal();
    }
  }
  const rows = { values, columns, weights: new Float64Array(500).fill(1) };
  const gram = weightedGram(rows, new Float64Array(columns));
  const { vectors, values: sizes } = leadingEigenvectors(gram, 3);
  // The third is one of many equally small directions.
  for (let row = 0; row < 2; row++) {
    const vector = rowOf(vectors, row);
    expect(dot(vector, vector)).toBeCloseTo(1, 9);
    const image = Float64Array.from({ length: columns }, (_, at) => dot(rowOf(gram, at), vector));
    image.forEach((value, at) => expect(value / sizes[row]!).toBeCloseTo(vector[at]!, 4));
  }
  expect(sizes[0]).toBeGreaterThan(sizes[1]!);
  expect(sizes[1]! / sizes[2]!).toBeGreaterThan(50);
});

test('the rater prior is recovered from many raters with few ratings each', () => {
  const size = 3;
  const mean = Float64Array.of(0.5, 0.2, -0.1);
  const deviations = [0.1, 0.05, 0.15];
  const raters = Array.from({ length: 500 }, () => {
    const taste = mean.map((value, at) => value + deviations[at]! * random.normal());
    return Array.from({ length: 12 }, () => {
      const features = Float64Array.from([1, random.normal(), random.normal()]);
      return { features, value: dot(features, taste) + 0.2 * random.normal() };
    });
  });
  const prior = learnRaterPrior(raters, { rounds: 60, diagonalShare: 0, leadingFeatures: size });
  mean.forEach((value, at) => expect(Math.abs(prior.mean[at]! - value)).toBeLessThan(0.03));
  deviations.forEach((value, at) =>
    expect(Math.abs(Math.sqrt(prior.covariance.data[at * size + at]!) - value)).toBeLessThan(0.03),
  );
  expect(Math.sqrt(prior.noise)).toBeCloseTo(0.2, 1);
});

test('only the leading features have a mean weight other than 0', () => {
  const raters = Array.from({ length: 200 }, () =>
    Array.from({ length: 12 }, () => {
      const features = Float64Array.from([1, random.normal(), random.normal()]);
      return { features, value: dot(features, [0.5, 0.2, 0.1]) + 0.1 * random.normal() };
    }),
  );
  const { mean } = learnRaterPrior(raters, { rounds: 30, diagonalShare: 0, leadingFeatures: 2 });
  expect(mean[1]).toBeCloseTo(0.2, 1);
  expect(mean[2]).toBe(0);
});

test('a weighted Gram matrix is the sum that it is named after', () => {
  const rows = {
    values: normals(7 * 3),
    columns: 3,
    weights: Float64Array.from({ length: 7 }, () => random.next()),
  };
  const centre = normals(3);
  const expected = createMatrix(3, 3);
  for (let row = 0; row < 7; row++) {
    for (let one = 0; one < 3; one++) {
      for (let other = 0; other < 3; other++) {
        expected.data[one * 3 + other]! +=
          rows.weights[row]! *
          (rows.values[row * 3 + one]! - centre[one]!) *
          (rows.values[row * 3 + other]! - centre[other]!);
      }
    }
  }
  weightedGram(rows, centre).data.forEach((value, at) => expect(value).toBeCloseTo(expected.data[at]!, 9));
});

describe('inducing points', () => {
  const columns = 96;
  const components = normals(400 * columns);
  const options = { groupings: 2, groups: 40, bandwidth: 1, seed: '1' };
  const inducing = learnInducingPoints(components, options);
  const facesOf = (values: Float64Array): Float64Array[] =>
    Array.from({ length: values.length / columns }, (_, at) =>
      values.subarray(at * columns, (at + 1) * columns),
    );

  test('lie near means of eight faces or more, and are the same for the same seed', () => {
    expect(inducing.points.rows).toBeGreaterThan(10);
    expect(inducing.points.rows).toBeLessThanOrEqual(80);
    expect(learnInducingPoints(components, options)).toEqual(inducing);
    expect(learnInducingPoints(components, { ...options, seed: '2' })).not.toEqual(inducing);
    // A mean of eight and more is much shorter than a face of 96 independent numbers.
    for (const point of facesOf(inducing.points.data)) expect(dot(point, point)).toBeLessThan(columns / 2);
  });

  test('are far from a face that has no similar faces', () => {
    const loner = facesOf(components)[0]!.map((value) => 10 * value);
    const withLoner = Float64Array.from(components);
    withLoner.set(loner);
    for (const point of facesOf(learnInducingPoints(withLoner, options).points.data)) {
      expect(squaredDistance(point, loner)).toBeGreaterThan(dot(loner, loner) / 2);
    }
  });

  test('do not reveal a face by the difference of two groups that share their other faces', () => {
    // Eight faces alike, and the same with a ninth among them: nine and eight means would leave the ninth.
    const place = normals(columns).map((value) => 20 * value);
    const crowd = [normals(200 * columns), ...Array.from({ length: 9 }, () => normals(columns))];
    crowd.slice(1).forEach((face) => face.forEach((value, at) => (face[at] = place[at]! + value)));
    const pointNear = (faces: readonly Float64Array[]): Float64Array =>
      facesOf(
        learnInducingPoints(concatenate(faces), { ...options, groupings: 1, groups: 2 }).points.data,
      ).sort((one, other) => squaredDistance(one, place) - squaredDistance(other, place))[0]!;
    const [eight, nine] = [pointNear(crowd.slice(0, -1)), pointNear(crowd)];
    const guess = nine.map((value, at) => 9 * value - 8 * eight[at]!);
    // The mean of the group is the better guess.
    expect(squaredDistance(guess, crowd.at(-1)!)).toBeGreaterThan(squaredDistance(place, crowd.at(-1)!));
  });

  test('give the same rule as columns and as kernel values', () => {
    const { of, inKernel } = nystromColumns(inducing, 42);
    const { values, columns: size } = of(components.subarray(0, 3 * columns));
    const rule = normals(size);
    const near = inKernel(rule);
    facesOf(components.subarray(0, 3 * columns)).forEach((face, at) => {
      const said = dot(values.subarray(at * size, (at + 1) * size), rule);
      expect(dot(near, kernelValues(inducing, face))).toBeCloseTo(said, 5);
    });
  });
});
