import { closedCohorts, cohortResults, dueForResults } from '../../engine/protocol/cohort-results.ts';
import { resultsText } from '../../engine/report/results-text.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Tells the participants of closed cohorts what came out, each of them once. The message and the note of it are written in
 * one transaction, so that a job that stops half-way goes on with those who were not told.
 */
export async function tellResults({ bot, study, clock, transactions }: JobDeps): Promise<void> {
  const closed = await transactions.transact(closedCohorts);
  for (const { id } of closed) {
    const due = await transactions.transact(async (uow) => {
      const cohort = await uow.cohorts.byId(id);
      return cohort ? dueForResults(uow, cohort, clock.now()) : [];
    });
    if (due.length === 0) continue;
    const results = await transactions.transact((uow) => cohortResults(uow, study, { id, now: clock.now() }));
    if (!results) continue;
    for (const { userId, chatId } of due) {
      // A turn makes a row for its chat, and the chat of a person who was erased meanwhile gets none.
      if (!(await transactions.transact((uow) => uow.participants.byUser(userId)))) continue;
      await bot.intake.inChat(chatId!, async (turn) => {
        const { participant, uow, now, t } = turn;
        // The participant may have withdrawn, or been told, since the list was made.
        if (!participant || participant.cohortId !== id || participant.status === 'withdrawn') return;
        if (participant.resultsToldAt !== null) return;
        const paragraphs = resultsText(results, { t, locale: participant.locale ?? 'en' });
        turn.say([`<b>${t('results-title')}</b>`, ...paragraphs].join('\n\n'));
        await uow.participants.update(participant.userId, { resultsToldAt: now });
      });
    }
  }
}
