import { exportRefusal, type ExportRefusal } from '../../engine/protocol/study-export.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenCohort } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

/** `/export_data [cohort]`: the data set of a cohort, which a background job makes and sends as a document. */
export const exportCohort: CommandHandler = async (turn, args) => {
  const cohort = await chosenCohort(turn, args);
  if (!cohort) return;
  const refusal = await exportRefusal(turn.uow, cohort);
  if (refusal) return sayRefusal(turn, refusal, cohort.name);
  turn.say(turn.t('study-export-coming', { cohort: cohort.name }));
  await turn.uow.jobs.enqueue(
    'export-study',
    { cohortId: cohort.id, by: turn.staff!.userId, replyTo: turn.chatId },
    { singletonKey: `${cohort.id} ${turn.chatId}` },
  );
};

/** Says why there is no data set of a cohort, and when there will be one. */
export function sayRefusal({ t, say }: Turn, refusal: ExportRefusal, cohort: string): void {
  switch (refusal.reason) {
    case 'before-release':
      return say(t('study-export-before-release', { cohort }));
    case 'too-few-people':
      return say(t('study-export-too-few', { cohort }));
    case 'before-look': {
      const { share, closesAt } = refusal;
      const sentence = t('study-export-before-look', { cohort, share: Math.round(share * 1000) / 10 });
      const closing = closesAt && t('looks-closing', { date: closesAt.toISOString().slice(0, 10) });
      return say(closing ? `${sentence}\n${closing}` : sentence);
    }
  }
}
