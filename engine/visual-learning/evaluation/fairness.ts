import { pearson } from '../../validation/correlation.ts';
import { consensusTargets } from '../training/consensus-targets.ts';
import type { RatedSet } from './rater-tasks.ts';

/** Error and correlation of the consensus for the faces of one group. */
export interface GroupFairness {
  readonly group: string;
  readonly sex: 'female' | 'male';
  readonly faces: number;
  /** Mean predicted minus mean given, in standard deviations of the given mean ratings of faces of that sex. */
  readonly error: number;
  /** Within the group. */
  readonly r: number | null;
}

/**
 * Compares the consensus with the faces' mean human ratings, by sex and ethnicity. Both are brought to mean 0 and
 * deviation 1 over all faces of a sex, since only the order of faces of one sex is ever used.
 */
export function consensusFairness(set: RatedSet, consensus: readonly number[]): GroupFairness[] {
  const targets = consensusTargets({ ...set, name: 'mebeauty', citation: '', files: {} });
  const known = set.faces.flatMap((face, at) =>
    targets.weights[at]! > 0 ? [{ ...face, given: targets.values[at]!, said: consensus[at]! }] : [],
  );
  return (['female', 'male'] as const).flatMap((sex) => {
    const faces = known.filter((face) => face.sex === sex);
    const given = standardised(faces.map((face) => face.given));
    const said = standardised(faces.map((face) => face.said));
    const groups = Map.groupBy(faces.keys(), (at) => faces[at]!.group);
    return [...groups.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([group, members]) => {
        const givenHere = members.map((at) => given[at]!);
        const saidHere = members.map((at) => said[at]!);
        return {
          group,
          sex,
          faces: members.length,
          error: meanOf(saidHere) - meanOf(givenHere),
          r: pearson(saidHere, givenHere),
        };
      });
  });
}

function standardised(values: readonly number[]): number[] {
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  return values.map((value) => (value - mean) / deviation);
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
