import { constants, getPriority, setPriority } from 'node:os';

/** Added to the nice value of threads whose work can wait. Linux gives them a third of an ordinary thread's share. */
const step = 5;

/**
 * Called by a worker thread about itself: answers to people come first where the cores are taken. Linux counts priority
 * by thread, and the number 0 names the calling one; elsewhere it would name the whole process, so nothing is done.
 */
export function workInBackground(): void {
  if (process.platform !== 'linux') return;
  setPriority(0, Math.min(getPriority(0) + step, constants.priority.PRIORITY_LOW));
}
