import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs, JobWorkers } from '../../engine/ports/unit-of-work.ts';
import { releaseCohort } from '../../engine/protocol/release.ts';
import { countReminder, reminderDue, silentParticipants } from '../../engine/protocol/reminders.ts';
import { scoreCohort } from '../../engine/protocol/score-cohort.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { introducedText } from '../dialogs/report.ts';
import { button } from '../turn/keyboards.ts';
import { placeInWords, whereabouts } from '../turn/whereabouts.ts';
import { analyseSelfie, giveUpOnSelfie } from './analyse-selfie.ts';
import { exportData } from './export-data.ts';
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
  await workers.work('score-cohort', { concurrency: 1 }, (data) => score(deps, data));
  await workers.work('release-cohort', { concurrency: 1 }, (data) => release(deps, data));
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
}

async function score({ bot, study }: JobDeps, { cohortId, replyTo }: Jobs['score-cohort']): Promise<void> {
  await bot.intake.inChat(replyTo as ChatId, async (turn) => {
    try {
      const scored = await scoreCohort(turn.uow, study, { cohortId: cohortId as CohortId, now: turn.now });
      turn.say(
        turn.t('score-done', {
          ...scored,
          gini: scored.exposureGini.toFixed(2),
          alone: scored.withoutPartner,
        }),
      );
    } catch (error) {
      // The admin is told of a refusal. After any other error the queue tries again.
      if (!(error instanceof HarmoniaError) || !refusals.has(error.code)) throw error;
      turn.say(turn.t('score-failed', { reason: error.message }));
    }
  });
}

const refusals: ReadonlySet<string> = new Set([
  'cohort-state',
  'preregistration-mismatch',
  'questionnaires-mixed',
  'instrument-invalid',
  'phase-incomplete',
  'pack-invalid',
]);

async function release(deps: JobDeps, { cohortId, replyTo }: Jobs['release-cohort']): Promise<void> {
  await deps.bot.intake.inChat(replyTo as ChatId, async (turn) => {
    // The job runs at least once: a second run finds the cohort released.
    const before = await turn.uow.cohorts.lock(cohortId as CohortId);
    if (before?.status === 'released') return;
    const told = await releaseCohort(turn.uow, { cohortId: cohortId as CohortId, now: turn.now });
    turn.say(turn.t('release-done', { people: told.length }));
  });
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
