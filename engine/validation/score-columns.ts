import { risingOrder } from './auc.ts';
import { type DyadIndex, indexDyads } from './dyad-index.ts';
import { doubleCentred } from './double-centred.ts';
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
export interface ScoreColumn {
  outcome: Outcome;
  /** The rows, in the order of the columns. */
  rows: readonly JudgedDyad[];
  xs: Float64Array;
  /** The rows by rising x. */
  order: Uint32Array;
}

export type OutcomeColumns = Record<'wouldMeet' | 'wtm', Record<string, ScoreColumn>>;

/**
 * For each score the rows that have it and an outcome. Scores that miss nothing share the plan and the outcome's columns;
 * where every row has both outcomes, these share the plan and the order of the scores too.
 */
export function scoreColumns(rows: readonly JudgedDyad[], names: readonly string[]): OutcomeColumns {
  const whole = once(() => indexDyads(rows));
  const orders = new Map<string, Uint32Array>();
  const of = (outcome: (row: JudgedDyad) => number | null): Record<string, ScoreColumn> => {
    const answered = rows.filter((row) => outcome(row) !== null);
    const indexOf = (present: readonly JudgedDyad[]): DyadIndex =>
      present.length === rows.length ? whole() : indexDyads(present);
    const ofAll = once(() => outcomeOf(indexOf(answered), answered, outcome));
    return Object.fromEntries(
      names.map((name) => {
        const present = answered.filter(({ scores }) => scores[name] != null);
        const isWhole = present.length === rows.length;
        const xs = Float64Array.from(present, ({ scores }) => scores[name]!);
        const order = (isWhole ? orders.get(name) : undefined) ?? risingOrder(xs);
        if (isWhole) orders.set(name, order);
        const shared = present.length === answered.length;
        return [
          name,
          {
            outcome: shared ? ofAll() : outcomeOf(indexOf(present), present, outcome),
            rows: present,
            xs,
            order,
          },
        ];
      }),
    );
  };
  return {
    wouldMeet: of(({ wouldMeet }) => (wouldMeet === null ? null : Number(wouldMeet))),
    wtm: of(({ wtm }) => wtm),
  };
}

function outcomeOf(
  index: DyadIndex,
  rows: readonly JudgedDyad[],
  outcome: (row: JudgedDyad) => number | null,
): Outcome {
  const ys = Float64Array.from(rows, (row) => outcome(row)!);
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
