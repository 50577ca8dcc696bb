import type { Sex } from '../ports/participants.ts';
import { dot, quadraticForm } from './linear-algebra.ts';
import { featureCount, type ReferencePool } from './prior.ts';
import { normalCumulative } from './visual-score.ts';

/**
 * The faces and tastes of many people as plain arrays, a row for each person, prepared once: what `directedVisualScore` would compute
 * anew for each pair. The arrays may be shared with other threads.
 */
export interface FaceTable {
  readonly people: number;
  /** 1 where face and taste are known. */
  readonly known: Uint8Array;
  /** phi of the face. */
  readonly features: Float64Array;
  /** Mean weights of the posterior. */
  readonly tastes: Float64Array;
  /** 0 female, 1 male. */
  readonly sexes: Uint8Array;
  /** Mean and standard deviation of a person's scores among the reference faces of each sex: two numbers a person. */
  readonly centres: Float64Array;
  readonly deviations: Float64Array;
}

const sexNumber: Readonly<Record<Sex, number>> = { female: 0, male: 1 };

/** An empty table; `bytes` makes the memory of an array. */
export const createFaceTable = (
  people: number,
  bytes: (length: number) => ArrayBufferLike = (length) => new ArrayBuffer(length),
): FaceTable => ({
  people,
  known: new Uint8Array(bytes(people)),
  features: new Float64Array(bytes(8 * people * featureCount)),
  tastes: new Float64Array(bytes(8 * people * featureCount)),
  sexes: new Uint8Array(bytes(people)),
  centres: new Float64Array(bytes(16 * people)),
  deviations: new Float64Array(bytes(16 * people)),
});

/** Puts a person into the table. */
export function setFace(
  table: FaceTable,
  row: number,
  { features, taste, sex }: { features: Float64Array; taste: Float64Array; sex: Sex },
  reference: Readonly<Record<Sex, ReferencePool>>,
): void {
  table.known[row] = 1;
  table.features.set(features, row * featureCount);
  table.tastes.set(taste, row * featureCount);
  table.sexes[row] = sexNumber[sex];
  for (const [shown, number] of Object.entries(sexNumber) as [Sex, number][]) {
    table.centres[2 * row + number] = dot(reference[shown].mean, taste);
    table.deviations[2 * row + number] = Math.sqrt(quadraticForm(reference[shown].covariance, taste));
  }
}

/** Rows that are scored together: each face and taste is read once for four of them. */
export const facesAtOnce = 4;

/** Scores of four people for one other, and of that one for the four. */
export interface FacePairs {
  /** Takes the rows from `first` on, at most four; rows behind the last person are left out. */
  begin(first: number): void;
  /** The scores of the four for `other`, 0–100, stand in `forth`, those of `other` for the four in `back`; NaN without data. */
  score(other: number): void;
  readonly forth: Float64Array;
  readonly back: Float64Array;
}

/** Scores pairs of a table: the same numbers as `directedVisualScore`. */
export function createFacePairs(table: FaceTable): FacePairs {
  const { people, known, features, tastes, sexes } = table;
  const [forth, back] = [new Float64Array(facesAtOnce), new Float64Array(facesAtOnce)];
  // Feature by feature, the four rows side by side.
  const faces = new Float64Array(facesAtOnce * featureCount);
  const likings = new Float64Array(facesAtOnce * featureCount);
  let first = 0;
  let rows = 0;
  return {
    forth,
    back,
    begin(start) {
      first = start;
      rows = Math.min(facesAtOnce, people - first);
      for (let lane = 0; lane < rows; lane++)
        for (let at = 0; at < featureCount; at++) {
          faces[at * facesAtOnce + lane] = features[(first + lane) * featureCount + at]!;
          likings[at * facesAtOnce + lane] = tastes[(first + lane) * featureCount + at]!;
        }
    },
    // The loop is unrolled by hand because most of the time is spent in it.
    score(other) {
      let [f0, f1, f2, f3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let at = 0, place = other * featureCount, lane = 0; at < featureCount; at++, place++, lane += 4) {
        const face = features[place]!;
        const liking = tastes[place]!;
        f0 += face * likings[lane]!;
        f1 += face * likings[lane + 1]!;
        f2 += face * likings[lane + 2]!;
        f3 += face * likings[lane + 3]!;
        b0 += faces[lane]! * liking;
        b1 += faces[lane + 1]! * liking;
        b2 += faces[lane + 2]! * liking;
        b3 += faces[lane + 3]! * liking;
      }
      forth[0] = f0;
      forth[1] = f1;
      forth[2] = f2;
      forth[3] = f3;
      back[0] = b0;
      back[1] = b1;
      back[2] = b2;
      back[3] = b3;
      for (let lane = 0; lane < rows; lane++) {
        const isKnown = known[first + lane] === 1 && known[other] === 1;
        forth[lane] = isKnown ? percentile(table, first + lane, sexes[other]!, forth[lane]!) : Number.NaN;
        back[lane] = isKnown ? percentile(table, other, sexes[first + lane]!, back[lane]!) : Number.NaN;
      }
    },
  };
}

function percentile(
  { centres, deviations }: FaceTable,
  viewer: number,
  shownSex: number,
  score: number,
): number {
  const deviation = deviations[2 * viewer + shownSex]!;
  if (!(deviation > 0)) return 50;
  return 100 * normalCumulative((score - centres[2 * viewer + shownSex]!) / deviation);
}

/** The score of one person for another, 0–100: the same number as `createFacePairs` gives; NaN without data. */
export function faceScore(table: FaceTable, viewer: number, shown: number): number {
  const { known, features, tastes, sexes } = table;
  if (known[viewer] !== 1 || known[shown] !== 1) return Number.NaN;
  let score = 0;
  const [face, liking] = [shown * featureCount, viewer * featureCount];
  for (let at = 0; at < featureCount; at++) score += features[face + at]! * tastes[liking + at]!;
  return percentile(table, viewer, sexes[shown]!, score);
}
