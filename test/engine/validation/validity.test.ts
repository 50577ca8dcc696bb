import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../foundation/random.ts';
import { calibration } from '../../../engine/validation/calibration.ts';
import { cellOf, suppressSmallCells } from '../../../engine/validation/small-cell.ts';
import { validity, type Answer, type Prediction } from '../../../engine/validation/validity.ts';

/** A pilot in which only the visual phase has anything to do with the answers. */
function pilot(people: number, views = 6): { answers: Answer[]; predictions: Prediction[] } {
  const random = createRandom(`pilot-${people}`);
  const answers: Answer[] = [];
  const predictions: Prediction[] = [];
  for (let person = 0; person < people; person++) {
    for (let step = 1; step <= views / 2; step++) {
      for (const [from, to] of [
        [person, (person + step) % people],
        [(person + step) % people, person],
      ] as const) {
        const visual = 100 * random.next();
        const wtm = Math.min(7, Math.max(1, Math.round(4 + (visual - 50) / 15 + random.normal())));
        const [viewer, shown] = [`p${from}`, `p${to}`];
        const phases = { visual, personality: 100 * random.next(), biological: step === 1 ? null : 50 };
        predictions.push({ viewer, shown, directed: visual, mutual: visual, phases });
        answers.push({ viewer, shown, wtm, wouldMeet: wtm > 4 });
      }
    }
  }
  return { answers, predictions };
}

describe('the validity of a pilot', () => {
  const { answers, predictions } = pilot(100);
  const result = validity(answers, predictions);

  test('finds the phase that carries the prediction and shows the others at chance', () => {
    expect(result).toMatchObject({ people: 100, answers: 600 });
    expect(result.wouldMeet.value!.estimate).toBeGreaterThan(0.85);
    expect(result.byPhase.visual.value).toEqual(result.wouldMeet.value);
    const [low, high] = result.byPhase.personality.value!.interval!;
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    // All its scores are equal: nothing is ordered, and no interval is invented.
    expect(result.byPhase.biological).toEqual({ value: null, reason: 'undefined' });
    expect(result.wtmRank.value!.estimate).toBeGreaterThan(0.7);
    expect(result.wtmLinear.value!.estimate).toBeGreaterThan(0.7);
    expect(result.mutualYes.value!.rows).toBe(300);
    expect(result.exposureGini.value).toBeCloseTo(0, 10);
  });

  test('shows a rate of yes that rises from bin to bin', () => {
    const rates = result.calibration.map((cell) => cell.value!.rate);
    expect(rates).toHaveLength(5);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  });

  test('is the same whatever the order of rows', () => {
    const shuffle = createRandom('order');
    const again = validity(shuffle.shuffle(answers), shuffle.shuffle(predictions));
    expect(again.wouldMeet.value!.estimate).toBeCloseTo(result.wouldMeet.value!.estimate, 12);
    expect(again.calibration).toHaveLength(5);
    expect(validity(answers, predictions)).toEqual(result);
  });

  test('leaves out what is not answered or was not predicted', () => {
    const partial = answers.map((answer, index) =>
      index % 2 === 0 ? { ...answer, wtm: null, wouldMeet: null } : answer,
    );
    const stranger = { viewer: 'x', shown: 'y', wtm: 7, wouldMeet: true };
    const summary = validity([...partial, stranger], predictions);
    expect(summary.answers).toBe(600);
    expect(summary.wouldMeet.value!.rows).toBe(300);
  });

  test('withholds every figure of nine people and says why', () => {
    const few = pilot(9);
    const summary = validity(few.answers, few.predictions);
    const tooFew = { value: null, reason: 'too-few-people' };
    expect([summary.wouldMeet, summary.wtmRank, summary.byPhase.visual, summary.exposureGini]).toEqual([
      tooFew,
      tooFew,
      tooFew,
      tooFew,
    ]);
    for (const cell of summary.calibration) expect(cell).toEqual(tooFew);
    expect(validity([], [])).toMatchObject({ people: 0, answers: 0, calibration: [] });
  });

  test('names a figure that does not exist: everybody said yes', () => {
    const agreed = answers.map((answer) => ({ ...answer, wouldMeet: true }));
    expect(validity(agreed, predictions).wouldMeet).toEqual({
      value: null,
      reason: 'undefined',
    });
  });
});

