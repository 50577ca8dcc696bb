import { cronbachAlpha, type Reliability } from '../personality/cronbach-alpha.ts';
import type { Instrument } from '../personality/instrument.ts';
import { sins } from '../personality/sins.ts';
import type { CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Figure } from '../validation/dyadic-interval.ts';
import { retestOf, shareOfPeople, type StudyReliability, type SwipePair } from '../validation/reliability.ts';
import { smallestCell } from '../validation/small-cell.ts';
import { missing, type Told } from '../validation/told.ts';
import { repeatedSwipes } from '../visual/test-retest.ts';

/**
 * How reliable the questionnaire and the swipes of a cohort are: sealed phases of people who agreed to research use. Nothing here
 * depends on an outcome, so it may be shown before a look. The bootstraps take about a second for 100 people.
 * @param instrument the one that this cohort answered
 */
export async function studyReliability(
  uow: UnitOfWork,
  { cohortId, instrument, seed }: { cohortId: CohortId; instrument: Instrument; seed: string },
): Promise<StudyReliability> {
  const records: Map<string, number>[] = [];
  const swipes: SwipePair[][] = [];
  const failed: boolean[] = [];
  let people = 0;
  for (const { userId } of await uow.participants.ofCohort(cohortId)) {
    if (!(await uow.consents.current(userId)).get('research')?.granted) continue;
    const phases = await uow.phases.of(userId);
    const [visual, personality] = [phases.get('visual'), phases.get('personality')];
    const hasSwipes = Boolean(visual?.sealedAt && !visual.missing);
    const hasAnswers = Boolean(
      personality?.sealedAt && !personality.missing && personality.instrumentVersion === instrument.version,
    );
    if (hasSwipes || hasAnswers) people += 1;
    if (hasSwipes) swipes.push(repeatedSwipes(await uow.visual.ratings(userId)));
    if (!hasAnswers) continue;
    const answers = await uow.personality.answers(userId);
    records.push(new Map(answers.map(({ itemId, value }) => [itemId, value])));
    failed.push(personality!.flags.includes('attention-failed'));
  }
  const alphas = cronbachAlpha(instrument, records, { seed });
  return {
    people,
    alphas: sins.map((trait) => ({ trait, alpha: toldAlpha(alphas[trait]) })),
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
