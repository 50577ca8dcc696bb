import { randomUUID } from 'node:crypto';
import type { Participant, UserId } from '../../engine/ports/participants.ts';
import type { Jobs, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { introductionsOf, proposeIntroductions } from '../../engine/protocol/introductions.ts';
import { reportContent } from '../../engine/protocol/report-content.ts';
import { renderReport as renderPdf } from '../../engine/report/render-pdf.ts';
import { reportText } from '../../engine/report/report-text.ts';
import { translator } from '../../locales/locales.ts';
import { sendReport } from '../dialogs/report.ts';
import { escapeHtml } from '../turn/turn.ts';
import type { JobDeps } from './job-deps.ts';

/** Renders a participant's PDF and sends it with the results as text. A second run finds it rendered and stops. */
export async function renderReport(deps: JobDeps, { userId }: Jobs['render-report']): Promise<void> {
  const { transactions, files, bot, study, clock } = deps;
  const content = await transactions.transact(async (uow) => {
    const report = await uow.reports.of(userId as UserId);
    const participant = await uow.participants.byUser(userId as UserId);
    if (report?.status !== 'requested' || !participant?.chatId) return undefined;
    const model = await reportContent(uow, participant, { study, now: clock.now() });
    return { model, participant, chatId: participant.chatId };
  });
  if (!content) return;
  const translate = translator(content.model.locale);
  const path = `reports/${randomUUID()}.pdf`;
  await files.write(path, await renderPdf(content.model, translate));
  let kept = false;
  try {
    await bot.refresh(content.chatId, async (turn) => {
      kept = false;
      const report = await turn.uow.reports.of(userId as UserId);
      if (report?.status !== 'requested') return;
      await turn.uow.reports.markReady(userId as UserId, path, turn.now);
      turn.say(escapeHtml(reportText(content.model, translate)));
      await sendReport(turn);
      await showIntroductions(turn.uow, content.participant);
      kept = true;
    });
  } finally {
    if (!kept) await files.remove(path);
  }
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
