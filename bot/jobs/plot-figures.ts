import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { isLocale, type Translate, translator } from '../../locales/locales.ts';
import { escapeHtml, type Turn } from '../turn/turn.ts';
import type { Outgoing } from '../turn/view.ts';
import { answerInThread } from './answer-in-thread.ts';
import { whileTyping } from './chat-action.ts';
import { questionAbout } from './figures-question.ts';
import type { DrawnPicture } from './figures-thread.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Answers a command of figures: reads once, computes once in a thread, sends the text, and then the pictures as documents. A
 * researcher who signed out in the meantime gets nothing. A second run answers once more.
 */
export async function plotFigures(
  deps: JobDeps,
  { chatId, locale, cohortId, about = 'validity' }: Jobs['plot-figures'],
): Promise<void> {
  const chat = chatId as ChatId;
  const found = await deps.transactions.transact(async (uow) => {
    const cohort = cohortId ? await uow.cohorts.byId(cohortId as CohortId) : await uow.cohorts.latest();
    return cohort && { name: cohort.name, question: await questionAbout[about](uow, deps.study, cohort) };
  });
  if (!found) return;
  const language = isLocale(locale) ? locale : 'en';
  const t = translator(language);
  const cohort = escapeHtml(found.name);
  const title = t('figures-title', { cohort, title: t(`figures-title-${about}`) });
  await whileTyping(deps, chat, async () => {
    const [answer] = await answerInThread({ questions: [found.question], locale: language }, (text) =>
      toResearcher(deps, chat, (turn) => turn.say([title, ...text.map(escapeHtml)].join('\n\n'))),
    );
    await toResearcher(deps, chat, (turn) => {
      for (const picture of answer!.pictures) turn.send(pictureDocument(picture, found.name, t));
    });
  });
}

const toResearcher = (deps: JobDeps, chat: ChatId, act: (turn: Turn) => void): Promise<void> =>
  deps.bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role === 'researcher') act(turn);
  });

/** A picture as a document with its caption, since Telegram makes photographs smaller. */
export const pictureDocument = (picture: DrawnPicture, cohort: string, t: Translate): Outgoing => ({
  kind: 'document',
  file: { base64: Buffer.from(picture.png).toString('base64') },
  fileName: `harmonia-${picture.name}.png`,
  caption: t('figures-caption', {
    title: escapeHtml(picture.title),
    cohort: escapeHtml(cohort),
    note: escapeHtml(picture.note),
  }),
  protect: false,
});
