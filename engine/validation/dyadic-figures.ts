import { aucInfluence, type WithInfluence } from './auc-influence.ts';
import { doubleCentredCorrelation } from './double-centred.ts';
import { type Dyad, type DyadIndex, indexDyads } from './dyad-index.ts';
import { dyadicVariance, type Figure, figureWith, type Interval, planConstants } from './dyadic-interval.ts';
import { type SocialRelations, socialRelations } from './social-relations.ts';
import { spearmanInfluence } from './spearman-influence.ts';
import { withinRaterAuc } from './within-rater-auc.ts';

/** An answer with what was predicted for it. Missing is null. */
export interface JudgedDyad extends Dyad {
  /** 1–7 */
  wtm: number | null;
  wouldMeet: boolean | null;
  /** By name of the score, any scale. */
  scores: Readonly<Record<string, number | null>>;
}

/** Figures of each score; a figure is null where it is undefined. */
export interface DyadicFigures {
  people: number;
  answers: number;
  /** Pooled over viewers: a comparison between people. */
  auc: Record<string, Figure | null>;
  withinRaterAuc: Record<string, Figure | null>;
  /** Score against WtM. */
  spearman: Record<string, Figure | null>;
  /** Score against WtM, without what belongs to the viewer or to the shown person. */
  doubleCentred: Record<string, Figure | null>;
  /** Of WtM. */
  srm: SocialRelations | null;
}

/** Estimates and intervals for answers that belong to two people each; linear in their number but for sorting. */
export function dyadicFigures(rows: readonly JudgedDyad[], scoreNames: readonly string[]): DyadicFigures {
  const rated = rows.filter(({ wtm }) => wtm !== null);
  const ofEach = (figure: (name: string) => Figure | null): Record<string, Figure | null> =>
    Object.fromEntries(scoreNames.map((name) => [name, figure(name)]));
  const decided = columns(rows, scoreNames, ({ wouldMeet }) =>
    wouldMeet === null ? null : Number(wouldMeet),
  );
  const willing = columns(rows, scoreNames, ({ wtm }) => wtm);
  const isYes = (ys: Float64Array): boolean[] => Array.from(ys, (y) => y === 1);
  return {
    people: new Set(rows.flatMap(({ actor, partner }) => [actor, partner])).size,
    answers: rows.filter(({ wtm, wouldMeet }) => wtm !== null || wouldMeet !== null).length,
    auc: ofEach((name) => {
      const { index, xs, ys } = decided[name]!;
      return figureOf(index, aucInfluence(xs, isYes(ys)), [0, 1]);
    }),
    withinRaterAuc: ofEach((name) => {
      const { index, xs, ys } = decided[name]!;
      return withinRaterAuc(index, xs, isYes(ys));
    }),
    spearman: ofEach((name) => {
      const { index, xs, ys } = willing[name]!;
      return figureOf(index, spearmanInfluence(xs, ys), [-1, 1]);
    }),
    doubleCentred: ofEach((name) => {
      const { index, xs, ys } = willing[name]!;
      return doubleCentredCorrelation(index, xs, ys);
    }),
    srm: socialRelations(
      indexDyads(rated),
      rated.map(({ wtm }) => wtm!),
    ),
  };
}

interface Columns {
  index: DyadIndex;
  xs: Float64Array;
  ys: Float64Array;
}

/** For each score the rows that have both it and the outcome; scores that miss nothing share one index. */
function columns(
  rows: readonly JudgedDyad[],
  names: readonly string[],
  outcome: (row: JudgedDyad) => number | null,
): Record<string, Columns> {
  const answered = rows.filter((row) => outcome(row) !== null);
  let whole: DyadIndex | undefined;
  return Object.fromEntries(
    names.map((name) => {
      const present = answered.filter(({ scores }) => scores[name] != null);
      const index =
        present.length === answered.length ? (whole ??= indexDyads(answered)) : indexDyads(present);
      const xs = Float64Array.from(present, ({ scores }) => scores[name]!);
      const ys = Float64Array.from(present, (row) => outcome(row)!);
      return [name, { index, xs, ys }];
    }),
  );
}

/** A statistic with its interval from the plan of its rows; null where the statistic is undefined. */
export function figureOf(index: DyadIndex, found: WithInfluence | null, bounds: Interval): Figure | null {
  if (!found) return null;
  const variance = dyadicVariance(index, found.influence);
  return figureWith(found.estimate, variance, planConstants(index), bounds, index.rows);
}

/** How much one score's AUC exceeds another's on the same answers; null where either is undefined. */
export function aucDifference(rows: readonly JudgedDyad[], better: string, worse: string): Figure | null {
  const both = rows.filter(
    ({ wouldMeet, scores }) => wouldMeet !== null && scores[better] != null && scores[worse] != null,
  );
  const yes = both.map(({ wouldMeet }) => wouldMeet!);
  const of = (name: string): WithInfluence | null =>
    aucInfluence(
      both.map(({ scores }) => scores[name]!),
      yes,
    );
  const [one, other] = [of(better), of(worse)];
  if (!one || !other) return null;
  const influence = one.influence.map((value, row) => value - other.influence[row]!);
  return figureOf(indexDyads(both), { estimate: one.estimate - other.estimate, influence }, [-1, 1]);
}
