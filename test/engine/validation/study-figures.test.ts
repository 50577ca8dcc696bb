import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { boundaryAt } from '../../../engine/validation/looks.ts';
import { simulateCohort } from '../../../engine/validation/simulate-cohort.ts';
import { studyFigures } from '../../../engine/validation/study-figures.ts';
import type { PersonGroups, StudyRow } from '../../../engine/validation/study-row.ts';

/** A cohort in which only what is seen moves willingness; women are p0 to p(n/2 − 1). */
function cohort(people: number): StudyRow[] {
  const random = createRandom(`study ${people}`);
  const { rows } = simulateCohort({
    people,
    perPerson: 6,
    seed: `study ${people}`,
    scores: {
      visual: { effect: 0.6 },
      consensus: { effect: 0.3, partnerShare: 1 },
      personality: { symmetric: true, partnerShare: 0.5 },
      biological: { symmetric: true, partnerShare: 0.3 },
    },
  });
  const percentile = (deviate: number): number => 100 / (1 + Math.exp(-1.7 * deviate));
  const groupsOf = (person: string): PersonGroups => {
    const number = Number(person.slice(1));
    return {
      sex: number < people / 2 ? 'female' : 'male',
      ageBand: number % 3 === 0 ? '18–24' : '25–34',
      language: number % 20 === 0 ? 'es' : 'en',
    };
  };
  return rows.map((row, at): StudyRow => {
    const scores = Object.fromEntries(
      Object.entries(row.scores).map(([name, deviate]) => [name, percentile(deviate!)]),
    );
    const directed = 0.4 * scores['visual']! + 0.3 * scores['personality']! + 0.3 * scores['biological']!;
    const asked = at % 5 === 0;
    return {
      ...row,
      scores: { directed, mutual: directed, ...scores },
      kind: at % 4 < 2 ? 'high' : 'range',
      actorGroups: groupsOf(row.actor),
      partnerGroups: groupsOf(row.partner),
      followUp: asked
        ? { met: random.next() > 0.3, again: row.wtm, would: row.wouldMeet, alike: 1 + random.integer(7) }
        : null,
    };
  });
}

const rows = cohort(100);
const figures = studyFigures(rows, { seed: '1', permutations: 199, unmetCapacity: 3 });
const of = (name: string) => figures.scores[name]!;

describe('the figures of a study', () => {
  test('are counted, and are all there for a cohort that misses nothing', () => {
    expect(figures).toMatchObject({ people: 100, viewers: 100, answers: 600, z: null, unmetCapacity: 3 });
    expect(Object.keys(figures.scores).toSorted()).toEqual([
      'biological',
      'consensus',
      'directed',
      'mutual',
      'personality',
      'visual',
    ]);
    for (const score of Object.values(figures.scores))
      for (const told of [
        score.auc,
        score.withinRaterAuc,
        score.spearman,
        score.permutation,
        score.brier,
        score.uplift,
      ])
        expect(told.reason).toBeUndefined();
    expect(JSON.stringify(figures)).not.toMatch(/NaN|Infinity/);
  });

  test('find the score that carries the prediction, and the controls at chance within every kind of pair', () => {
    expect(of('visual').auc.value!.interval![0]).toBeGreaterThan(0.5);
    expect(of('visual').permutation.value!.p).toBeLessThan(0.02);
    expect(of('personality').permutation.value!.p).toBeGreaterThan(0.05);
    expect(figures.controls).toHaveLength(8);
    for (const { auc } of figures.controls.filter(({ within }) => within !== 'language-and-age-band')) {
      expect(auc.value!.interval![0]).toBeLessThan(0.5);
      expect(auc.value!.interval![1]).toBeGreaterThan(0.5);
    }
    const [all, language] = figures.controls;
    expect(language!.auc.value!.n).toBeLessThan(all!.auc.value!.n);
  });

  test('compare each step of evidence on the same answers', () => {
    const [taste, personality, biology] = figures.increments;
    expect(taste!.difference.value!.estimate).toBeCloseTo(taste!.with.value! - taste!.without.value!, 12);
    expect(personality!.with.value).toBe(biology!.without.value);
    expect(biology!.with.value).toBeCloseTo(of('directed').auc.value!.estimate, 12);
    // What has no effect dilutes what has one.
    expect(personality!.difference.value!.estimate).toBeLessThan(0);
  });

  test('score chances calibrated on other viewers: a gain for what predicts, none for what does not', () => {
    const { score, ofBaseRate, gain, skill } = of('visual').brier.value!;
    expect(gain.estimate).toBeCloseTo(ofBaseRate - score, 12);
    expect(skill).toBeCloseTo(1 - score / ofBaseRate, 12);
    expect(gain.interval![0]).toBeGreaterThan(0);
    expect(of('biological').brier.value!.gain.interval![0]).toBeLessThan(0);
  });

  test('show calibration by fifths, and never that of consensus', () => {
    expect(of('visual').calibration).toHaveLength(5);
    expect(of('consensus').calibration).toEqual([]);
  });

  test('compare the top fifth with pairs from the whole range', () => {
    const { top, range, difference, ratio, topAnswers, rangeAnswers } = of('visual').uplift.value!;
    expect([topAnswers, rangeAnswers]).toEqual([120, 300]);
    expect(difference.estimate).toBeCloseTo(top - range, 12);
    expect(ratio).toBeCloseTo(top / range, 12);
    expect(difference.interval![0]).toBeGreaterThan(0);
  });

  test('say how evenly people were shown beside what the numbers of the sexes allow', () => {
    expect(figures.exposure.value).toEqual({ gini: 0, lowest: 0, people: 100, neverShown: 0 });
    const everyone = [...Array(110).keys()].map((at) => ({
      person: `p${at}`,
      sex: at < 50 ? 'female' : 'male',
    }));
    const uneven = studyFigures(rows, { seed: '1', permutations: 0, everyone }).exposure.value!;
    expect(uneven).toMatchObject({ people: 110, neverShown: 10 });
    // 300 views of 50 women and 300 of 60 men at best; in fact ten men were shown to no one.
    expect(uneven.lowest).toBeCloseTo(1 / 22, 12);
    expect(uneven.gini).toBeCloseTo(1 / 11, 12);
  });

  test('are told by group, and a group under ten people is withheld with what would betray it', () => {
    const [sex, age, language] = figures.fairness;
    const women = sex!.viewers.value![0]!.value!;
    expect(sex!.viewers.value![0]).toMatchObject({ group: 'female', value: { people: 50, answers: 300 } });
    expect(women.auc.value!.interval![0]).toBeGreaterThan(0.4);
    expect(Math.abs(women.residual.value!.estimate)).toBeLessThan(0.2);
    expect(age!.shown.value!.map((cell) => cell.value?.people)).toEqual([34, 66]);
    expect(language!.viewers.value).toEqual([
      { group: expect.any(String), value: null, reason: 'protects-another-cell' },
      { group: expect.any(String), value: null, reason: 'too-few-people' },
    ]);
  });

  test('judge the follow-up by each score, and call it exploratory under a hundred answers', () => {
    expect(figures.followUp).toMatchObject({ answers: 120, exploratory: false });
    expect(of('visual').auc.value!.n).toBe(600);
    const { would, again, met } = figures.followUp.scores['visual']!;
    expect([would.value!.n, again.value!.n, met.value!.n]).toEqual([120, 120, 120]);
    const fewer = studyFigures(
      rows.map((row, at) => (at > 400 ? { ...row, followUp: null } : row)),
      { seed: '1', permutations: 0 },
    );
    expect(fewer.followUp).toMatchObject({ answers: 81, exploratory: true });
  });

  test('have the repeated intervals of a look, and the same permutations for the same seed', () => {
    const early = studyFigures(rows, { seed: '1', permutations: 199, z: 2.963 });
    const [now, then] = [early.scores['visual']!.auc.value!, of('visual').auc.value!];
    expect(now.interval![1] - now.estimate).toBeCloseTo(
      boundaryAt(2.963, then.degrees!) * then.standardError!,
      12,
    );
    expect(early.scores['visual']!.permutation).toEqual(of('visual').permutation);
    expect(early.z).toBe(2.963);
  });
});

