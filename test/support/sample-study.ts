import { sins } from '../../engine/personality/sins.ts';
import { exposureFigures } from '../../engine/validation/exposure-figures.ts';
import { spreadOf } from '../../engine/validation/exposure-spread.ts';
import { distributedScores, summarizeScores } from '../../engine/validation/score-distribution.ts';
import { simulateCohort } from '../../engine/validation/simulate-cohort.ts';
import { studyFigures } from '../../engine/validation/study-figures.ts';
import { retestOf, type StudyReliability } from '../../engine/validation/reliability.ts';
import type { PersonGroups, StudyRow } from '../../engine/validation/study-row.ts';
import { createRandom } from '../../foundation/random.ts';

/** A simulated cohort in which the face moves willingness and the other phases do not; women are p0 to p(n/2 − 1). */
export function sampleRows(people: number): StudyRow[] {
  const { rows } = simulateCohort({
    people,
    perPerson: Math.min(6, people / 2),
    seed: `sample ${people}`,
    scores: {
      visual: { effect: 0.5 },
      consensus: { effect: 0.3, partnerShare: 1 },
      personality: { symmetric: true, partnerShare: 0.5 },
      biological: { symmetric: true, partnerShare: 0.3 },
    },
  });
  const groupsOf = (person: string): PersonGroups => {
    const number = Number(person.slice(1));
    return {
      sex: number < people / 2 ? 'female' : 'male',
      ageBand: ['18–24', '25–34', '35–44'][number % 3]!,
      language: number % 20 === 0 ? 'es' : number % 3 === 1 ? 'ru' : 'en',
    };
  };
  return rows.map((row, at): StudyRow => {
    const scores = Object.fromEntries(
      Object.entries(row.scores).map(([name, deviate]) => [name, 100 / (1 + Math.exp(-1.7 * deviate!))]),
    );
    const directed = 0.4 * scores['visual']! + 0.3 * scores['personality']! + 0.3 * scores['biological']!;
    return {
      ...row,
      scores: { directed, mutual: directed, ...scores },
      kind: at % 4 < 2 ? 'high' : 'range',
      actorGroups: groupsOf(row.actor),
      partnerGroups: groupsOf(row.partner),
    };
  });
}

/** Everything that the pictures show, of a simulated cohort. */
export function sampleStudy(people: number) {
  const rows = sampleRows(people);
  const random = createRandom('sample');
  const views = rows.map(({ partner }) => ({ shown: partner })).filter(() => random.next() > 0.2);
  const everyone = Array.from({ length: people }, (_, person) => `p${person}`);
  const reliability: StudyReliability = {
    people,
    alphas: sins.map((trait, index) => {
      const estimate = 0.55 + 0.05 * index;
      const interval: [number, number] = [estimate - 0.12, estimate + 0.08];
      return {
        trait,
        alpha: { value: { estimate, interval, standardError: null, degrees: null, n: people } },
      };
    }),
    byLanguage: [],
    retest: retestOf(
      everyone.map(() =>
        Array.from({ length: 2 }, () => {
          const first = 1 + random.integer(4);
          return [first, Math.max(1, Math.min(4, first + random.integer(3) - 1))] as const;
        }),
      ),
      { seed: 'sample' },
    ),
    attentionFailed: { value: 0.06 },
  };
  return {
    figures: studyFigures(rows, { seed: 'sample', permutations: 99, unmetCapacity: 3 }),
    scores: distributedScores.map((score) =>
      summarizeScores(
        score,
        rows.map(({ actor, partner, scores }) => ({
          a: actor,
          b: partner,
          score:
            scores[score.replace('-raw', '')]! * (score.endsWith('-raw') ? 0.4 : 1) +
            (score.endsWith('-raw') ? 40 : 0),
        })),
      ),
    ),
    reliability,
    exposure: {
      figures: exposureFigures(rows),
      spread: spreadOf(views, everyone),
    },
  };
}
