import type { Jobs, Transactions } from '../../engine/ports/unit-of-work.ts';
import type { JobDeps } from './job-deps.ts';

/** Long after a job that writes a file has named it in a row, or has failed. */
const writtenAfterSeconds = 900;

/** Deletes a file, unless a row was to name it and does. A second run finds no file. */
export async function deleteFile(
  { transactions, files }: Pick<JobDeps, 'transactions' | 'files'>,
  { path, unlessUsed }: Jobs['delete-file'],
): Promise<void> {
  if (unlessUsed && (await transactions.transact((uow) => uow.personalData.usesFile(path)))) return;
  await files.remove(path);
}

/**
 * Has a file deleted that is about to be written, unless a row names it in a quarter of an hour: a program that is killed
 * after writing it would leave a photograph or a report that no erasure finds.
 */
export const deleteUnlessUsed = (transactions: Transactions, paths: readonly string[]): Promise<void> =>
  transactions.transact(async (uow) => {
    for (const path of paths)
      await uow.jobs.enqueue(
        'delete-file',
        { path, unlessUsed: true },
        { startAfterSeconds: writtenAfterSeconds },
      );
  });
