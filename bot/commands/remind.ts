import { chosenCohort } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

/** `/remind [cohort]`: reminds its silent people now; a job does it and tells the number. */
export const remind: CommandHandler = async (turn, args) => {
  const cohort = await chosenCohort(turn, args);
  if (!cohort) return;
  await turn.uow.jobs.enqueue(
    'remind',
    { cohortId: cohort.id, replyTo: turn.chatId },
    { singletonKey: `asked ${cohort.id}` },
  );
  turn.say(turn.t('remind-started', { cohort: cohort.name }));
};
