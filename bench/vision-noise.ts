import { createRandom } from '../foundation/random.ts';
import type { DescriptionVersion } from '../engine/visual/description-version.ts';
import { faceFeatures } from '../engine/visual/features.ts';
import { addScaled, dot, multiplyVector } from '../engine/visual/linear-algebra.ts';
import { fitScaled, type RaterPrior, type ScaledRating } from '../engine/visual/preference-posterior.ts';
import type { VisualPrior } from '../engine/visual/prior.ts';
import { pearson } from '../engine/validation/correlation.ts';
import { embeddingOf, type FaceSet } from '../engine/visual-learning/training/face-set.ts';
import { learnRaterPrior } from '../engine/visual-learning/training/rater-prior.ts';
import { trainingDefaults } from '../engine/visual-learning/training/train-prior.ts';
import { redescribed } from './vision-consensus.ts';
import { framings } from '../test/support/photo-changes.ts';
import { type ByVersion, type DescribedPortrait, versions } from './vision-photos.ts';

/** One rater's ratings of faces of one sex. */
interface RaterGroup {
  readonly rater: string;
  readonly ratings: readonly (ScaledRating & { readonly face: number })[];
}

/** Ratings that a posterior is fitted to, as in the evaluation. */
const calibration = 12;

/**
 * Whether the variance of a rating around phi'w, the posterior's noise, depends on the version of the description:
 * how much of it comes from describing the same face on another framing, what is fitted to the ratings of London's
 * adult raters, and what is left of faces that a posterior has not seen.
 * @param prior learned without London, so that its consensus has not seen these faces
 */
export function printNoise(prior: VisualPrior, london: FaceSet, described: ByVersion): void {
  console.log(
    `noise of the prior learned without London: ${prior.raters.noise.toFixed(4)} (variance of a rating)`,
  );
  for (const version of versions) {
    const [same, different] = framingVariance(prior, described[version]);
    console.log(
      `description ${version}: variance of phi'w over framings of one face ${same.toFixed(5)}, ` +
        `${((100 * same) / prior.raters.noise).toFixed(2)} % of the noise; over faces ${different.toFixed(5)}`,
    );
  }
  const groups = new Map(versions.map((version) => [version, groupsIn(prior, london, described, version)]));
  printFitted(groups);
  printUnseen(prior.raters, groups);
}

/** Variance of phi'w of a rater drawn from the prior, w ~ N(m, C): within faces, over their framings, and between faces. */
function framingVariance(prior: VisualPrior, portraits: readonly DescribedPortrait[]): [number, number] {
  const { mean, covariance } = prior.raters;
  /** E (d'w)2 = (d'm)2 + d'Cd. */
  const square = (difference: Float64Array): number =>
    dot(difference, mean) ** 2 + dot(multiplyVector(covariance, difference), difference);
  const variance = (rows: readonly Float64Array[]): number => {
    const middle = new Float64Array(rows[0]!.length);
    for (const row of rows) addScaled(middle, row, 1 / rows.length);
    const squares = rows.map((row) => square(row.map((value, at) => value - middle[at]!)));
    return squares.reduce((sum, value) => sum + value, 0) / (rows.length - 1);
  };
  const within = portraits.flatMap(({ sex, whole, changed }) => {
    const framed = Object.keys(framings).flatMap((name) => changed[name] ?? []);
    if (framed.length === 0) return [];
    return variance([whole, ...framed].map((embedding) => faceFeatures(prior, embedding, sex)));
  });
  const between = (['female', 'male'] as const).map((sex) =>
    variance(
      portraits.filter((face) => face.sex === sex).map(({ whole }) => faceFeatures(prior, whole, sex)),
    ),
  );
  return [average(within), average(between)];
}

function groupsIn(
  prior: VisualPrior,
  london: FaceSet,
  described: ByVersion,
  version: DescriptionVersion,
): RaterGroup[] {
  const set = redescribed(london, described[version]);
  const features = set.faces.map((face, at) => faceFeatures(prior, embeddingOf(set, at), face.sex));
  const groups = Map.groupBy(set.ratings, ({ rater, face }) => `${rater} ${set.faces[face]!.sex}`);
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, ratings]) => ({
      rater: ratings[0]!.rater,
      ratings: ratings.map(({ face, value }) => ({ face, value, features: features[face]! })),
    }));
}

/** The noise fitted as in training (without its factor), in parts of raters drawn at random. */
function printFitted(groups: ReadonlyMap<DescriptionVersion, readonly RaterGroup[]>): void {
  const [parts, ratersOfPart] = [5, 50];
  const partOf = new Map(
    createRandom('noise')
      .shuffle([...new Set(groups.get(1)!.map(({ rater }) => rater))])
      .slice(0, parts * ratersOfPart)
      .map((rater, at) => [rater, at % parts]),
  );
  const fitted = versions.map((version) =>
    Array.from({ length: parts }, (_, part) => {
      const own = groups.get(version)!.filter(({ rater }) => partOf.get(rater) === part);
      return learnRaterPrior(
        own.map(({ ratings }) => ratings),
        { ...trainingDefaults, leadingFeatures: 2 },
      ).noise;
    }),
  );
  const changes = fitted[0]!.map((noise, part) => fitted[1]![part]! / noise - 1);
  console.log(
    `noise fitted to ${partOf.size} London raters in ${parts} parts: ${average(fitted[0]!).toFixed(4)} with description 1, ` +
      `${average(fitted[1]!).toFixed(4)} with 2; change ${percent(average(changes))} ` +
      `(standard error over parts ${percent(standardError(changes))})`,
  );
}

/** Squared errors and r of ratings that the posterior has not seen, with the prior's noise as it is and changed. */
function printUnseen(
  raters: RaterPrior,
  groups: ReadonlyMap<DescriptionVersion, readonly RaterGroup[]>,
): void {
  let first: ReadonlyMap<number, number> | undefined;
  for (const version of versions) {
    for (const factor of [1, 0.8, 1.25]) {
      const { errors, r } = judge({ ...raters, noise: factor * raters.noise }, groups.get(version)!);
      first ??= errors;
      const changes = [...errors].map(([face, error]) => error - first!.get(face)!);
      console.log(
        `description ${version}, noise x ${factor}, ${calibration} ratings seen: mean squared error of the others ` +
          `${average([...errors.values()]).toFixed(5)}, change against description 1 ${average(changes).toFixed(5)} ` +
          `(standard error over faces ${standardError(changes).toFixed(5)}); mean r per group ${r.toFixed(4)}`,
      );
    }
  }
}

/** Mean squared error of each face over the raters, and the mean over groups of r of predicted and given ratings. */
function judge(prior: RaterPrior, groups: readonly RaterGroup[]): { errors: Map<number, number>; r: number } {
  const errors = new Map<number, number[]>();
  const rs: number[] = [];
  for (const { rater, ratings } of groups) {
    if (ratings.length < 2 * calibration) continue;
    const shuffled = createRandom(`noise ${rater}`).shuffle(ratings);
    const { mean } = fitScaled(prior, shuffled.slice(0, calibration));
    const others = shuffled.slice(calibration);
    const predicted = others.map(({ features }) => dot(features, mean));
    others.forEach(({ face, value }, at) => {
      const own = errors.get(face) ?? [];
      own.push((value - predicted[at]!) ** 2);
      errors.set(face, own);
    });
    const r = pearson(
      predicted,
      others.map(({ value }) => value),
    );
    if (r !== null) rs.push(r);
  }
  return { errors: new Map([...errors].map(([face, squares]) => [face, average(squares)])), r: average(rs) };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values: readonly number[]): number {
  const middle = average(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
