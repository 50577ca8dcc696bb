import { currentStep, readJourney, type Step } from '../../engine/protocol/journey.ts';
import { profilesOf } from '../../engine/protocol/reveal.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { participantOf, type Turn } from './turn.ts';

/** Where a participant stands: the stage, and how many of its items are answered. */
export interface Whereabouts {
  step: Step;
  done: number;
  total: number;
}

/** Reads the stage and counts the answers in it. `done` and `total` are 0 for a stage without items. */
export async function whereabouts(turn: Turn, study: Pick<Study, 'instruments'>): Promise<Whereabouts> {
  const participant = participantOf(turn);
  const step = currentStep(await readJourney(turn.uow, participant));
  const { userId } = participant;
  if (step === 'calibration') {
    const items = (await turn.uow.phases.presentation(userId, 'visual'))?.items ?? [];
    return { step, done: (await turn.uow.visual.ratings(userId)).length, total: items.length };
  }
  if (step === 'questionnaire') {
    const items = (await turn.uow.phases.presentation(userId, 'personality'))?.items ?? [];
    const shown = new Set(items.map(({ id }) => id));
    const answered = (await turn.uow.personality.answers(userId)).filter(({ itemId }) => shown.has(itemId));
    const { instrument } = study.instruments.current();
    // All questionnaires have the same number of questions, so the current one tells it before the first is shown.
    const total = items.length || instrument.items.length + instrument.attentionChecks.length;
    return { step, done: answered.length, total };
  }
  if (step === 'profiles') {
    const profiles = await profilesOf(turn.uow, participant);
    return {
      step,
      done: profiles.filter(({ outcome }) => outcome?.wouldMeet != null).length,
      total: profiles.length,
    };
  }
  return { step, done: 0, total: 0 };
}

/** The stage and the place as a sentence, such as "question 7 of 44". */
export function placeInWords({ t }: Turn, { step, done, total }: Whereabouts): string {
  return total > 0
    ? t('place-counted', { stage: t(`stage-${step}`), at: Math.min(done + 1, total), total })
    : t(`stage-${step}`);
}
