import { risingOrder } from './auc.ts';
import { doubleCentred } from './double-centred.ts';
import { type DyadIndex, indexDyads } from './dyad-index.ts';
import type { JudgedDyad } from './judged-dyad.ts';

/** An outcome of some rows, with what several scores share. */
export interface Outcome {
  index: DyadIndex;
  ys: Float64Array;
  /** Whether each y is 1; of an outcome that is yes or no. */
  yes: boolean[];
  /** The rows by rising y. */
  order: () => Uint32Array;
  centred: () => Float64Array;
}

/** A score beside an outcome, over the rows that have both. */
export interface ScoreColumn<Row extends JudgedDyad = JudgedDyad> {
  outcome: Outcome;
  /** The rows, in the order of the columns. */
  rows: readonly Row[];
  xs: Float64Array;
  /** The rows by rising x. */
  order: Uint32Array;
  /** Rows that have the outcome, with and without the score. */
  answered: number;
}

/** Columns of one outcome by the name of the score. */
export type ColumnsOf<Row extends JudgedDyad> = (
  outcome: (row: Row) => number | null,
) => Record<string, ScoreColumn<Row>>;

/** 1 for a yes before meeting, 0 for a no. */
export const wouldMeetOf = ({ wouldMeet }: JudgedDyad): number | null =>
  wouldMeet === null ? null : Number(wouldMeet);
/** Willingness to meet, 1–7. */
export const wtmOf = ({ wtm }: JudgedDyad): number | null => wtm;

/**
 * For each score the rows that have it and an outcome. Scores that miss nothing share the plan and the outcome's columns;
 * outcomes that every row has share the plan and the order of the scores too.
 */
export function scoreColumns<Row extends JudgedDyad>(
  rows: readonly Row[],
  names: readonly string[],
): ColumnsOf<Row> {
  const whole = once(() => indexDyads(rows));
  const orders = new Map<string, Uint32Array>();
  return (outcome) => {
    const answered = rows.filter((row) => outcome(row) !== null);
    const of = (present: readonly Row[]): Outcome =>
      outcomeOf(
        present.length === rows.length ? whole() : indexDyads(present),
        Float64Array.from(present, (row) => outcome(row)!),
      );
    const ofAll = once(() => of(answered));
    const columnOf = (name: string): ScoreColumn<Row> => {
      const present = answered.filter(({ scores }) => scores[name] != null);
      const xs = Float64Array.from(present, ({ scores }) => scores[name]!);
      const known = present.length === rows.length ? orders.get(name) : undefined;
      const order = known ?? risingOrder(xs);
      if (present.length === rows.length) orders.set(name, order);
      const shared = present.length === answered.length ? ofAll() : of(present);
      return { outcome: shared, rows: present, xs, order, answered: answered.length };
    };
    return Object.fromEntries(names.map((name) => [name, columnOf(name)]));
  };
}

function outcomeOf(index: DyadIndex, ys: Float64Array): Outcome {
  return {
    index,
    ys,
    yes: Array.from(ys, (y) => y === 1),
    order: once(() => risingOrder(ys)),
    centred: once(() => doubleCentred(index, ys)),
  };
}

function once<T>(compute: () => T): () => T {
  let held: { value: T } | undefined;
  return () => (held ??= { value: compute() }).value;
}
