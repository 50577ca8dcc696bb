import type { ChatId } from '../../engine/ports/participants.ts';
import type { JobWorkers } from '../../engine/ports/unit-of-work.ts';
import { offerAmendedConsent } from '../commands/amended-consent.ts';
import { analyseSelfie } from './analyse-selfie.ts';
import { startCohortJobs } from './cohort-jobs.ts';
import { cohortReport } from './cohort-report.ts';
import { deleteFile } from './delete-file.ts';
import { exportData } from './export-data.ts';
import { sendStudyExport } from './export-study.ts';
import { followUp } from './follow-up.ts';
import { introduce } from './introduce.ts';
import { inviteBatch } from './invite-batch.ts';
import type { JobDeps } from './job-deps.ts';
import { endJob } from './job-endings.ts';
import { kitLabels } from './kit-labels.ts';
import { leftOut } from './left-out.ts';
import { morningDigest } from './morning-digest.ts';
import { plotFigures } from './plot-figures.ts';
import { plotProgress } from './plot-progress.ts';
import { remind } from './remind.ts';
import { renderReport } from './render-report.ts';
import { tellOfDeliveries } from './tell-of-deliveries.ts';
import { tellResults } from './tell-results.ts';

/** Starts the workers of the background jobs: work that takes too long for an update, or starts without one. */
export async function startJobs(workers: JobWorkers, deps: JobDeps): Promise<void> {
  const { bot, transactions } = deps;
  await workers.work('analyse-selfie', { concurrency: 2 }, (data) => analyseSelfie(deps, data));
  await startCohortJobs(workers, deps);
  // Drawing a PDF blocks the event loop for a tenth of a second, so only one is drawn at a time.
  await workers.work('render-report', { concurrency: 1 }, (data) => renderReport(deps, data));
  await workers.work('plot-figures', { concurrency: 1 }, (data) => plotFigures(deps, data));
  await workers.work('cohort-report', { concurrency: 1 }, (data) => cohortReport(deps, data));
  await workers.work('export-data', { concurrency: 1 }, (data) => exportData(deps, data));
  await workers.work('export-study', { concurrency: 1 }, (data) => sendStudyExport(deps, data));
  await workers.work('refresh-chat', { concurrency: 4 }, ({ chatId, sentence }) =>
    bot.refresh(chatId as ChatId, async (turn) => {
      await offerAmendedConsent(turn);
      if (sentence) turn.notice(turn.t(sentence));
    }),
  );
  await workers.work('introduce', { concurrency: 2 }, (data) => introduce(deps, data));
  await workers.work('delete-file', { concurrency: 2 }, (data) => deleteFile(deps, data));
  await workers.work('invite-batch', { concurrency: 1 }, (data) => inviteBatch(deps, data));
  await workers.work('kit-labels', { concurrency: 1 }, (data) => kitLabels(deps, data));
  await workers.work('plot-progress', { concurrency: 1 }, (data) => plotProgress(deps, data));
  await workers.work('tell-of-deliveries', { concurrency: 1 }, () => tellOfDeliveries(deps));
  await workers.work('morning-digest', { concurrency: 1 }, () => morningDigest(deps));
  // Twice an hour: the nine o'clock of a zone can lie at the half hour of UTC.
  await workers.schedule('morning-digest', '0,30 * * * *', {});
  await workers.work('remind', { concurrency: 1 }, (data) => remind(deps, data));
  await workers.schedule('remind', '*/30 * * * *', {});
  await workers.work('follow-up', { concurrency: 1 }, () => followUp(deps));
  await workers.schedule('follow-up', '15,45 * * * *', {});
  await workers.work('tell-results', { concurrency: 1 }, () => tellResults(deps));
  await workers.schedule('tell-results', '10,40 * * * *', {});
  await workers.work('delete-expired', { concurrency: 1 }, () =>
    transactions.transact((uow) => uow.personalData.deleteExpired()),
  );
  await workers.schedule('delete-expired', '20 * * * *', {});
  await workers.work('left-out', { concurrency: 1 }, () => leftOut(deps));
  await workers.schedule('left-out', '5,35 * * * *', {});
  await workers.endFailed((job) => endJob(deps, job));
}
