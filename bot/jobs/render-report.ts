import { randomUUID } from 'node:crypto';
import type { Participant, UserId } from '../../engine/ports/participants.ts';
import type { Jobs, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { introductionsOf, proposeIntroductions } from '../../engine/protocol/introductions.ts';
import { reportContent } from '../../engine/protocol/report-content.ts';
import { canShowMore, withheldScores } from '../../engine/protocol/withheld-scores.ts';
import { renderReport as renderPdf } from '../../engine/report/render-pdf.ts';
import { reportText } from '../../engine/report/report-text.ts';
import { translator } from '../../locales/locales.ts';
import { sendReport } from '../dialogs/report.ts';
import { escapeHtml, type Turn } from '../turn/turn.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Renders a participant's PDF and sends it with the results as text. A report that left out scores is rendered anew once
 * it can show more of them, and offered. A second run finds nothing to do.
 */
export async function renderReport(deps: JobDeps, { userId }: Jobs['render-report']): Promise<void> {
  const { transactions, files, bot, study, clock } = deps;
  const content = await transactions.transact(async (uow) => {
    const report = await uow.reports.of(userId as UserId);
    const participant = await uow.participants.byUser(userId as UserId);
    const now = clock.now();
    if (!report || !participant?.chatId) return undefined;
    if (report.status !== 'requested' && !(await canShowMore(uow, participant, now))) return undefined;
    const model = await reportContent(uow, participant, { study, now });
    const withheld = [...(await withheldScores(uow, participant, now))];
    return { model, withheld, participant, chatId: participant.chatId, replaced: report.path };
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
      if (!report || report.path !== content.replaced) return;
      await turn.uow.reports.markReady(userId as UserId, path, turn.now);
      await turn.uow.followUps.withhold(userId as UserId, content.withheld);
      if (report.path) await offerAnew(turn, report.path);
      else {
        turn.say(escapeHtml(reportText(content.model, translate)));
        await sendReport(turn);
        await showIntroductions(turn.uow, content.participant);
      }
      kept = true;
    });
  } finally {
    if (!kept) await files.remove(path);
  }
}

/** Tells that the report shows more now; the screen below has the button that sends it. */
async function offerAnew(turn: Turn, replaced: string): Promise<void> {
  await turn.uow.jobs.enqueue('delete-file', { path: replaced });
  turn.notice(turn.t('report-made-anew'));
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
