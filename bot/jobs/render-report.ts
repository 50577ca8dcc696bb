import { randomUUID } from 'node:crypto';
import type { Participant, UserId } from '../../engine/ports/participants.ts';
import type { FileStorage, Jobs, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { introductionsOf, proposeIntroductions } from '../../engine/protocol/introductions.ts';
import { reportContent } from '../../engine/protocol/report-content.ts';
import { showsMore, withheldScores } from '../../engine/protocol/withheld-scores.ts';
import { profilesOf } from '../../engine/protocol/reveal.ts';
import { renderDocx } from '../../engine/report/render-docx.ts';
import { renderPdf } from '../../engine/report/render-pdf.ts';
import type { ReportModel, ReportPhotos } from '../../engine/report/report-model.ts';
import { reportSummary } from '../../engine/report/report-text.ts';
import { thumbnailOf } from '../../engine/report/thumbnail.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { translator } from '../../locales/locales.ts';
import { offerAmendedConsent } from '../commands/amended-consent.ts';
import { sendReport } from '../dialogs/report.ts';
import { escapeHtml, type Turn } from '../turn/turn.ts';
import { deleteUnlessUsed } from './delete-file.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Renders the files of a participant's report that are not stored, and sends one of them: after three lines of results
 * the first time. A report that left out scores is rendered anew once it can show more of them, and offered. A second
 * run finds nothing to do.
 */
export async function renderReport(deps: JobDeps, { userId, format }: Jobs['render-report']): Promise<void> {
  const { files, bot } = deps;
  const content = await whatToRender(deps, userId as UserId, format);
  if (!content) return;
  const { model, participant, report, shown, isRemade } = content;
  const written = await writeFiles(deps, model, isRemade ? null : report.path);
  let kept = false;
  try {
    await bot.refresh(content.chatId, async (turn) => {
      kept = false;
      const { reports, followUps, jobs } = turn.uow;
      const now = await reports.lock(participant.userId);
      // Another run of the job was faster.
      if (!now || now.path !== report.path || now.docxPath !== report.docxPath) return;
      // The row is locked, so an erasure that comes later finds these files and deletes them.
      if ((await shownTo(turn.uow, participant)) !== shown)
        throw new HarmoniaError(
          'conflict',
          'a person left the study while a report that shows them was made',
        );
      await reports.markReady(participant.userId, written, turn.now);
      if (isRemade) await followUps.withhold(participant.userId, content.withheld);
      for (const path of [report.path, report.docxPath])
        if (path && path !== written.path) await jobs.enqueue('delete-file', { path });
      await present(turn, content, format);
      kept = true;
    });
  } finally {
    if (!kept)
      for (const path of [written.path, written.docxPath]) if (path !== report.path) await files.remove(path);
  }
}

type Content = NonNullable<Awaited<ReturnType<typeof whatToRender>>>;

/** The content of the files that are missing or can show more; undefined when there is nothing to render. */
async function whatToRender(
  { transactions, study, clock }: JobDeps,
  userId: UserId,
  format: Jobs['render-report']['format'],
) {
  return transactions.transact(async (uow) => {
    const report = await uow.reports.of(userId);
    const participant = await uow.participants.byUser(userId);
    const now = clock.now();
    if (!report || !participant?.chatId) return undefined;
    const isFirst = report.status === 'requested';
    const isAskedFor = format !== undefined && !(format === 'pdf' ? report.path : report.docxPath);
    const withheld = await withheldScores(uow, participant, now);
    const isRicher = !isFirst && (await showsMore(uow, participant, withheld));
    if (!isFirst && !isAskedFor && !isRicher) return undefined;
    return {
      report,
      participant,
      chatId: participant.chatId,
      isFirst,
      isAskedFor,
      isRemade: isFirst || isRicher || report.path === null,
      model: await reportContent(uow, participant, { study, now, withheld }),
      withheld: [...withheld],
      shown: await shownTo(uow, participant),
    };
  });
}

/** Sends the file with what belongs to it, or tells that the report shows more now. */
async function present(
  turn: Turn,
  { model, participant, isFirst, isAskedFor }: Content,
  format: Jobs['render-report']['format'],
): Promise<void> {
  // The screen below has the buttons that send the report.
  if (!isFirst && !isAskedFor) return turn.notice(turn.t('report-made-anew'));
  if (isFirst) turn.say(escapeHtml(reportSummary(model, translator(model.locale))));
  await sendReport(turn, format);
  if (!isFirst) return;
  await offerAmendedConsent(turn);
  await showIntroductions(turn.uow, participant);
}

/** Says that a report could not be made, after the last try. */
export async function giveUpOnReport(
  { transactions }: JobDeps,
  { userId }: Jobs['render-report'],
  tell: (chatId: string, act: (turn: Turn) => void) => Promise<void>,
): Promise<void> {
  const participant = await transactions.transact((uow) => uow.participants.byUser(userId as UserId));
  if (participant?.chatId) await tell(participant.chatId, (turn) => turn.say(turn.t('report-failed')));
}

const shownTo = async (uow: UnitOfWork, participant: Participant): Promise<string> =>
  (await profilesOf(uow, participant)).map(({ assignment }) => assignment.shown).join(' ');

/** Writes the DOCX, and the PDF unless it is stored. */
async function writeFiles(
  { files, transactions }: JobDeps,
  model: ReportModel,
  pdf: string | null,
): Promise<{ path: string; docxPath: string }> {
  const translate = translator(model.locale);
  const photos = await photosOf(files, model);
  const docxPath = `reports/${randomUUID()}.docx`;
  const path = pdf ?? `reports/${randomUUID()}.pdf`;
  await deleteUnlessUsed(transactions, pdf ? [docxPath] : [docxPath, path]);
  await files.write(docxPath, await renderDocx(model, photos, translate));
  if (!pdf) await files.write(path, await renderPdf(model, photos, translate));
  return { path, docxPath };
}

async function photosOf(files: FileStorage, { matches }: ReportModel): Promise<ReportPhotos> {
  const photos = new Map<string, Buffer>();
  for (const { photoPath } of matches)
    if (photoPath && (await files.exists(photoPath)))
      photos.set(photoPath, await thumbnailOf(await files.read(photoPath)));
  return photos;
}

/**
 * Proposes introductions and asks the others about them: they closed their answers earlier and wait for this report.
 */
async function showIntroductions(uow: UnitOfWork, participant: Participant): Promise<void> {
  await proposeIntroductions(uow, participant);
  for (const { other, mine, introduced } of await introductionsOf(uow, participant)) {
    const isWaiting =
      mine === null && !introduced && (await uow.reports.of(other.userId))?.status !== 'requested';
    if (isWaiting && other.chatId) await uow.jobs.enqueue('refresh-chat', { chatId: other.chatId });
  }
}
