import { createHash } from 'node:crypto';
import type { ChatId, CohortId } from '../../engine/ports/participants.ts';
import type { FiguresSubject, Jobs } from '../../engine/ports/unit-of-work.ts';
import { renderCohortReport } from '../../engine/report/cohort-report.ts';
import type { Reader } from '../../engine/report/plot.ts';
import { isLocale, translator } from '../../locales/locales.ts';
import { escapeHtml } from '../turn/turn.ts';
import { answerInThread } from './answer-in-thread.ts';
import { whileTyping } from './chat-action.ts';
import { type FiguresQuestion, questionAbout } from './figures-question.ts';
import type { JobDeps } from './job-deps.ts';

const subjects = [
  'progress',
  'validity',
  'scores',
  'reliability',
  'fairness',
  'exposure',
] as const satisfies FiguresSubject[];

/**
 * Sends a researcher all figures of a cohort that may be shown, with the declaration and its hash, as one PDF. The digest of the
 * file goes into the audit log. A researcher who signed out in the meantime gets nothing. A second run sends it once more.
 */
export async function cohortReport(
  deps: JobDeps,
  { chatId, locale, cohortId }: Jobs['cohort-report'],
): Promise<void> {
  const { bot, study, clock, transactions } = deps;
  const chat = chatId as ChatId;
  const found = await transactions.transact(async (uow) => {
    const cohort = await uow.cohorts.byId(cohortId as CohortId);
    if (!cohort) return undefined;
    const questions: FiguresQuestion[] = [];
    for (const subject of subjects) questions.push(await questionAbout[subject](uow, study, cohort));
    return { cohort, questions };
  });
  if (!found) return;
  const { cohort, questions } = found;
  const language = isLocale(locale) ? locale : 'en';
  const reader: Reader = { locale: language, t: translator(language) };
  const pdf = await whileTyping(deps, chat, async () => {
    const answers = await answerInThread({ questions, locale: language });
    const sections = answers.map(({ text, pictures }, index) => ({
      title: reader.t(`figures-title-${subjects[index]!}`),
      text,
      pictures: pictures.map(({ png, title, note }) => ({ png: Buffer.from(png), title, note })),
    }));
    const { name, preregistrationHash: hash, declarationText: declaration } = cohort;
    return renderCohortReport(
      { study: study.name, cohort: name, date: clock.now(), hash, declaration, sections },
      reader,
    );
  });
  await bot.intake.inChat(chat, async (turn) => {
    if (turn.staff?.role !== 'researcher') return;
    turn.send({
      kind: 'document',
      file: { base64: pdf.toString('base64') },
      fileName: 'harmonia-cohort-report.pdf',
      caption: reader.t('cohort-report-caption', { cohort: escapeHtml(cohort.name) }),
      protect: false,
    });
    await turn.uow.audit.append({
      actor: turn.staff.userId,
      action: 'cohort-reported',
      subject: null,
      details: { hash: cohort.preregistrationHash, file: createHash('sha256').update(pdf).digest('hex') },
      at: turn.now,
    });
  });
}
