import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { answersOver } from '../../engine/protocol/cohort-end.ts';
import { countReminder, reminderDue, silentParticipants } from '../../engine/protocol/reminders.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import { button, continueButton } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import { placeInWords, whereabouts } from '../turn/whereabouts.ts';
import type { JobDeps } from './job-deps.ts';

/** Days of silence before an admin's /remind reaches a participant; the study's own reminders wait longer. */
const askedForDays = 1;

/**
 * Reminds every participant for whom a reminder is due; a button switches reminders off. With a cohort: an admin asked
 * for it, so one day of silence is enough, and the admin's chat gets the number.
 */
export async function remind(deps: JobDeps, { cohortId, replyTo }: Jobs['remind']): Promise<void> {
  const { study, clock, transactions, bot } = deps;
  const reminderDays = cohortId === undefined ? study.reminderDays : askedForDays;
  const silent = await transactions.transact((uow) =>
    silentParticipants(uow, { now: clock.now(), reminderDays }),
  );
  let reminded = 0;
  for (const { chatId, cohortId: own } of silent)
    if (chatId && (cohortId === undefined || own === cohortId))
      reminded += Number(await remindIn(deps, chatId, reminderDays));
  if (replyTo === undefined) return;
  await bot.intake.inChat(replyTo as ChatId, async (turn) => {
    const cohort = cohortId && (await turn.uow.cohorts.byId(cohortId as CohortId));
    if (turn.staff?.role !== 'admin' || !cohort) return;
    turn.say(aboutCohort(cohort, turn.t('remind-done', { count: reminded })));
  });
}

/** Reminds one chat if it is due; true when it was. */
async function remindIn({ bot, study }: JobDeps, chatId: ChatId, reminderDays: number): Promise<boolean> {
  let sent = false;
  await bot.intake.inChat(chatId, async (turn) => {
    sent = false;
    const { participant, now } = turn;
    if (!participant) return;
    const place = await whereabouts(turn, study);
    if (await timeIsOver(turn)) return;
    const reachable = turn.chat.unreachableSince === null;
    if (!reminderDue({ participant, step: place.step, reachable }, { now, reminderDays })) return;
    await countReminder(turn.uow, participant, now);
    turn.say(turn.t('reminder', { place: placeInWords(turn, place) }), [
      [continueButton(turn.t)],
      [button(turn.t('reminders-stop'), 'reminders', '', 'off')],
    ]);
    sent = true;
  });
  return sent;
}

/** True for a participant of a cohort that is closed and takes no late answers any more: there is nothing to do. */
async function timeIsOver({ uow, participant, now }: Turn): Promise<boolean> {
  const cohort = participant && (await uow.cohorts.byId(participant.cohortId));
  return cohort !== undefined && answersOver(cohort, now);
}
