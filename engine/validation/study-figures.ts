import { type Brier, brierScore } from './brier.ts';
import { calibration, type CalibrationBin } from './calibration.ts';
import { aucWithinViewers, centredCorrelation, pooledAuc, rankCorrelation, srmOf } from './dyadic-figures.ts';
import type { Figure, Interval } from './dyadic-interval.ts';
import { type ExposureFigures, exposureFigures } from './exposure-figures.ts';
import { type FairnessFigures, fairnessFigures } from './fairness.ts';
import { type FollowUpFigures, followUpFigures } from './follow-up-figures.ts';
import {
  type EvidenceWeights,
  type Increment,
  increments,
  type NegativeControl,
  negativeControls,
} from './increments.ts';
import { type PermutationTest, permutationTest } from './permutation.ts';
import { type ScoreColumn, scoreColumns, wouldMeetOf, wtmOf } from './score-columns.ts';
import { type Cell, smallestCell } from './small-cell.ts';
import type { SocialRelations } from './social-relations.ts';
import type { StudyRow } from './study-row.ts';
import { tell, toldAtLook, viewersOf } from './tell.ts';
import { missing, type Told } from './told.ts';
import { type Uplift, upliftOf } from './uplift.ts';

/** One score against willingness before meeting. */
export interface ScoreFigures {
  /** Against would-meet, all viewers together: a comparison between people. */
  auc: Told<Figure>;
  /** Against would-meet, within viewers. */
  withinRaterAuc: Told<Figure>;
  /** Against WtM. */
  spearman: Told<Figure>;
  /** Against WtM, without what belongs to the viewer or to the shown person. */
  doubleCentred: Told<Figure>;
  /** Of the pooled AUC. */
  permutation: Told<PermutationTest>;
  brier: Told<Brier>;
  /** Share of would-meet by fifths of the score; empty for `consensus`, and without answers. */
  calibration: Cell<CalibrationBin>[];
  uplift: Told<Uplift>;
}

/**
 * All outcome-dependent figures of one cohort, as the desk, its plots, the export's totals and the cohort's report show them.
 * Plain JSON; a figure that does not exist is null with its reason.
 */
export interface StudyFigures {
  /** Different people in any role. */
  people: number;
  /** Different people who answered. */
  viewers: number;
  /** Rows with WtM or would-meet. */
  answers: number;
  /** Shares of yes among all would-meet answers, and the mean of WtM. */
  wouldMeetRate: Told<number>;
  wtmMean: Told<number>;
  /** Boundary of the look for the intervals of `scores`, `mutualYes`, `increments` and `controls`; null: 95 % everywhere. */
  z: number | null;
  /** By name of the score. */
  scores: Record<string, ScoreFigures>;
  /** AUC of `mutual` for would-meet on both sides; its unit is the pair. */
  mutualYes: Told<Figure>;
  /** Of WtM; ± is half a 95 % interval. */
  srm: Told<SocialRelations & { plusMinus: number }>;
  /** consensus → + personal taste → + personality → + biology, each step on the answers that have both scores. */
  increments: Increment[];
  /** Personality and biology, which willingness before meeting should not depend on. */
  controls: NegativeControl[];
  exposure: Told<ExposureFigures>;
  /** Places for profiles that no eligible pair could fill; as the caller gave it. */
  unmetCapacity: number | null;
  fairness: FairnessFigures;
  followUp: FollowUpFigures;
}

export interface StudyFiguresOptions {
  /** Names of the scores; by default those that any row has. */
  scores?: readonly string[];
  /** Of the permutations. */
  seed: string;
  /** How many permutations a score is given; 0 leaves the test out. Default 999. */
  permutations?: number;
  /** Boundary of this look, a side, of `lookBoundaries`; absent for a single look, whose intervals are 95 %. */
  z?: number;
  /** Of the phases in the fused score, for the increments. Default 40, 30 and 30. */
  weights?: EvidenceWeights;
  unmetCapacity?: number | null;
  /** All people of the plan, so that those who were never shown count in the exposure; default those in the rows. */
  everyone?: readonly { person: string; sex: string | null }[];
}

const defaultWeights: EvidenceWeights = { visual: 40, personality: 30, biological: 30 };
/** Half a 95 % interval of a share of variance is this over √people: .09 with 100, by simulation on plans of six profiles. */
const srmWidth = 0.9;

/**
 * Computes every figure once. Figures rest on at least ten viewers or are withheld, and the seed makes the only random part, the
 * permutations, the same each time. Rows may be given in any order but for the last digits.
 */
