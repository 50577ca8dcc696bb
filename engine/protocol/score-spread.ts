import { answerLanguage } from '../personality/answer-language.ts';
import type { Cohort, PairScore } from '../ports/cohorts.ts';
import type { UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type LanguageSpread, spreadByLanguage } from '../validation/language-spread.ts';
import {
  distributedScores,
  type ScoredPair,
  type ScoreSummary,
  summarizeScores,
} from '../validation/score-distribution.ts';

/** How the scores of a cohort are spread, and similarity also by the language in which the statements were read. */
export interface ScoreSpread {
  summaries: ScoreSummary[];
  byLanguage: LanguageSpread[];
}

/**
 * How each score is spread over the pairs of people who agreed to research use; undefined before scoring. No outcome is read.
 * Where only some pairs are kept it is what was computed when all were scored.
 */
export async function scoreSpread(uow: UnitOfWork, cohort: Cohort): Promise<ScoreSpread | undefined> {
  if (cohort.status !== 'scored' && cohort.status !== 'released') return undefined;
  if (cohort.scoreSpread) return cohort.scoreSpread as unknown as ScoreSpread;
  const scores = await uow.cohorts.pairScores(cohort.id);
  if (scores.length === 0) return undefined;
  const agreed = await uow.consents.granting(cohort.id, 'research');
  const known = scores.filter(({ a, b }) => agreed.has(a) && agreed.has(b));
  const pairsOf = (name: ScoreSummary['score']): ScoredPair[] =>
    known.flatMap((score) => {
      // Both directions are stored; of all scores only that of the face differs between them.
      if (name !== 'visual' && score.a > score.b) return [];
      const value = score[columnOf[name]];
      return value === null ? [] : [{ a: score.a, b: score.b, score: value }];
    });
  const answers = await uow.personality.answersOf(cohort.id);
  return {
    summaries: distributedScores.map((name) => summarizeScores(name, pairsOf(name))),
    byLanguage: spreadByLanguage(pairsOf('personality'), (person) => {
      const language = answerLanguage(answers.get(person as UserId) ?? []);
      return language === 'several' ? null : language;
    }),
  };
}

const columnOf = {
  visual: 'visual',
  personality: 'personality',
  biological: 'biological',
  'personality-raw': 'personalityRaw',
  'biological-raw': 'biologicalRaw',
  mutual: 'mutual',
} as const satisfies Record<ScoreSummary['score'], keyof PairScore>;
