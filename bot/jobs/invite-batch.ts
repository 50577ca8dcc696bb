import type { ChatId, CohortId, UserId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { newInviteCode } from '../../engine/protocol/codes.ts';
import { inviteExpiry, keepInvites } from '../../engine/protocol/invitations.ts';
import { inviteTable, renderInviteSheet } from '../../engine/report/invite-sheet.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { isLocale, translator } from '../../locales/locales.ts';
import { inviteLink } from '../turn/invite-link.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Makes many invites and sends the admin a table of their links and a sheet of QR codes. The codes are drawn here and
 * not in the command, because the data of a job are stored as they are and a stored code could be used. A second run of
 * the job makes nothing.
 */
export async function inviteBatch(deps: JobDeps, data: Jobs['invite-batch']): Promise<void> {
  const { transactions, bot, study, clock } = deps;
  const [cohortId, by, chat] = [data.cohortId as CohortId, data.by as UserId, data.replyTo as ChatId];
  const { cohort, locale } = await transactions.transact(async (uow) => ({
    cohort: await uow.cohorts.byId(cohortId),
    locale: (await uow.accounts.byId(by))?.locale ?? undefined,
  }));
  if (!cohort) return;
  const now = clock.now();
  const codes = Array.from({ length: data.count }, () => newInviteCode());
  const until = inviteExpiry({ now, ttlDays: study.inviteDays });
  const sheet = {
    study: study.name,
    cohort: cohort.name,
    until,
    date: now,
    locale: isLocale(locale) ? locale : 'en',
    links: codes.map((code) => inviteLink(bot.username, code)),
  };
  const table = inviteTable(sheet);
  const pdf = await whileTyping(deps, chat, () => renderInviteSheet(sheet, translator(sheet.locale)));
  await bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role !== 'admin') return;
    const isFirst = await turn.uow.chats.markProcessed({
      key: `invite-batch ${data.batch}`,
      at: turn.now,
    });
    if (!isFirst) return;
    try {
      await keepInvites(turn.uow, codes, { by, now, ttlDays: study.inviteDays, cohortId });
    } catch (error) {
      // The cohort was frozen or archived after the command.
      if (!isHarmoniaError(error, 'cohort-state')) throw error;
      return turn.say(turn.t('invite-not-open', { cohort: cohort.name }));
    }
    const caption = { count: codes.length, cohort: cohort.name, days: study.inviteDays };
    const fileOf = (bytes: Buffer, ending: string, text: string) =>
      turn.send({
        kind: 'document',
        file: { base64: bytes.toString('base64') },
        fileName: `invitations-${until.toISOString().slice(0, 10)}.${ending}`,
        caption: text,
        protect: false,
      });
    fileOf(table, 'csv', turn.t('invite-table', caption));
    fileOf(pdf, 'pdf', turn.t('invite-sheet', caption));
  });
}
