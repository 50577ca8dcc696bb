import { openFollowUps } from '../../engine/protocol/follow-up-answers.ts';
import { introductionsOf } from '../../engine/protocol/introductions.ts';
import { currentStep, readJourney, type Step } from '../../engine/protocol/journey.ts';
import { isAnswered, profilesOf } from '../../engine/protocol/reveal.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { participantOf, type Turn } from './turn.ts';

/** Where a participant stands: the stage, and how many of its items are answered. */
export interface Whereabouts {
  step: Step;
  done: number;
  total: number;
  /** Set while a follow-up waits for an answer; it is no step, because it comes and goes after the last one. */
  beside?: 'follow-up';
}

/** Reads the stage and counts the answers in it. `done` and `total` are 0 for a stage without items. */
export async function whereabouts(
  turn: Turn,
  study: Pick<Study, 'instruments' | 'followUpDays'>,
): Promise<Whereabouts> {
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
      done: profiles.filter(({ outcome }) => isAnswered(outcome)).length,
      total: profiles.length,
    };
  }
  const isBeside = step === 'report' && (await isAtFollowUp(turn, study));
  return { step, done: 0, total: 0, ...(isBeside && { beside: 'follow-up' }) };
}

/**
 * True when a follow-up is the next thing to answer. An introduction that waits for an answer comes first, because
 * another participant waits for it too.
 */
export async function isAtFollowUp(turn: Turn, study: Pick<Study, 'followUpDays'>): Promise<boolean> {
  const participant = participantOf(turn);
  const open = await openFollowUps(turn.uow, participant, { study, now: turn.now });
  if (open.length === 0) return false;
  const introductions = await introductionsOf(turn.uow, participant);
  return !introductions.some(({ mine, introduced }) => mine === null && !introduced);
}

/** The stage and the place as a sentence, such as "question 7 of 44". */
export function placeInWords({ t }: Turn, { step, done, total, beside }: Whereabouts): string {
  return total > 0
    ? t('place-counted', { stage: t(`stage-${step}`), at: Math.min(done + 1, total), total })
    : t(`stage-${beside ?? step}`);
}
