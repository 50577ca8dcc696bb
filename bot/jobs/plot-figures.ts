import type { ChatId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { pilotFigures } from '../../engine/protocol/pilot-figures.ts';
import { distributionPlot, progressPlot, validityPlot } from '../../engine/report/pilot-plots.ts';
import { isLocale, translator } from '../../locales/locales.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Sends a researcher the figures of /stats as pictures: progress, the distribution of the scores once there are scores,
 * and validity once a look is open and enough people have answered. A researcher who signed out in the meantime gets nothing.
 */
export async function plotFigures(deps: JobDeps, { chatId, locale }: Jobs['plot-figures']): Promise<void> {
  const chat = chatId as ChatId;
  const figures = await deps.transactions.transact((uow) => pilotFigures(uow));
  if (!figures) return;
  const t = translator(isLocale(locale) ? locale : 'en');
  const { steps, scores, validity } = figures;
  const pictures = await whileTyping(deps, chat, async () => [
    await progressPlot(
      steps.map(({ step, count }) => ({ label: t(`stage-${step}`), count })),
      t,
    ),
    ...(scores ? [await distributionPlot(scores, t)] : []),
    ...(validity?.wouldMeet.value ? [await validityPlot(validity, t)] : []),
  ]);
  await deps.bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role !== 'researcher') return;
    for (const picture of pictures) turn.send({ kind: 'picture', base64: picture.toString('base64') });
  });
}
