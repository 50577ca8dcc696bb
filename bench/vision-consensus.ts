import { createRandom } from '../foundation/random.ts';
import { faceFeatures } from '../engine/visual/features.ts';
import { descriptionLength, parsePrior, type VisualPrior } from '../engine/visual/prior.ts';
import { pearson } from '../engine/validation/correlation.ts';
import { consensusTargets } from '../engine/visual-learning/training/consensus-targets.ts';
import type { FaceSet } from '../engine/visual-learning/training/face-set.ts';
import { type LearnedFeatures, learnFeatures } from '../engine/visual-learning/training/learn-features.ts';
import { trainingDefaults, trainPrior } from '../engine/visual-learning/training/train-prior.ts';
import type { ByVersion, DescribedPortrait } from './vision-photos.ts';

/** The sets of HARMONIA_SHARED/data/visual, described with version 1. */
export type Tables = Readonly<Record<'scut' | 'london' | 'mebeauty', FaceSet>>;

const settings = { ...trainingDefaults, seed: 'bench' };

/** Faces of one source, and what is learned without them. */
interface Unseen {
  readonly name: string;
  readonly source: FaceSet;
  readonly described: ByVersion;
  readonly learned: LearnedFeatures;
  /** Learned from the same faces, of which those with a photograph here are described with version 2. */
  readonly mixed: LearnedFeatures;
}

/** The faces of one sex: mean ratings as given, and as each way of predicting them says. */
interface Group {
  readonly name: string;
  readonly given: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly mixed: readonly number[];
}

/**
 * r of the consensus with mean ratings of faces that it was not learned from, for both versions of the description: London
 * portraits after SCUT and MEBeauty, and the SCUT sample after SCUT's other faces, London and MEBeauty. Further, what is
 * gained for version 2 when the other source's photographs, as far as they are here, are learned from in version 2 too.
 * @returns the prior that was learned without London
 */
export function printConsensus(tables: Tables, london: ByVersion, sample: ByVersion): VisualPrior {
  const { scut, mebeauty } = tables;
  const rest = withoutFaces(scut, new Set(sample[1].map(({ id }) => id)));
  // The noise is measured with it, so its raters are learned too.
  const prior = parsePrior(JSON.stringify(trainPrior([scut, mebeauty], { ...settings, version: '0.0.0' })));
  const groups = [
    {
      name: 'London',
      source: tables.london,
      described: london,
      learned: prior,
      mixed: learn([redescribed(scut, sample[2]), mebeauty]),
    },
    {
      name: 'SCUT sample',
      source: scut,
      described: sample,
      learned: learn([rest, tables.london, mebeauty]),
      mixed: learn([rest, redescribed(tables.london, london[2]), mebeauty]),
    },
  ].flatMap(groupsOf);
  printChanges('description 2 instead of 1', groups, ({ first, second }) => [first, second]);
  printChanges('description 2, learned from it in part', groups, ({ second, mixed }) => [second, mixed]);
  return prior;
}

function groupsOf({ name, source, described, learned, mixed }: Unseen): Group[] {
  const targets = consensusTargets(source);
  const at = new Map(source.faces.map(({ id }, row) => [id, row]));
  return (['female', 'male'] as const).map((sex) => {
    const seen = ([1, 2] as const).map((version) =>
      described[version].filter((face) => face.sex === sex && at.has(face.id)),
    );
    const [one, two] = [seen[0]!, seen[1]!];
    if (one.length !== two.length) throw new Error(`${name}: a face is found with one version only`);
    const given = one.map(({ id }) => targets.values[at.get(id)!]!);
    const consensus = (faces: readonly DescribedPortrait[], by: LearnedFeatures): number[] =>
      faces.map(({ whole }) => faceFeatures(by, whole, sex)[1]!);
    return {
      name: `${name}, ${one.length} ${sex} faces`,
      given,
      first: consensus(one, learned),
      second: consensus(two, learned),
      mixed: consensus(two, mixed),
    };
  });
}

/** r before and after, the change, and its standard error by bootstrap over faces, for each group and their mean. */
function printChanges(
  title: string,
  groups: readonly Group[],
  columns: (group: Group) => [readonly number[], readonly number[]],
): void {
  const changes = groups.map((group) => {
    const [before, after] = columns(group);
    const changeOn = (rows: readonly number[]): number => {
      const take = (values: readonly number[]): number[] => rows.map((row) => values[row]!);
      return pearson(take(after), take(group.given))! - pearson(take(before), take(group.given))!;
    };
    const all = [...before.keys()];
    const random = createRandom(`bootstrap ${group.name}`);
    const draws = Array.from({ length: 2000 }, () => changeOn(all.map(() => random.integer(all.length))));
    const change = changeOn(all);
    console.log(
      `${title}, ${group.name}: consensus r ${rounded(pearson(before, group.given))} -> ` +
        `${rounded(pearson(after, group.given))}, change ${rounded(change)} (standard error ${rounded(deviation(draws))})`,
    );
    return { change, draws };
  });
  const means = changes[0]!.draws.map((_, draw) => mean(changes.map(({ draws }) => draws[draw]!)));
  console.log(
    `${title}, mean of ${groups.length} groups: change ${rounded(mean(changes.map(({ change }) => change)))} ` +
      `(standard error ${rounded(deviation(means))})`,
  );
}

const learn = (sets: readonly FaceSet[]): LearnedFeatures => learnFeatures(sets, settings).learned;

function withoutFaces(set: FaceSet, left: ReadonlySet<string>): FaceSet {
  const kept = [...set.faces.keys()].filter((row) => !left.has(set.faces[row]!.id));
  return {
    ...set,
    faces: kept.map((row) => set.faces[row]!),
    embeddings: set.embeddings.filter(
      (_, at) => !left.has(set.faces[Math.floor(at / descriptionLength)]!.id),
    ),
    ...(set.means && { means: kept.map((row) => set.means![row]!) }),
  };
}

/** The set with these faces described otherwise. */
export function redescribed(set: FaceSet, described: readonly DescribedPortrait[]): FaceSet {
  const embeddings = Float32Array.from(set.embeddings);
  const at = new Map(set.faces.map(({ id }, row) => [id, row]));
  for (const { id, whole } of described) {
    const row = at.get(id);
    if (row !== undefined) embeddings.set(whole, row * descriptionLength);
  }
  return { ...set, embeddings };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

const rounded = (value: number | null | undefined): string => value?.toFixed(3) ?? 'unknown';
