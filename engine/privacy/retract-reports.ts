import type { UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/**
 * Deletes the stored reports of others that show a person who leaves, with name, age and photo. A report is rendered
 * anew, without them, when its reader asks for it again.
 */
export async function retractReportsShowing(uow: UnitOfWork, userId: UserId): Promise<void> {
  for (const reader of await uow.reports.showing(userId)) {
    const report = await uow.reports.of(reader);
    for (const path of [report?.path, report?.docxPath])
      if (path) await uow.jobs.enqueue('delete-file', { path });
    await uow.reports.retract(reader);
  }
}
