import { describe, expect, test } from '@jest/globals';
import type { Look } from '../../../engine/ports/cohorts.ts';
import type { CohortId } from '../../../engine/ports/participants.ts';
import { analysisPlan } from '../../../engine/protocol/analysis-plan.ts';
import { dueLook, lookState, registeredLooks } from '../../../engine/protocol/looks.ts';

const registered = (...looks: number[]) =>
  registeredLooks({ preregistration: { analysis: analysisPlan({ looks, closeAfterDays: 28 }) } });
const opened = (number: number): Look => ({
  cohortId: 'c' as CohortId,
  number,
  share: 0.5,
  boundary: 2.96,
  viewers: 10,
  closedViewers: 5,
  openedAt: new Date(),
  figuresDigest: 'd',
});
const due = (
  looks: number[],
  closedViewers: number,
  { viewers = 10, isClosed = false, before = [] as number[] } = {},
): number | undefined =>
  dueLook(registered(...looks), before.map(opened), { viewers, closedViewers, isClosed })?.number;

describe('a registered look', () => {
  test('has the boundary of Lan and DeMets, O’Brien–Fleming type, as dyadic inference was checked with', () => {
    expect(registered(0.5, 1)).toEqual([
      { number: 1, share: 0.5, boundary: expect.closeTo(2.963, 2) },
      { number: 2, share: 1, boundary: expect.closeTo(1.969, 2) },
    ]);
    expect(registered(1)).toEqual([{ number: 1, share: 1, boundary: expect.closeTo(1.96, 2) }]);
  });

  test.each([[[0.5]], [[0.5, 0.5, 1]], [[0.2, 0.4, 0.6, 1]], [[]]])(
    'is refused with the shares %j',
    (shares) => {
      expect(() => analysisPlan({ looks: shares, closeAfterDays: 28 })).toThrow(/LOOKS/);
    },
  );

  test('opens when its share of the viewers has closed, not one viewer earlier', () => {
    expect(due([0.7, 1], 6)).toBeUndefined();
    expect(due([0.7, 1], 7)).toBe(1);
    expect(due([0.7, 1], 9, { before: [1] })).toBeUndefined();
    expect(due([0.7, 1], 10, { before: [1] })).toBe(2);
    expect(due([0.7, 1], 10, { before: [1, 2] })).toBeUndefined();
  });

  test('that is overtaken by a later one never takes place', () => {
    expect(due([0.3, 0.6, 1], 6)).toBe(2);
    expect(due([0.3, 0.6, 1], 6, { before: [2] })).toBeUndefined();
  });

  test('that is the last one opens at the close, with however few answers', () => {
    expect(due([0.5, 1], 1, { isClosed: true })).toBe(2);
    expect(due([1], 0, { isClosed: true, viewers: 0 })).toBe(1);
    expect(due([1], 0, { viewers: 0 })).toBeUndefined();
  });
});

describe('the state of the looks', () => {
  test('hides the figures before the first look, and names the one that comes next', () => {
    expect(lookState(registered(0.5, 1), [])).toMatchObject({ kind: 'before', next: { number: 1 }, of: 2 });
    expect(lookState(registered(0.5, 1), [opened(1)])).toMatchObject({
      kind: 'open',
      look: { number: 1 },
      next: { number: 2 },
    });
    expect(lookState(registered(0.5, 1), [opened(2)])).toMatchObject({ kind: 'open', next: undefined });
  });

  test('is "unregistered" for a cohort that was frozen before looks were registered', () => {
    expect(registeredLooks({ preregistration: { included: [] } })).toBeUndefined();
    expect(lookState(undefined, [])).toEqual({ kind: 'unregistered' });
  });
});
