import { calibratedChances } from './brier.ts';
import { indexDyads } from './dyad-index.ts';
import { figureOf, pooledAuc } from './dyadic-figures.ts';
import type { Figure } from './dyadic-interval.ts';
import { type ScoreColumn, scoreColumns, wouldMeetOf } from './score-columns.ts';
import { type Cell, smallestCell, suppressSmallCells } from './small-cell.ts';
import type { PersonGroups, StudyRow } from './study-row.ts';
import { reasonAgainst, tell, viewersOf } from './tell.ts';
import { missing, type Told } from './told.ts';

/** What the fused directed score does for one group of people. */
export interface FairnessGroup {
  answers: number;
  /** Different people of the group. */
  people: number;
  /** Pooled AUC for would-meet. */
  auc: Told<Figure>;
  meanScore: number;
  /** Mean of answer − calibrated chance (see Brier): above 0 the group is underrated. */
  residual: Told<Figure>;
}

/** A group with its figures, or why they are withheld; the group is null for people of whom it is not known. */
export type FairnessCell = { group: string | null } & Cell<FairnessGroup>;

/** By group of those who answer, and by group of those who are shown. */
export interface FairnessDimension {
  by: 'sex' | 'age-band' | 'language';
  viewers: Told<FairnessCell[]>;
  shown: Told<FairnessCell[]>;
}

export type FairnessFigures = FairnessDimension[];

const groupOf: Readonly<Record<FairnessDimension['by'], keyof PersonGroups>> = {
  sex: 'sex',
  'age-band': 'ageBand',
  language: 'language',
};
const judged = 'directed';

/** Whether the fused score is as good, and as generous, for one group as for another. Groups under ten people are withheld. */
export function fairnessFigures(rows: readonly StudyRow[]): FairnessFigures {
  const column = scoreColumns(rows, [judged])(wouldMeetOf)[judged]!;
  const against = reasonAgainst(column);
  const residuals = against ? null : residualsOf(column);
  const of = (by: FairnessDimension['by'], role: 'actor' | 'partner'): Told<FairnessCell[]> => {
    if (against) return missing(against);
    const byGroup = Map.groupBy(
      column.rows.keys(),
      (row) => column.rows[row]![`${role}Groups`]?.[groupOf[by]] ?? null,
    );
    if (byGroup.size < 2) return missing('one-group');
    const groups = [...byGroup].toSorted(([one], [other]) =>
      (one ?? '\uFFFF').localeCompare(other ?? '\uFFFF'),
    );
    const cells = suppressSmallCells(
      groups.map(([, places]) => groupFigures(column, residuals, { places, role })),
    );
    return { value: cells.map((cell, index) => ({ group: groups[index]![0], ...cell })) };
  };
  return (Object.keys(groupOf) as FairnessDimension['by'][]).map((by) => ({
    by,
    viewers: of(by, 'actor'),
    shown: of(by, 'partner'),
  }));
}

function residualsOf(column: ScoreColumn): Float64Array | null {
  const chances = calibratedChances(column);
  return chances && column.outcome.ys.map((y, row) => y - chances.ofScore[row]!);
}

function groupFigures(
  { rows, xs }: ScoreColumn<StudyRow>,
  residuals: Float64Array | null,
  { places, role }: { places: readonly number[]; role: 'actor' | 'partner' },
): FairnessGroup {
  const own = places.map((row) => rows[row]!);
  return {
    answers: own.length,
    people: new Set(own.map((row) => row[role])).size,
    auc: tell(scoreColumns(own, [judged])(wouldMeetOf)[judged]!, pooledAuc),
    meanScore: places.reduce((sum, row) => sum + xs[row]!, 0) / places.length,
    residual: residualFigure(
      own,
      places.map((row) => residuals?.[row] ?? Number.NaN),
    ),
  };
}

function residualFigure(rows: readonly StudyRow[], residuals: readonly number[]): Told<Figure> {
  if (viewersOf(rows) < smallestCell) return missing('too-few-people');
  const estimate = residuals.reduce((sum, one) => sum + one, 0) / residuals.length;
  if (Number.isNaN(estimate)) return missing('undefined');
  const influence = Float64Array.from(residuals, (one) => (one - estimate) / residuals.length);
  return { value: figureOf(indexDyads(rows), { estimate, influence }, [-1, 1])! };
}
