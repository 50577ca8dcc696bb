import type { LanguageSpread } from './language-spread.ts';
import { distributedScores, type ScoreBin, type ScoreSummary } from './score-distribution.ts';
import { cellOf, suppressSmallCells } from './small-cell.ts';

/**
 * Counts of scores while pairs are scored, in arrays that may be shared with other threads: what `summarizeScores` and
 * `spreadByLanguage` tell of pairs that are not kept. Rows of `distributedScores`, and then similarity by group of language.
 */
export interface ScoreTally {
  readonly people: number;
  readonly groups: number;
  /** Pairs by score in steps of a hundredth, a row for each score and each group. */
  readonly fine: Int32Array;
  /** Pairs by score in ten ranges. */
  readonly ranges: Int32Array;
  /** 1 for each person in a range of a score. */
  readonly inRange: Uint8Array;
  /** 1 for each person in a group. */
  readonly inGroup: Uint8Array;
}

const steps = 100;
const fineBins = 100 * steps + 1;
const rangeCount = 10;
const scoreCount = distributedScores.length;

/** The place of each score among `distributedScores`. */
export const scoreRow = Object.fromEntries(distributedScores.map((name, row) => [name, row])) as Record<
  ScoreSummary['score'],
  number
>;

/** An empty tally; `bytes` makes the memory of an array. */
export const createScoreTally = (
  people: number,
  groups: number,
  bytes: (length: number) => ArrayBufferLike = (length) => new ArrayBuffer(length),
): ScoreTally => ({
  people,
  groups,
  fine: new Int32Array(bytes(4 * (scoreCount + groups) * fineBins)),
  ranges: new Int32Array(bytes(4 * scoreCount * rangeCount)),
  inRange: new Uint8Array(bytes(scoreCount * rangeCount * people)),
  inGroup: new Uint8Array(bytes(groups * people)),
});

/** Counts one score, 0–100, of a pair. */
export function tallyScore(tally: ScoreTally, row: number, score: number, one: number, other: number): void {
  const { people, fine, ranges, inRange } = tally;
  fine[row * fineBins + Math.floor(score * steps)]! += 1;
  const range = row * rangeCount + Math.min(rangeCount - 1, Math.floor((score / 100) * rangeCount));
  ranges[range]! += 1;
  inRange[range * people + one] = 1;
  inRange[range * people + other] = 1;
}

/** Counts a pair's similarity in its group of language. */
export function tallyGroup(
  tally: ScoreTally,
  group: number,
  score: number,
  one: number,
  other: number,
): void {
  const { people, fine, inGroup } = tally;
  fine[(scoreCount + group) * fineBins + Math.floor(score * steps)]! += 1;
  inGroup[group * people + one] = 1;
  inGroup[group * people + other] = 1;
}

/** Adds the counts of another tally of the same people. */
export function mergeTally(into: ScoreTally, from: ScoreTally): void {
  for (const name of ['fine', 'ranges'] as const)
    for (let at = 0; at < from[name].length; at++) into[name][at]! += from[name][at]!;
  for (const name of ['inRange', 'inGroup'] as const)
    for (let at = 0; at < from[name].length; at++) into[name][at]! |= from[name][at]!;
}

/** As `summarizeScores` of the pairs that were counted, in the order of `distributedScores`; quartiles to a hundredth. */
export const summariesOf = (tally: ScoreTally): ScoreSummary[] =>
  distributedScores.map((score, row) => {
    const counts = countsIn(tally, row);
    const people = countPeople(tally, row);
    const ranges = Array.from({ length: rangeCount }, (_, range): ScoreBin => {
      const at = row * rangeCount + range;
      const marks = tally.inRange.subarray(at * tally.people, (at + 1) * tally.people);
      return {
        from: (100 * range) / rangeCount,
        to: (100 * (range + 1)) / rangeCount,
        pairs: tally.ranges[at]!,
        people: countMarks(marks),
      };
    });
    return {
      score,
      pairs: sum(counts),
      people,
      middle: cellOf(people, () => middleOf(counts)),
      bins: suppressSmallCells(ranges),
    };
  });

/** As `spreadByLanguage` of the pairs that were counted. @param names the name of each group, in order */
export function languagesOf(
  tally: ScoreTally,
  names: readonly LanguageSpread['language'][],
): LanguageSpread[] {
  const groups = names
    .map((language, group) => {
      const marks = tally.inGroup.subarray(group * tally.people, (group + 1) * tally.people);
      return { language, group, marks, people: countMarks(marks) };
    })
    .filter(({ people }) => people > 0)
    .toSorted((one, other) => (one.language ?? '\uFFFF').localeCompare(other.language ?? '\uFFFF'));
  const membersOf = ({ marks }: { marks: Uint8Array }): string[] =>
    [...marks.keys()].flatMap((person) => (marks[person] === 1 ? [String(person)] : []));
  return suppressSmallCells(groups, membersOf).map((cell, at): LanguageSpread => {
    const { language, group, people } = groups[at]!;
    if (cell.value === null) return { language, spread: cell };
    const counts = countsIn(tally, scoreCount + group);
    return { language, spread: { value: { people, pairs: sum(counts), middle: middleOf(counts) } } };
  });
}

/** Quantiles of a score over the pairs that were counted, at equally spaced shares from 0 to 1; none under ten people. */
export function quantilesOf(tally: ScoreTally, row: number, points = 101): { q: number; value: number }[] {
  const counts = countsIn(tally, row);
  const { value: at } = cellOf(countPeople(tally, row), () => quantile(counts));
  if (!at) return [];
  return Array.from({ length: points }, (_, point) => {
    const q = point / (points - 1);
    return { q, value: at(q) };
  });
}

const countsIn = ({ fine }: ScoreTally, row: number): Int32Array =>
  fine.subarray(row * fineBins, (row + 1) * fineBins);

const sum = (counts: Int32Array): number => counts.reduce((total, count) => total + count, 0);

const countMarks = (marks: Uint8Array): number => marks.reduce((total, mark) => total + mark, 0);

function countPeople({ people, inRange }: ScoreTally, row: number): number {
  let total = 0;
  for (let person = 0; person < people; person++) {
    let range = 0;
    while (range < rangeCount && inRange[(row * rangeCount + range) * people + person] === 0) range++;
    if (range < rangeCount) total++;
  }
  return total;
}

function middleOf(counts: Int32Array): { median: number; lower: number; upper: number } {
  const at = quantile(counts);
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
}

/** The score at a share of the sorted scores: the middle of its step, so that rounding to a tenth is that of the score itself. */
function quantile(counts: Int32Array): (share: number) => number {
  const total = sum(counts);
  return (share) => {
    let rank = Math.round(share * (total - 1));
    let bin = 0;
    while (bin < fineBins - 1 && rank >= counts[bin]!) rank -= counts[bin++]!;
    return bin === fineBins - 1 ? 100 : (bin + 0.5) / steps;
  };
}
