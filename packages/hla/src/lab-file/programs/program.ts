import type { LabContent } from '../content.ts';
import type { LabContext } from '../context.ts';
import type { RowDraft } from '../draft.ts';
import type { Identifier } from '../participant-code.ts';
import type { LabFormat, LabProblem } from '../row.ts';

/** One person in the result of a typing program. */
export interface ProgramSample {
  /** Codes of the person, the usual one first; none where the program writes the sample into the file's name only. */
  readonly codes: readonly Identifier[];
  /** The row, line or entry where the person begins, from 1. */
  readonly row: number;
  readonly draft: RowDraft;
}

/** The result of a typing program, read. */
export interface ProgramResult {
  readonly format: LabFormat;
  /** The program as its authors write it. */
  readonly program: string;
  readonly samples: readonly ProgramSample[];
  /** Reasons to refuse the file. */
  readonly problems?: readonly LabProblem[];
}

/** One row of a table with the number that a person sees beside it. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** The content of a lab file as programs are told apart by it: a table is parted by one delimiter. */
export type ProgramContent =
  | Exclude<LabContent, { kind: 'table' }>
  /** `rows` holds the head of the table; `all` reads every row and returns a problem where a limit is passed. */
  | {
      readonly kind: 'table';
      readonly text: string;
      readonly rows: readonly TableRow[];
      readonly all: () => readonly TableRow[] | LabProblem;
    };

/** Reads the result of one program (or of several that share a form); undefined when the content is none. */
export type ProgramReader = (content: ProgramContent, context: LabContext) => ProgramResult | undefined;
