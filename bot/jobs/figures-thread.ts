import { parentPort, workerData } from 'node:worker_threads';
import { drawPlot } from '../../engine/report/draw-plot.ts';
import type { Reader } from '../../engine/report/plot.ts';
import { workInBackground } from '../../foundation/background-thread.ts';
import { type Locale, translator } from '../../locales/locales.ts';
import { answerTo } from './figures-answer.ts';
import type { FiguresQuestion } from './figures-question.ts';

/** What the thread is started with. */
export interface FiguresTask {
  questions: FiguresQuestion[];
  locale: Locale;
}

/** A picture that is drawn. */
export interface DrawnPicture {
  name: string;
  title: string;
  note: string;
  /** PNG */
  png: Uint8Array;
}

/** What the thread posts: the text of each question as soon as it is computed, then each of its pictures. */
export type FiguresMessage =
  | { kind: 'text'; question: number; text: string[] }
  | { kind: 'picture'; question: number; picture: DrawnPicture };

workInBackground();
const { questions, locale } = workerData as FiguresTask;
const reader: Reader = { locale, t: translator(locale) };
const post = (message: FiguresMessage): void => parentPort!.postMessage(message);

for (const [question, asked] of questions.entries()) {
  const { text, plots } = answerTo(asked, reader);
  const drawn = plots.filter((plot) => plot !== null);
  const isEmpty = plots.length > 0 && drawn.length === 0;
  post({ kind: 'text', question, text: [...text, ...(isEmpty ? [reader.t('figures-pictures-none')] : [])] });
  for (const plot of drawn) {
    const { name, title, note } = plot;
    post({ kind: 'picture', question, picture: { name, title, note, png: await drawPlot(plot, locale) } });
  }
}
