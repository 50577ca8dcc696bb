import type { CohortId, UserId } from '../ports/participants.ts';
import type { Transactions, UnitOfWork } from '../ports/unit-of-work.ts';
import { type DataSetArchive, dataSetArchive } from '../report/data-set.ts';
import { exportTables } from './export-tables.ts';
import type { Study } from './study.ts';
import { type ExportRefusal, readStudyExport } from './study-export.ts';

/** The parts of the study that its data set names. */
export type ExportingStudy = Pick<Study, 'name' | 'instruments' | 'codeVersion'>;

/** A finished export, not yet written to the audit log. */
export interface StudyExport extends DataSetArchive {
  cohortId: CohortId;
  cohort: string;
  look: number | null;
  people: number;
  profiles: number;
}

/**
 * Makes the data set of a cohort, or says why there is none. It is read in one transaction and computed outside of it.
 * Undefined for a cohort that does not exist.
 */
export async function exportStudy(
  transactions: Transactions,
  study: ExportingStudy,
  cohortId: CohortId,
): Promise<StudyExport | ExportRefusal | undefined> {
  const source = await transactions.transact(async (uow) => {
    const cohort = await uow.cohorts.byId(cohortId);
    return cohort && readStudyExport(uow, cohort, study.instruments);
  });
  if (!source || 'reason' in source) return source;
  const { cohort, look, instrument } = source;
  const tables = await exportTables(source);
  const archive = dataSetArchive(tables, {
    study: study.name,
    cohort: cohort.name,
    look,
    preregistrationHash: cohort.preregistrationHash,
    codeVersion: study.codeVersion,
    instrument,
  });
  return {
    ...archive,
    cohortId,
    cohort: cohort.name,
    look,
    people: tables.people.length,
    profiles: tables.dyads.length,
  };
}

/** Writes the digest of an export that is handed out to the audit log. */
export const auditExport = (
  uow: UnitOfWork,
  { cohortId, sha256, look, people, profiles }: StudyExport,
  { by, at }: { by: UserId | 'system'; at: Date },
): Promise<void> =>
  uow.audit.append({
    actor: by,
    action: 'study-exported',
    subject: null,
    details: { cohort: cohortId, sha256, look, people, profiles },
    at,
  });