describe('calibration', () => {
  test('never splits equal scores and counts people, not answers', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      score: index < 40 ? 50 : 80,
      yes: index % 2 === 0,
      viewer: `r${index % 20}`,
      shown: `s${index % 30}`,
    }));
    const bins = calibration(rows).map((cell) => cell.value!);
    expect(bins.map(({ from, to, rows: count, people }) => [from, to, count, people])).toEqual([
      [50, 50, 40, 20],
      [80, 80, 20, 20],
    ]);
    expect(calibration(rows.map((row) => ({ ...row, viewer: 'one' })))[0]).toEqual({
      value: null,
      reason: 'too-few-people',
    });
  });

  test('gives a share an interval that is no narrower than independent answers would give', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      score: 50,
      yes: index % 3 === 0,
      viewer: `v${index}`,
      shown: `s${index}`,
    }));
    const { rate, interval } = calibration(rows)[0]!.value!;
    const half = 1.96 * Math.sqrt((rate * (1 - rate)) / 60);
    expect(interval![1] - interval![0]).toBeGreaterThan(1.99 * half);
    // The answers about one person agree: the interval must be wider.
    const agreeing = rows.map((row, index) => ({ ...row, shown: `s${index % 12}`, yes: index % 12 < 4 }));
    const wider = calibration(agreeing)[0]!.value!.interval!;
    expect(wider[1] - wider[0]).toBeGreaterThan(1.5 * (interval![1] - interval![0]));
  });
});

describe('small cells', () => {
  const shown = (parts: number[]): (number | null)[] =>
    suppressSmallCells(parts.map((people) => ({ people }))).map(({ value }) => value?.people ?? null);

  test('are withheld, together with the part that would betray them', () => {
    expect(shown([40, 12, 9])).toEqual([40, null, null]);
    expect(shown([40, 6, 9])).toEqual([40, null, null]);
    expect(shown([40, 20])).toEqual([40, 20]);
    expect(shown([40, 0, 20])).toEqual([40, 0, 20]);
    expect(shown([3])).toEqual([null]);
  });

  test('count a person once who is in several withheld parts', () => {
    // The same six people in both small parts: with twelve entries they are still six people.
    const parts = [6, 6, 15, 40].map((people, part) => ({ people, part }));
    const membersOf = ({ people, part }: (typeof parts)[number]): string[] =>
      Array.from({ length: people }, (_, at) => (part < 2 ? `p${at}` : `q${part}-${at}`));
    expect(suppressSmallCells(parts, membersOf).map(({ reason }) => reason)).toEqual([
      'too-few-people',
      'too-few-people',
      'protects-another-cell',
      undefined,
    ]);
    expect(suppressSmallCells(parts).map(({ reason }) => reason)[2]).toBeUndefined();
  });

  test('can never be derived: what is hidden is nothing or at least ten people, unless all is hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (parts) => {
        const visible = shown(parts);
        for (const people of visible)
          if (people !== null && people > 0) expect(people).toBeGreaterThanOrEqual(10);
        const hidden = parts.filter((_, index) => visible[index] === null);
        const total = hidden.reduce((sum, people) => sum + people, 0);
        if (hidden.length > 0 && parts.some((people) => people >= 10))
          expect(total).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  test('withhold a single figure below ten people', () => {
    expect(cellOf(9, () => 1)).toEqual({ value: null, reason: 'too-few-people' });
    expect(cellOf(10, () => 1)).toEqual({ value: 1 });
    expect(cellOf(10, () => null)).toEqual({ value: null, reason: 'undefined' });
  });
});
