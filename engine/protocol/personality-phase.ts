import { HarmoniaError } from '../../foundation/errors.ts';
import { requireConsent } from '../privacy/consent.ts';
import type { UserId } from '../ports/participants.ts';
import type { QuestionnaireAnswer } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { InstrumentShelf } from '../personality/instrument-shelf.ts';
import { questionOrder } from '../personality/question-order.ts';
import { scoreAnswers } from '../personality/score-answers.ts';
import { instrumentOf, instrumentOfCohort } from './instrument-of-cohort.ts';
import { openPhase, requireOpen, sealPhase } from './phases.ts';
import type { Digest } from './seal-digest.ts';

/**
 * Opens phase 2 with the questionnaire of the participant's cohort, and draws the order of questions once (invariant 8).
 * Opening twice changes nothing.
 * @throws HarmoniaError `consent-missing`, `phase-closed` while phase 1 is not sealed.
 */
export async function openPersonalityPhase(
  uow: UnitOfWork,
  input: { userId: UserId; instruments: InstrumentShelf; now: Date },
): Promise<void> {
  if (await uow.phases.presentation(input.userId, 'personality')) return;
  await requireConsent(uow, input.userId, 'personality');
  const participant = await uow.participants.byUser(input.userId);
  if (!participant) throw new HarmoniaError('not-found', 'there is no such participant');
  const instrument = await instrumentOfCohort(uow, input.instruments, participant.cohortId);
  await openPhase(uow, {
    userId: input.userId,
    phase: 'personality',
    instrumentVersion: instrument.version,
    now: input.now,
  });
  const seed = `personality:${input.userId}`;
  const items = questionOrder(instrument, seed).map((id) => ({ id, repeat: false }));
  await uow.phases.savePresentation(input.userId, 'personality', { seed, items });
}

/** Stores one answer; it may be changed until the phase is sealed. */
export async function answerQuestion(
  uow: UnitOfWork,
  userId: UserId,
  answer: QuestionnaireAnswer,
): Promise<void> {
  await requireConsent(uow, userId, 'personality');
  await requireOpen(uow, userId, 'personality');
  await uow.personality.saveAnswer(userId, answer);
}

/**
 * Scores and seals phase 2, with the questionnaire that was noted when it was opened. Careless or fast answers flag the
 * record; none is dropped (invariant 9).
 * @throws HarmoniaError `phase-incomplete` while a statement has no answer.
 */
export async function sealPersonalityPhase(
  uow: UnitOfWork,
  digest: Digest,
  input: { userId: UserId; instruments: InstrumentShelf; now: Date },
): Promise<void> {
  await requireOpen(uow, input.userId, 'personality');
  const instrument = await instrumentOf(uow, input.instruments, input.userId);
  const answers = await uow.personality.answers(input.userId);
  const values = new Map(answers.map(({ itemId, value }) => [itemId, value]));
  const shown = (await uow.phases.presentation(input.userId, 'personality'))?.items ?? [];
  if (shown.length === 0 || !shown.every(({ id }) => values.has(id)))
    throw new HarmoniaError('phase-incomplete', 'not every statement is answered');
  const dwell = new Map(
    answers.flatMap(({ itemId, dwellMs }) => (dwellMs === null ? [] : [[itemId, dwellMs] as const])),
  );
  const { traits, flags } = scoreAnswers(instrument, values, dwell);
  const snapshot = personalitySnapshot(instrument.version, answers);
  await uow.personality.saveScores(input.userId, traits, { ...snapshot, flags });
  await sealPhase(uow, digest, {
    userId: input.userId,
    phase: 'personality',
    snapshot,
    flags,
    now: input.now,
  });
}

/** What phase 2 is sealed over: the version of the instrument, and the answer to each statement by its id. */
export const personalitySnapshot = (
  instrument: string,
  answers: readonly QuestionnaireAnswer[],
): { instrument: string; answers: Record<string, number> } => ({
  instrument,
  answers: Object.fromEntries(answers.map(({ itemId, value }) => [itemId, value])),
});
