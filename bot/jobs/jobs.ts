import type { ChatId } from '../../engine/ports/participants.ts';
import type { JobWorkers } from '../../engine/ports/unit-of-work.ts';
import { answersOver } from '../../engine/protocol/cohort-end.ts';
import { countReminder, reminderDue, silentParticipants } from '../../engine/protocol/reminders.ts';
import { introducedText } from '../dialogs/report.ts';
import { button } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import { placeInWords, whereabouts } from '../turn/whereabouts.ts';
import { analyseSelfie, giveUpOnSelfie } from './analyse-selfie.ts';
import { startCohortJobs } from './cohort-jobs.ts';
import { exportData } from './export-data.ts';
import { followUp } from './follow-up.ts';
import type { JobDeps } from './job-deps.ts';
import { plotFigures } from './plot-figures.ts';
import { renderReport } from './render-report.ts';

/** Starts the workers of the background jobs: work that takes too long for an update, or starts without one. */
export async function startJobs(workers: JobWorkers, deps: JobDeps): Promise<void> {
  const { bot, files } = deps;
  await workers.work(
    'analyse-selfie',
    { concurrency: 2, onGiveUp: (data) => giveUpOnSelfie(deps, data) },
    (data) => analyseSelfie(deps, data),
  );
  await startCohortJobs(workers, deps);
  // Drawing a PDF blocks the event loop for a tenth of a second, so only one is drawn at a time.
  await workers.work('render-report', { concurrency: 1 }, (data) => renderReport(deps, data));
  await workers.work('plot-figures', { concurrency: 1 }, (data) => plotFigures(deps, data));
  await workers.work('export-data', { concurrency: 1 }, (data) => exportData(deps, data));
  await workers.work('refresh-chat', { concurrency: 4 }, ({ chatId, sentence }) =>
    bot.refresh(chatId as ChatId, async (turn) => {
      if (sentence) turn.notice(turn.t(sentence));
    }),
  );
  await workers.work('introduce', { concurrency: 2 }, ({ chatId, otherChatId }) =>
    bot.intake.inChat(chatId as ChatId, async (turn) => {
      const other = await turn.uow.participants.byChat(otherChatId as ChatId);
      turn.say(introducedText(turn, otherChatId, other?.displayName ?? null));
    }),
  );
  await workers.work('delete-file', { concurrency: 2 }, ({ path }) => files.remove(path));
  await workers.work('remind', { concurrency: 1 }, () => remind(deps));
  await workers.schedule('remind', '*/30 * * * *', {});
  await workers.work('follow-up', { concurrency: 1 }, () => followUp(deps));
  await workers.schedule('follow-up', '15,45 * * * *', {});
}

/** Reminds every participant for whom a reminder is due; a button switches reminders off. */
async function remind({ bot, study, clock, transactions }: JobDeps): Promise<void> {
  const { reminderDays } = study;
  const silent = await transactions.transact((uow) =>
    silentParticipants(uow, { now: clock.now(), reminderDays }),
  );
  for (const { chatId } of silent) {
    if (!chatId) continue;
    await bot.intake.inChat(chatId, async (turn) => {
      const { participant, now } = turn;
      if (!participant) return;
      const place = await whereabouts(turn, study);
      if (await timeIsOver(turn)) return;
      const reachable = turn.chat.unreachableSince === null;
      if (!reminderDue({ participant, step: place.step, reachable }, { now, reminderDays })) return;
      await countReminder(turn.uow, participant, now);
      turn.say(turn.t('reminder', { place: placeInWords(turn, place) }), [
        [button(turn.t('continue'), 'go', '', 'continue')],
        [button(turn.t('reminders-stop'), 'reminders', '', 'off')],
      ]);
    });
  }
}

/** True for a participant of a cohort that is closed and takes no late answers any more: there is nothing to do. */
async function timeIsOver({ uow, participant, now }: Turn): Promise<boolean> {
  const cohort = participant && (await uow.cohorts.byId(participant.cohortId));
  return cohort !== undefined && answersOver(cohort, now);
}
