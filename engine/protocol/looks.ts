import type { Cohort, Look } from '../ports/cohorts.ts';

/** A look as the pre-registration announces it. */
export interface RegisteredLook {
  /** From 1. */
  number: number;
  /** The look opens when this share of the viewers has closed their answers, 0–1. */
  share: number;
  /** What the estimate must exceed, as a quantile of the normal distribution. */
  boundary: number;
}

/** Whether figures that depend on outcomes may be shown, and what comes next. */
export type LookState =
  /** The cohort was frozen by a version that registered no looks: its figures may be shown, as exploratory ones. */
  | { kind: 'unregistered' }
  /** No look was opened so far: response rates only. */
  | { kind: 'before'; next: RegisteredLook; of: number }
  /** The figures of this look may be shown, and no others until the next one opens. */
  | { kind: 'open'; look: Look; next: RegisteredLook | undefined; of: number };

/** The looks that the pre-registration of a cohort announces; undefined when it announces none. */
export function registeredLooks({
  preregistration,
}: Pick<Cohort, 'preregistration'>): RegisteredLook[] | undefined {
  const analysis = preregistration?.['analysis'] as
    { looks: { shares: number[]; boundaries: number[] } } | undefined;
  return analysis?.looks.shares.map((share, index) => ({
    number: index + 1,
    share,
    boundary: analysis.looks.boundaries[index]!,
  }));
}

/** The state of the looks: pure, from what was registered and what was opened. */
export function lookState(
  registered: readonly RegisteredLook[] | undefined,
  opened: readonly Look[],
): LookState {
  if (registered === undefined || registered.length === 0) return { kind: 'unregistered' };
  const look = opened.at(-1);
  const next = registered.find(({ number }) => number > (look?.number ?? 0));
  const of = registered.length;
  return look ? { kind: 'open', look, next, of } : { kind: 'before', next: next!, of };
}

/** How many viewers have closed their answers. */
export interface Response {
  viewers: number;
  closedViewers: number;
}

/**
 * The look that is to be opened now: the furthest one whose share is reached, or the last one when the cohort is closed.
 * Looks before it that were not opened are overtaken and never take place.
 */
export function dueLook(
  registered: readonly RegisteredLook[] | undefined,
  opened: readonly Look[],
  { viewers, closedViewers, isClosed }: Response & { isClosed: boolean },
): RegisteredLook | undefined {
  const last = opened.at(-1)?.number ?? 0;
  return registered?.findLast(
    ({ number, share }) =>
      number > last &&
      // A product instead of a quotient: 7 of 10 is .7 in floating point, and 70 % of 10 is 7.
      ((isClosed && number === registered.length) ||
        (viewers > 0 && closedViewers + rounding >= share * viewers)),
  );
}

const rounding = 1e-9;
