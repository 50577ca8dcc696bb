import { Worker } from 'node:worker_threads';
import type { DrawnPicture, FiguresMessage, FiguresTask } from './figures-thread.ts';

/** The answer to one question of figures. */
export interface DrawnAnswer {
  text: string[];
  pictures: DrawnPicture[];
}

/**
 * Computes figures and draws pictures in a thread of its own, so that no update waits for a bootstrap or a layout, and so that
 * the memory of the drawing library is given back.
 * @param onText is called with the text of each question as soon as it is there, before its pictures
 */
export async function answerInThread(
  task: FiguresTask,
  onText: (text: string[], question: number) => Promise<void> = async () => undefined,
): Promise<DrawnAnswer[]> {
  const answers = task.questions.map((): DrawnAnswer => ({ text: [], pictures: [] }));
  const told: Promise<void>[] = [];
  const thread = new Worker(new URL('figures-thread.ts', import.meta.url), { workerData: task });
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (message: FiguresMessage) => {
      const answer = answers[message.question]!;
      if (message.kind === 'picture') return void answer.pictures.push(message.picture);
      answer.text = message.text;
      told.push(onText(message.text, message.question));
    });
    thread.on('error', reject);
    thread.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the thread of figures ended with exit code ${code}`)),
    );
  });
  await Promise.all(told);
  return answers;
}
