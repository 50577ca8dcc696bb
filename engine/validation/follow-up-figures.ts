import { pooledAuc, rankCorrelation } from './dyadic-figures.ts';
import type { Figure } from './dyadic-interval.ts';
import { scoreColumns } from './score-columns.ts';
import { smallestCell } from './small-cell.ts';
import type { FollowUpAnswer, StudyRow } from './study-row.ts';
import { tell, viewersOf } from './tell.ts';
import { missing, type Told } from './told.ts';

/** Fewer answers than this carry no test. */
export const fewestFollowUps = 100;

/** What introduced people answered later, judged by each score. */
export interface FollowUpFigures {
  answers: number;
  /** True under 100 answers: intervals, and no test. */
  exploratory: boolean;
  /** Shares of yes, and means. */
  metRate: Told<number>;
  wouldRate: Told<number>;
  againMean: Told<number>;
  alikeMean: Told<number>;
  /** By name of the score. */
  scores: Record<string, FollowUpScore>;
}

export interface FollowUpScore {
  /** AUC for having met and for "would". */
  met: Told<Figure>;
  would: Told<Figure>;
  /** Spearman's rho with how much the viewer would like to meet again, and with how alike they felt. */
  again: Told<Figure>;
  alike: Told<Figure>;
}

/** Only introduced people are asked, so the scores of these rows are restricted in range, and figures are lower for it. */
export function followUpFigures(rows: readonly StudyRow[], scoreNames: readonly string[]): FollowUpFigures {
  const answered = rows.filter(
    ({ followUp }) => followUp && Object.values(followUp).some((value) => value !== null),
  );
  const of =
    (field: keyof FollowUpAnswer) =>
    ({ followUp }: StudyRow): number | null => {
      const value = followUp?.[field] ?? null;
      return value === null ? null : Number(value);
    };
  const meanOf = (field: keyof FollowUpAnswer): Told<number> => {
    const own = answered.filter((row) => of(field)(row) !== null);
    if (own.length === 0) return missing('no-answers');
    if (viewersOf(own) < smallestCell) return missing('too-few-people');
    return { value: own.reduce((sum, row) => sum + of(field)(row)!, 0) / own.length };
  };
  const columnsOf = scoreColumns(answered, scoreNames);
  const [met, would] = [columnsOf(of('met')), columnsOf(of('would'))];
  const [again, alike] = [columnsOf(of('again')), columnsOf(of('alike'))];
  return {
    answers: answered.length,
    exploratory: answered.length < fewestFollowUps,
    metRate: meanOf('met'),
    wouldRate: meanOf('would'),
    againMean: meanOf('again'),
    alikeMean: meanOf('alike'),
    scores: Object.fromEntries(
      scoreNames.map((name) => [
        name,
        {
          met: tell(met[name]!, pooledAuc),
          would: tell(would[name]!, pooledAuc),
          again: tell(again[name]!, rankCorrelation),
          alike: tell(alike[name]!, rankCorrelation),
        },
      ]),
    ),
  };
}
