import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { kitsOf } from '../../engine/protocol/kit-states.ts';
import { renderKitLabels } from '../../engine/report/kit-labels.ts';
import { isLocale, translator } from '../../locales/locales.ts';
import { kitLink } from '../commands/scan-kit.ts';
import { aboutCohort } from '../turn/about-cohort.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/** Sends an admin the labels of the kits of a cohort that were issued and not handed over yet. */
export async function kitLabels(
  deps: JobDeps,
  { cohortId, replyTo, locale }: Jobs['kit-labels'],
): Promise<void> {
  const { transactions, bot, study, clock } = deps;
  const chat = replyTo as ChatId;
  const { cohort, kits } = await transactions.transact(async (uow) => ({
    cohort: await uow.cohorts.byId(cohortId as CohortId),
    kits: (await kitsOf(uow, cohortId as CohortId)).filter(({ state }) => state === 'issued'),
  }));
  if (!cohort) return;
  const language = isLocale(locale) ? locale : 'en';
  const model = {
    study: study.name,
    cohort: cohort.name,
    date: clock.now(),
    locale: language,
    kits: kits
      .toSorted((one, other) => one.code.localeCompare(other.code))
      .map(({ code, participant }) => ({ code, participant, link: kitLink(bot.username, code) })),
  };
  const pdf =
    kits.length === 0
      ? undefined
      : await whileTyping(deps, chat, () => renderKitLabels(model, translator(language)));
  await bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role !== 'admin') return;
    if (!pdf) return turn.say(aboutCohort(cohort, turn.t('kit-labels-none')));
    turn.send({
      kind: 'document',
      file: { base64: pdf.toString('base64') },
      fileName: `kit-labels-${model.date.toISOString().slice(0, 10)}.pdf`,
      caption: turn.t('kit-labels-sent', { count: kits.length, cohort: cohort.name }),
      protect: false,
    });
  });
}
