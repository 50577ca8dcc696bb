import type { Finding, FindingCode } from '../finding.ts';
import { finding } from '../finding.ts';
import type { HlaTyping } from '../typing.ts';
import type { Locus } from '../locus.ts';
import type { SampleStatus } from './status.ts';

/** An error rejects the row; a warning asks for a look; a note names what is left out by rule. */
export type Severity = 'note' | 'warning' | 'error';

const notes: ReadonlySet<FindingCode> = new Set([
  'other-gene-ignored',
  'epitope-ignored',
  'phase-dropped',
  'row-skipped',
  'homozygous-once',
  'second-choice',
]);

/** An error, a warning or a note about one place of a lab file. Rows count from 1, the header row included. */
export interface LabProblem {
  readonly row?: number;
  /** The header of the column, the element or the field. */
  readonly column?: string;
  readonly code: FindingCode;
  /** The sentence of the code. */
  readonly message: string;
  readonly severity: Severity;
  /** UTF-16 units from the start of the cell or GL string. */
  readonly position?: number;
  /** The offending text, cut at 40 characters; never a participant's name. */
  readonly text?: string;
  /** The gene it concerns, where it concerns one. */
  readonly locus?: Locus;
  /** The other place of a contradiction, with its text. */
  readonly against?: { readonly row?: number; readonly column?: string; readonly text: string };
}

/** The result for one participant of a lab file. */
export interface LabRow {
  /** Kit code; empty when the row has none. */
  readonly participant: string;
  /** The row (CSV), line (XML) or entry (FHIR) where the participant begins, from 1. */
  readonly row: number;
  /** Rejected when any problem is an error; with warnings when any is a warning. */
  readonly status: 'accepted' | 'accepted-with-warnings' | 'rejected';
  /** Present unless the row is rejected or tells a status. */
  readonly typing?: HlaTyping;
  /** What the laboratory says of a sample that it sends no typing of. */
  readonly sample?: SampleStatus;
  /** The laboratory asks to replace an earlier typing by this one. */
  readonly replace?: true;
  /** Everything that was found in the row, notes too. */
  readonly problems: readonly LabProblem[];
}

/** The known formats, told apart by content. */
export type LabFormat =
  | 'csv-wide'
  | 'csv-long'
  | 'csv-gl'
  | 'csv-status'
  | 'json-status'
  | 'gl-lines'
  | 'hml'
  | 'fhir'
  | ProgramFormat;

/** Results of typing programs, by program. */
export type ProgramFormat =
  | 'arcashla'
  | 'donornet'
  | 'gendx-tarr'
  | 'hla-hd'
  | 'hla-la'
  | 'kourami'
  | 'optitype'
  | 'phlat'
  | 'polysolver'
  | 'score6'
  | 'seq2hla'
  | 'spechla'
  | 'specimmune'
  | 'suretyper'
  | 't1k'
  | 'uniformat'
  | 'xhla';

/** Turns a finding into a problem of a place; a warning about what is left out by rule becomes a note. */
export function toProblem(
  found: Finding,
  severity: 'warning' | 'error',
  place: { row?: number; column?: string; locus?: Locus },
): LabProblem {
  return {
    ...place,
    ...found,
    severity: severity === 'warning' && notes.has(found.code) ? 'note' : severity,
  };
}

/** An error at a place, by code. */
export const errorAt = (
  code: FindingCode,
  place: { row?: number; column?: string; locus?: Locus; text?: string } = {},
): LabProblem => ({
  ...finding(code),
  ...place,
  severity: 'error',
});

/** Closes a row: rejected when any problem is an error, accepted otherwise. */
export function closeRow(
  participant: string,
  row: number,
  typing: HlaTyping | undefined,
  problems: readonly LabProblem[],
): LabRow {
  const rejected = typing === undefined || problems.some(({ severity }) => severity === 'error');
  if (rejected) return { participant, row, status: 'rejected', problems };
  return {
    participant,
    row,
    status: problems.some(({ severity }) => severity === 'warning') ? 'accepted-with-warnings' : 'accepted',
    typing,
    problems,
  };
}

/** The same row, rejected for a reason that concerns it as a whole. */
export const rejectRow = ({ participant, row, problems }: LabRow, problem: LabProblem): LabRow => ({
  participant,
  row,
  status: 'rejected',
  problems: [problem, ...problems],
});

/** A lab file whose structure has been checked; rows are read as they are asked for. */
export interface OpenLabFile {
  readonly format?: LabFormat;
  /** Reasons to refuse the whole file; there are no rows then. */
  readonly problems: readonly LabProblem[];
  /** What was left out of the whole file by rule; none refuses it. */
  readonly notes?: readonly LabProblem[];
  /** Can be gone through once; each row is read when it is asked for. */
  readonly rows: Iterable<LabRow>;
}

/** A file that is refused as a whole. */
export const refuseFile = (...problems: LabProblem[]): OpenLabFile => ({ problems, rows: [] });