describe('figures that do not exist', () => {
  const withAll = (change: (row: StudyRow) => StudyRow) =>
    studyFigures(rows.map(change), { seed: '1', permutations: 19 });

  test.each([
    ['no answer', (row: StudyRow) => ({ ...row, wtm: null, wouldMeet: null }), 'no-answers'],
    ['only yes', (row: StudyRow) => ({ ...row, wtm: 7, wouldMeet: true }), 'answers-equal'],
    ['equal scores', (row: StudyRow) => ({ ...row, scores: { ...row.scores, visual: 50 } }), 'scores-equal'],
    ['no score', (row: StudyRow) => ({ ...row, scores: { ...row.scores, visual: null } }), 'no-scores'],
  ])('with %s say why', (_, change, reason) => {
    const changed = withAll(change);
    const visual = changed.scores['visual']!;
    for (const told of [visual.auc, visual.withinRaterAuc, visual.spearman, visual.permutation, visual.brier])
      expect(told).toEqual({ value: null, reason });
    expect(JSON.stringify(changed)).not.toMatch(/NaN|Infinity/);
  });

  test('for one rater, for no rows and for nine people are withheld', () => {
    const one = rows.filter(({ actor }) => actor === 'p0');
    const nine = rows.filter(({ actor }) => Number(actor.slice(1)) < 9);
    for (const few of [one, nine]) {
      const changed = studyFigures(few, { seed: '1', permutations: 19 });
      expect(changed.scores['visual']!.auc).toEqual({ value: null, reason: 'too-few-people' });
      expect(changed.srm).toEqual({ value: null, reason: 'too-few-people' });
      expect(changed.wouldMeetRate).toEqual({ value: null, reason: 'too-few-people' });
      expect(JSON.stringify(changed)).not.toMatch(/NaN|Infinity/);
    }
    const none = studyFigures([], { seed: '1', scores: ['visual'] });
    expect(none.scores['visual']!.auc).toEqual({ value: null, reason: 'no-answers' });
    expect(none.followUp.metRate).toEqual({ value: null, reason: 'no-answers' });
  });

  test('without groups, range pairs or permutations say so', () => {
    const bare = studyFigures(
      rows.map(({ actor, partner, wtm, wouldMeet, scores }) => ({ actor, partner, wtm, wouldMeet, scores })),
      { seed: '1', permutations: 0 },
    );
    expect(bare.fairness[0]!.viewers).toEqual({ value: null, reason: 'one-group' });
    expect(bare.controls[1]!.auc).toEqual({ value: null, reason: 'one-group' });
    expect(bare.scores['visual']!.uplift).toEqual({ value: null, reason: 'no-range-pairs' });
    expect(bare.scores['visual']!.permutation).toEqual({ value: null, reason: 'not-asked' });
    // Sexes are not known: the least exposure is that of people who could all be shown to each other.
    expect(bare.exposure.value!.lowest).toBe(0);
  });
});
