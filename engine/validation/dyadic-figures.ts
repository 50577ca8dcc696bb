import { aucInfluence, type WithInfluence } from './auc-influence.ts';
import { doubleCentredCorrelation } from './double-centred.ts';
import { type DyadIndex, indexDyads } from './dyad-index.ts';
import { dyadicVariance, type Figure, figureWith, type Interval, planConstants } from './dyadic-interval.ts';
import { type SocialRelations, socialRelations } from './social-relations.ts';
import type { JudgedDyad } from './judged-dyad.ts';
import { type OutcomeColumns, type ScoreColumn, scoreColumns } from './score-columns.ts';
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
  const columns = scoreColumns(rows, scoreNames);
  const ofEach = (
    outcome: keyof OutcomeColumns,
    figure: (column: ScoreColumn) => Figure | null,
  ): Record<string, Figure | null> =>
    Object.fromEntries(scoreNames.map((name) => [name, figure(columns[outcome][name]!)]));
  return {
    people: new Set(rows.flatMap(({ actor, partner }) => [actor, partner])).size,
    answers: rows.filter(({ wtm, wouldMeet }) => wtm !== null || wouldMeet !== null).length,
    auc: ofEach('wouldMeet', pooledAuc),
    withinRaterAuc: ofEach('wouldMeet', ({ outcome, xs }) => withinRaterAuc(outcome.index, xs, outcome.yes)),
    spearman: ofEach('wtm', rankCorrelation),
    doubleCentred: ofEach('wtm', ({ outcome, xs }) =>
      doubleCentredCorrelation(outcome.index, xs, outcome.ys, outcome.centred()),
    ),
    srm: srmOf(rows),
  };
}

/** AUC of all viewers together. */
export const pooledAuc = ({ outcome, xs, order }: ScoreColumn): Figure | null =>
  figureOf(outcome.index, aucInfluence(xs, outcome.yes, order), [0, 1]);

/** Spearman's rho of a score and an outcome. */
export const rankCorrelation = ({ outcome, xs, order }: ScoreColumn): Figure | null =>
  figureOf(outcome.index, spearmanInfluence(xs, outcome.ys, order, outcome.order()), [-1, 1]);

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
