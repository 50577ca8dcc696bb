import { answerLanguage, type AnswerLanguage } from '../personality/answer-language.ts';
import { cronbachAlpha, type Reliability } from '../personality/cronbach-alpha.ts';
import type { Instrument } from '../personality/instrument.ts';
import { sins } from '../personality/sins.ts';
import type { CohortId, UserId } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Figure } from '../validation/dyadic-interval.ts';
import { retestOf, shareOfPeople, type StudyReliability, type SwipePair } from '../validation/reliability.ts';
import { smallestCell, suppressSmallCells } from '../validation/small-cell.ts';
import { missing, type Told } from '../validation/told.ts';
import { repeatedSwipes } from '../visual/test-retest.ts';

/** The sealed answers and swipes of the people of a cohort who agreed to research use. */
export interface ReliabilityInput {
  people: number;
  /** Answers of one person each: item id → 1–5. */
  records: Map<string, number>[];
  swipes: SwipePair[][];
  /** For each person of `records` the language in which the statements were read; null where it is not known. */
  languages: (AnswerLanguage | null)[];
  /** For each person of `records` whether an attention check was failed. */
  failed: boolean[];
}

/**
 * Reads what reliability is computed from. Answers to another version of the questionnaire are left out. Nothing here depends on
 * an outcome, so it may be shown before a look.
 * @param instrument the one that this cohort answered
 */
export async function reliabilityInput(
  uow: UnitOfWork,
  { cohortId, instrument }: { cohortId: CohortId; instrument: Pick<Instrument, 'version'> },
): Promise<ReliabilityInput> {
  const agreed = [...(await uow.consents.granting(cohortId, 'research'))];
  const phases = await uow.phases.ofUsers(agreed);
  const answers = await uow.personality.answersOf(cohortId);
  const ratings = await uow.visual.ratingsOf(cohortId);
  const measured = (userId: UserId, phase: Phase): PhaseRecord | undefined => {
    const record = phases.get(userId)?.get(phase);
    return record?.sealedAt && !record.missing ? record : undefined;
  };
  const rated = agreed.filter((userId) => measured(userId, 'visual'));
  const answered = agreed.filter(
    (userId) => measured(userId, 'personality')?.instrumentVersion === instrument.version,
  );
  return {
    people: new Set([...rated, ...answered]).size,
    records: answered.map(
      (userId) => new Map((answers.get(userId) ?? []).map(({ itemId, value }) => [itemId, value])),
    ),
    languages: answered.map((userId) => answerLanguage(answers.get(userId) ?? [])),
    swipes: rated.map((userId) => repeatedSwipes(ratings.get(userId) ?? [])),
    failed: answered.map((userId) => measured(userId, 'personality')!.flags.includes('attention-failed')),
  };
}

/** How reliable the questionnaire and the swipes are. The bootstraps take about a second for 100 people. */
export function studyReliability(
  { people, records, languages, swipes, failed }: ReliabilityInput,
  { instrument, seed }: { instrument: Instrument; seed: string },
): StudyReliability {
  const alphasOf = (own: readonly Map<string, number>[], seedOf: string) => {
    const alphas = cronbachAlpha(instrument, own, { seed: seedOf });
    return sins.map((trait) => ({ trait, alpha: toldAlpha(alphas[trait]) }));
  };
  const groups = [...Map.groupBy(records.keys(), (at) => languages[at] ?? null)]
    .toSorted(([one], [other]) => (one ?? '\uFFFF').localeCompare(other ?? '\uFFFF'))
    .map(([language, places]) => ({ language, places, people: places.length }));
  const cells = groups.length < 2 ? [] : suppressSmallCells(groups);
  return {
    people,
    alphas: alphasOf(records, seed),
    byLanguage: cells.map((cell, index) => {
      const { language, places } = groups[index]!;
      if (cell.value === null) return { language, alphas: cell };
      const own = places.map((at) => records[at]!);
      return {
        language,
        alphas: { value: { people: own.length, alphas: alphasOf(own, `${seed}:${language}`) } },
      };
    }),
    retest: retestOf(swipes, { seed }),
    attentionFailed: shareOfPeople(failed),
  };
}

function toldAlpha({ alpha, interval, people }: Reliability): Told<Figure> {
  if (people === 0) return missing('no-answers');
  if (people < smallestCell) return missing('too-few-people');
  if (alpha === null) return missing('answers-equal');
  return { value: { estimate: alpha, interval, standardError: null, degrees: null, n: people } };
}
