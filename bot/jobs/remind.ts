import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { answersOver } from '../../engine/protocol/cohort-end.ts';
import { journeyOf } from '../../engine/protocol/kit-journey.ts';
import type { KitState } from '../../engine/protocol/kit-states.ts';
import {
  closeReminders,
  countReminder,
  reminderDue,
  type ReminderPlan,
  silentParticipants,
} from '../../engine/protocol/reminders.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import { reminderButtons, zoneQuestion } from '../turn/reminder-buttons.ts';
import { participantOf, type Turn } from '../turn/turn.ts';
import { placeInWords, type Whereabouts, whereabouts } from '../turn/whereabouts.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Reminds every participant for whom a reminder is due; buttons put the next one off or switch reminders off. With a
 * cohort: an admin asked for it, so one day of silence is enough, and the admin's chat gets the number. Also notes what
 * followed earlier reminders.
 */
export async function remind(deps: JobDeps, { cohortId, replyTo }: Jobs['remind']): Promise<void> {
  const { study, clock, transactions, bot } = deps;
  const plan = cohortId === undefined ? study : askedFor(study);
  const silent = await transactions.transact(async (uow) => {
    await closeReminders(uow, clock.now());
    return silentParticipants(uow, { ...plan, now: clock.now() });
  });
  let reminded = 0;
  for (const { chatId, cohortId: own } of silent)
    if (chatId && (cohortId === undefined || own === cohortId))
      reminded += Number(await remindIn(deps, chatId, plan));
  if (replyTo === undefined) return;
  await bot.intake.inChat(replyTo as ChatId, async (turn) => {
    const cohort = cohortId && (await turn.uow.cohorts.byId(cohortId as CohortId));
    if (turn.staff?.role !== 'admin' || !cohort) return;
    turn.say(
      aboutCohort(cohort, turn.t('remind-done', { count: reminded, most: study.reminderDays.length })),
    );
  });
}

/** As many reminders as the study's own, each after one day of silence. */
const askedFor = ({ reminderDays, timeZone }: ReminderPlan): ReminderPlan => ({
  reminderDays: reminderDays.map((_, index) => index + 1),
  timeZone,
});

/** Reminds one chat if it is due; true when it was. */
async function remindIn(
  { bot, study }: JobDeps,
  chatId: ChatId,
  { reminderDays, timeZone }: ReminderPlan,
): Promise<boolean> {
  let sent = false;
  await bot.intake.inChat(chatId, async (turn) => {
    sent = false;
    const { participant, now } = turn;
    if (!participant) return;
    const place = await whereabouts(turn, study);
    if (await timeIsOver(turn)) return;
    const kit = place.step === 'lab' ? await journeyOf(turn.uow, participant.userId) : undefined;
    if (kit && hasNothingToDo.has(kit.state)) return;
    const reachable = turn.chat.unreachableSince === null;
    const facts = { participant, step: place.step, reachable };
    if (!reminderDue(facts, { reminderDays, timeZone, now })) return;
    await countReminder(turn.uow, participant, { step: place.step, now });
    sayReminder(turn, study, { place, kit: kit?.state });
    sent = true;
  });
  return sent;
}

/** States of a kit in which the laboratory or the mail is next. */
const hasNothingToDo: ReadonlySet<KitState> = new Set(['sent', 'received', 'repeat']);

function sayReminder(
  turn: Turn,
  study: Study,
  { place, kit }: { place: Whereabouts; kit: KitState | undefined },
): void {
  const asked = zoneQuestion(turn, study);
  const sent = participantOf(turn).remindersSent + 1;
  const number = sent < study.reminderDays.length ? sent : 'last';
  turn.say(
    [
      turn.t('reminder', { number, place: placeInWords(turn, place) }),
      ...(place.step === 'lab' ? [turn.t('reminder-kit', { state: kit ?? 'issued' })] : []),
      ...asked.text,
    ].join('\n\n'),
    [...reminderButtons(turn, study), ...asked.buttons],
  );
}

/** True for a participant of a cohort that is closed and takes no late answers any more: there is nothing to do. */
async function timeIsOver({ uow, participant, now }: Turn): Promise<boolean> {
  const cohort = participant && (await uow.cohorts.byId(participant.cohortId));
  return cohort !== undefined && answersOver(cohort, now);
}