export function studyFigures(rows: readonly StudyRow[], options: StudyFiguresOptions): StudyFigures {
  const { z, seed, permutations = 999, weights = defaultWeights } = options;
  const names = options.scores ?? [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))];
  const answered = rows.filter(({ wtm, wouldMeet }) => wtm !== null || wouldMeet !== null);
  const columnsOf = scoreColumns(answered, names);
  const [decided, rated] = [columnsOf(wouldMeetOf), columnsOf(wtmOf)];
  return {
    people: new Set(rows.flatMap(({ actor, partner }) => [actor, partner])).size,
    viewers: viewersOf(answered),
    answers: answered.length,
    wouldMeetRate: meanOf(answered, wouldMeetOf),
    wtmMean: meanOf(answered, wtmOf),
    z: z ?? null,
    scores: Object.fromEntries(
      names.map((name) => [
        name,
        scoreFigures(name, decided[name]!, rated[name]!, { z, seed: `${seed}:${name}`, permutations }),
      ]),
    ),
    mutualYes: toldAtLook(mutualYes(answered), z, shares),
    srm: srmFigures(answered),
    increments: increments(answered, weights, z),
    controls: negativeControls(answered, z),
    exposure: exposureFigures(rows, options.everyone),
    unmetCapacity: options.unmetCapacity ?? null,
    fairness: fairnessFigures(answered),
    followUp: followUpFigures(rows, names),
  };
}

const shares: Interval = [0, 1];
const correlations: Interval = [-1, 1];

function scoreFigures(
  name: string,
  decided: ScoreColumn<StudyRow>,
  rated: ScoreColumn<StudyRow>,
  options: { z: number | undefined; seed: string; permutations: number },
): ScoreFigures {
  const { z, permutations } = options;
  return {
    auc: toldAtLook(tell(decided, pooledAuc), z, shares),
    withinRaterAuc: toldAtLook(tell(decided, aucWithinViewers), z, shares),
    spearman: toldAtLook(tell(rated, rankCorrelation), z, correlations),
    doubleCentred: toldAtLook(tell(rated, centredCorrelation), z, correlations),
    permutation:
      permutations > 0 ? tell(decided, (column) => permutationTest(column, options)) : missing('not-asked'),
    brier: tell(decided, brierScore),
    // An attractiveness number leaves only in figures over all answers.
    calibration: name === 'consensus' ? [] : calibrationOf(decided),
    uplift: upliftOf(decided),
  };
}

const calibrationOf = ({ rows, xs, outcome }: ScoreColumn): Cell<CalibrationBin>[] =>
  calibration(
    rows.map(({ actor, partner }, row) => ({
      score: xs[row]!,
      yes: outcome.yes[row]!,
      viewer: actor,
      shown: partner,
    })),
  );

function meanOf(rows: readonly StudyRow[], outcome: (row: StudyRow) => number | null): Told<number> {
  const own = rows.filter((row) => outcome(row) !== null);
  if (own.length === 0) return missing('no-answers');
  if (viewersOf(own) < smallestCell) return missing('too-few-people');
  return { value: own.reduce((sum, row) => sum + outcome(row)!, 0) / own.length };
}

function srmFigures(rows: readonly StudyRow[]): StudyFigures['srm'] {
  const rated = rows.filter(({ wtm }) => wtm !== null);
  if (rated.length === 0) return missing('no-answers');
  if (viewersOf(rated) < smallestCell) return missing('too-few-people');
  const found = srmOf(rated);
  if (!found) return missing('undefined');
  const people = new Set(rated.flatMap(({ actor, partner }) => [actor, partner])).size;
  return { value: { ...found, plusMinus: srmWidth / Math.sqrt(people) } };
}

/** Each pair that answered both ways is one row, of the one direction that comes first. */
function mutualYes(rows: readonly StudyRow[]): Told<Figure> {
  const keyOf = (one: string, other: string): string => JSON.stringify([one, other]);
  const decided = new Map(
    rows
      .filter(({ wouldMeet }) => wouldMeet !== null)
      .map((row) => [keyOf(row.actor, row.partner), row] as const),
  );
  const both = [...decided.values()].flatMap((row): StudyRow[] => {
    const back = decided.get(keyOf(row.partner, row.actor));
    return back && row.actor < row.partner ? [{ ...row, wouldMeet: row.wouldMeet! && back.wouldMeet! }] : [];
  });
  const column = scoreColumns(both, ['mutual'])(wouldMeetOf)['mutual']!;
  return tell(column, pooledAuc);
}
