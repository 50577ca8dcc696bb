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
  /** Null for people whose group is not known. */
  group: string | null;
  answers: number;
  /** Different people of the group. */
  people: number;
  /** Pooled AUC for would-meet. */
  auc: Told<Figure>;
  meanScore: number;
  /** Mean of answer − calibrated chance (see Brier): above 0 the group is underrated. */
  residual: Told<Figure>;
}

/** By group of those who answer, and by group of those who are shown. */
export interface FairnessDimension {
  by: 'sex' | 'age-band' | 'language';
  viewers: Told<Cell<FairnessGroup>[]>;
  shown: Told<Cell<FairnessGroup>[]>;
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
  const of = (by: FairnessDimension['by'], role: 'actor' | 'partner'): Told<Cell<FairnessGroup>[]> => {
    if (against) return missing(against);
    const byGroup = Map.groupBy(
      column.rows.keys(),
      (row) => column.rows[row]![`${role}Groups`]?.[groupOf[by]] ?? null,
    );
    if (byGroup.size < 2) return missing('one-group');
    const groups = [...byGroup].toSorted(([one], [other]) =>
      (one ?? '\uFFFF').localeCompare(other ?? '\uFFFF'),
    );
    return {
      value: suppressSmallCells(
        groups.map(([group, places]) => groupFigures(column, residuals, { group, places, role })),
      ),
    };
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
  { group, places, role }: { group: string | null; places: readonly number[]; role: 'actor' | 'partner' },
): FairnessGroup {
  const own = places.map((row) => rows[row]!);
  return {
    group,
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
