import type { FiguresSubject } from '../../engine/ports/unit-of-work.ts';
import { chosenCohort } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';
import { exportCohort } from './export-cohort.ts';
import { looks } from './looks.ts';

/** `/COMMAND [cohort]`: a background job computes the figures and draws the pictures, and both arrive in the chat. */
const figures =
  (about: FiguresSubject): CommandHandler =>
  async (turn, args) => {
    const { t, chatId } = turn;
    const cohort = await chosenCohort(turn, args);
    if (!cohort) return;
    turn.say(t('figures-coming', { cohort: cohort.name }));
    const locale = turn.participant?.locale ?? turn.hintedLocale;
    await turn.uow.jobs.enqueue(
      'plot-figures',
      { chatId, locale, cohortId: cohort.id, about },
      { singletonKey: `${chatId} ${about}` },
    );
  };

/** `/report_cohort [cohort]`: everything that the other commands show, and the declaration, as one PDF. */
const reportCohort: CommandHandler = async (turn, args) => {
  const { t, chatId } = turn;
  const cohort = await chosenCohort(turn, args);
  if (!cohort) return;
  turn.say(t('cohort-report-coming', { cohort: cohort.name }));
  const locale = turn.participant?.locale ?? turn.hintedLocale;
  await turn.uow.jobs.enqueue(
    'cohort-report',
    { chatId, locale, cohortId: cohort.id },
    { singletonKey: chatId },
  );
};

export const researcherCommands: Readonly<Record<string, CommandHandler>> = {
  scores: figures('scores'),
  reliability: figures('reliability'),
  validity: figures('validity'),
  fairness: figures('fairness'),
  exposure: figures('exposure'),
  report_cohort: reportCohort,
  // The name under which the figures were known before.
  stats: figures('validity'),
  looks,
  export_data: exportCohort,
};
