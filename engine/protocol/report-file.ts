import type { UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** The kinds of file that a report is kept as. */
export type ReportFormat = 'pdf' | 'docx';

/** A stored file of a report; one that a job makes now, for the first time or again; or that there is no report yet. */
export type ReportFile =
  { state: 'stored'; path: string } | { state: 'preparing'; isFirst: boolean } | { state: 'none' };

/**
 * The file of a participant's report. One that is not stored is made first, by a job that also sends it to the chat: the
 * DOCX of a report from before there was one, or a report that was retracted because a person who stood in it left.
 */
export async function reportFile(
  uow: Pick<UnitOfWork, 'reports' | 'jobs'>,
  userId: UserId,
  format: ReportFormat,
): Promise<ReportFile> {
  const report = await uow.reports.of(userId);
  if (!report) return { state: 'none' };
  const path = format === 'pdf' ? report.path : report.docxPath;
  if (path) return { state: 'stored', path };
  const isFirst = report.status === 'requested';
  const singletonKey = isFirst ? userId : `${userId} ${format}`;
  const { cohortId } = report;
  await uow.jobs.enqueue('render-report', { userId, cohortId, format }, { singletonKey });
  return { state: 'preparing', isFirst };
}
