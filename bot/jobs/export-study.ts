import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { auditExport, exportStudy } from '../../engine/protocol/export-study.ts';
import { sayRefusal } from '../commands/export-cohort.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Sends a researcher the data set of a cohort and writes its digest to the audit log, both in one transaction. A researcher who
 * signed out in the meantime gets nothing. A second run of the job makes another data set, with other pseudonyms.
 */
export async function sendStudyExport(
  deps: JobDeps,
  { cohortId, by, replyTo }: Jobs['export-study'],
): Promise<void> {
  const { transactions, study, bot } = deps;
  const chatId = replyTo as ChatId;
  const made = await whileTyping(deps, chatId, () => exportStudy(transactions, study, cohortId as CohortId));
  if (!made) return;
  await bot.intake.inChat(chatId, async (turn) => {
    if (turn.staff?.role !== 'researcher' || turn.staff.userId !== by) return;
    if ('reason' in made) {
      // Consent may have been withdrawn since the command.
      const cohort = await turn.uow.cohorts.byId(cohortId as CohortId);
      return sayRefusal(turn, made, cohort?.name ?? '');
    }
    await auditExport(turn.uow, made, { by: turn.staff.userId, at: turn.now });
    turn.send({
      kind: 'document',
      file: { base64: made.bytes.toString('base64') },
      fileName: made.fileName,
      caption: turn.t('study-export-caption', {
        cohort: made.cohort,
        people: made.people,
        profiles: made.profiles,
        digest: made.sha256,
      }),
      protect: false,
    });
  });
}
