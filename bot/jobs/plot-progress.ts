import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { cohortProgress } from '../../engine/protocol/progress.ts';
import { progressPlot } from '../../engine/report/pilot-plots.ts';
import { isLocale, translator } from '../../locales/locales.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/** Sends a researcher the funnel of /progress as a picture. A researcher who signed out in the meantime gets nothing. */
export async function plotProgress(
  deps: JobDeps,
  { chatId, locale, cohortId }: Jobs['plot-progress'],
): Promise<void> {
  const chat = chatId as ChatId;
  const progress = await deps.transactions.transact(async (uow) => {
    const cohort = await uow.cohorts.byId(cohortId as CohortId);
    return cohort && cohortProgress(uow, cohort);
  });
  if (!progress) return;
  const t = translator(isLocale(locale) ? locale : 'en');
  const picture = await whileTyping(deps, chat, () =>
    progressPlot(
      progress.funnel.map(({ step, here }) => ({
        label: t(`stage-${step}`),
        count: here.value?.people ?? null,
      })),
      t,
    ),
  );
  await deps.bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role === 'researcher') turn.send({ kind: 'picture', base64: picture.toString('base64') });
  });
}
