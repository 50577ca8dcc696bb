import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { isLocale, translator } from '../../locales/locales.ts';
import { answerInThread } from './answer-in-thread.ts';
import { whileTyping } from './chat-action.ts';
import { questionAbout } from './figures-question.ts';
import type { JobDeps } from './job-deps.ts';
import { pictureDocument } from './plot-figures.ts';

/** Sends a researcher the funnel of /progress as a picture. A researcher who signed out in the meantime gets nothing. */
export async function plotProgress(
  deps: JobDeps,
  { chatId, locale, cohortId }: Jobs['plot-progress'],
): Promise<void> {
  const chat = chatId as ChatId;
  const found = await deps.transactions.transact(async (uow) => {
    const cohort = await uow.cohorts.byId(cohortId as CohortId);
    return cohort && { name: cohort.name, question: await questionAbout.progress(uow, deps.study, cohort) };
  });
  if (!found) return;
  const language = isLocale(locale) ? locale : 'en';
  const [answer] = await whileTyping(deps, chat, () =>
    answerInThread({ questions: [found.question], locale: language }),
  );
  await deps.bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role !== 'researcher') return;
    for (const picture of answer!.pictures)
      turn.send(pictureDocument(picture, found.name, translator(language)));
  });
}
