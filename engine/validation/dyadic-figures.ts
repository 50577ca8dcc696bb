import { aucInfluence, type WithInfluence } from './auc-influence.ts';
import { doubleCentredCorrelation } from './double-centred.ts';
import { type DyadIndex, indexDyads } from './dyad-index.ts';
import { dyadicVariance, type Figure, figureWith, type Interval, planConstants } from './dyadic-interval.ts';
import { type SocialRelations, socialRelations } from './social-relations.ts';
import type { JudgedDyad } from './judged-dyad.ts';
import { type ScoreColumn, scoreColumns, wouldMeetOf, wtmOf } from './score-columns.ts';
import { spearmanInfluence } from './spearman-influence.ts';
import { withinRaterAuc } from './within-rater-auc.ts';

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
  const columnsOf = scoreColumns(rows, scoreNames);
  const [decided, rated] = [columnsOf(wouldMeetOf), columnsOf(wtmOf)];
  const ofEach = (
    columns: Readonly<Record<string, ScoreColumn>>,
    figure: (column: ScoreColumn) => Figure | null,
  ): Record<string, Figure | null> =>
    Object.fromEntries(scoreNames.map((name) => [name, figure(columns[name]!)]));
  return {
    people: new Set(rows.flatMap(({ actor, partner }) => [actor, partner])).size,
    answers: rows.filter(({ wtm, wouldMeet }) => wtm !== null || wouldMeet !== null).length,
    auc: ofEach(decided, pooledAuc),
    withinRaterAuc: ofEach(decided, aucWithinViewers),
    spearman: ofEach(rated, rankCorrelation),
    doubleCentred: ofEach(rated, centredCorrelation),
    srm: srmOf(rows),
  };
}

/** AUC of all viewers together. */
export const pooledAuc = ({ outcome, xs, order }: ScoreColumn): Figure | null =>
  figureOf(outcome.index, aucInfluence(xs, outcome.yes, order), [0, 1]);

/** `withinRaterAuc` of a column. */
export const aucWithinViewers = ({ outcome, xs }: ScoreColumn): Figure | null =>
  withinRaterAuc(outcome.index, xs, outcome.yes);

/** Spearman's rho of a score and an outcome. */
export const rankCorrelation = ({ outcome, xs, order }: ScoreColumn): Figure | null =>
  figureOf(outcome.index, spearmanInfluence(xs, outcome.ys, order, outcome.order()), [-1, 1]);

/** `doubleCentredCorrelation` of a column. */
export const centredCorrelation = ({ outcome, xs }: ScoreColumn): Figure | null =>
  doubleCentredCorrelation(outcome.index, xs, outcome.ys, outcome.centred());

/** Shares of WtM over the rows that have it. */
export function srmOf(rows: readonly JudgedDyad[]): SocialRelations | null {
  const rated = rows.filter(({ wtm }) => wtm !== null);
  return socialRelations(
    indexDyads(rated),
    rated.map(({ wtm }) => wtm!),
  );
}

/** A statistic with its interval from the plan of its rows; null where the statistic is undefined. */
export function figureOf(index: DyadIndex, found: WithInfluence | null, bounds: Interval): Figure | null {
  if (!found) return null;
  const variance = dyadicVariance(index, found.influence);
  return figureWith(found.estimate, variance, planConstants(index), bounds, index.rows);
}

/** Two AUCs on the same answers. */
export interface PairedAucs {
  better: number;
  worse: number;
  /** better − worse; the answers are the same, so it is known far better than either. */
  difference: Figure;
}

/** How much one score's AUC exceeds another's on the answers that have both; null where either is undefined. */
export function aucDifference(rows: readonly JudgedDyad[], better: string, worse: string): PairedAucs | null {
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
  const difference = figureOf(
    indexDyads(both),
    { estimate: one.estimate - other.estimate, influence },
    [-1, 1],
  )!;
  return { better: one.estimate, worse: other.estimate, difference };
}
