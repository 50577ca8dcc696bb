import type { LabContent } from '../content.ts';
import type { LabContext } from '../context.ts';
import { type DelimitedRecord, delimitedRecords } from '../delimited-text.ts';
import { finishDraft } from '../draft.ts';
import { identityOf } from '../participant-code.ts';
import { rejectRepeated } from '../repeated.ts';
import type { LabProblem, OpenLabFile } from '../row.ts';
import { errorAt, refuseFile } from '../row.ts';
import { readArcasHla } from './arcas-hla.ts';
import { readCopyRows } from './copy-rows.ts';
import { readDonorNet } from './donor-net.ts';
import { readGeneRows } from './gene-rows.ts';
import { readKourami } from './kourami.ts';
import { readOptiType } from './optitype.ts';
import { readPhlat } from './phlat.ts';
import type { ProgramContent, ProgramReader, ProgramResult, TableRow } from './program.ts';
import { readScore6 } from './score6.ts';
import { readSeq2Hla } from './seq2hla.ts';
import { readSpecHla } from './spec-hla.ts';
import { readSureTyper } from './sure-typer.ts';
import { kitLine } from './table.ts';
import { readTarr } from './tarr.ts';
import { readUniformat } from './uniformat.ts';
import { readXhla } from './xhla.ts';

/** The programs whose results are read. Each knows its own by content; no two take the same file. */
const readers: readonly ProgramReader[] = [
  readArcasHla,
  readXhla,
  readOptiType,
  readSpecHla,
  readCopyRows,
  readSeq2Hla,
  readPhlat,
  readGeneRows,
  readKourami,
  readUniformat,
  readScore6,
  readSureTyper,
  readDonorNet,
  readTarr,
];

/** Opens the result of a typing program; undefined when the content is none. */
export function openProgram(content: LabContent, context: LabContext): OpenLabFile | undefined {
  for (const each of contentsOf(content, context)) {
    for (const read of readers) {
      const result = read(each, context);
      if (result === undefined) continue;
      return rowsOf(result, context, each.kind === 'table' ? kitLine(each.text) : undefined);
    }
  }
  return undefined;
}

/** The content for each delimiter that could part it. */
function contentsOf(content: LabContent, { limits }: LabContext): ProgramContent[] {
  if (content.kind !== 'table') return [content];
  const { text } = content;
  return content.heads.map(({ delimiter, records }) => ({
    kind: 'table',
    text,
    rows: records.flatMap((record) => ('cells' in record ? [record] : [])),
    all: () => everyRow(delimitedRecords(text, delimiter, limits)),
  }));
}

function everyRow(records: Iterable<DelimitedRecord>): TableRow[] | LabProblem {
  const rows: TableRow[] = [];
  for (const record of records) {
    if ('refused' in record) return errorAt(record.refused, { row: record.row });
    rows.push(record);
  }
  return rows;
}

function rowsOf(
  { format, program, samples, problems = [] }: ProgramResult,
  context: LabContext,
  line: string | undefined,
): OpenLabFile {
  if (problems.length > 0) return refuseFile(...problems);
  const kit = context.participant ?? line;
  const [first, ...others] = samples;
  if (first === undefined) return refuseFile(errorAt('rows-missing'));
  const text = program.slice(0, 40);
  if (kit !== undefined && others.length > 0) return refuseFile(errorAt('participant-several', { text }));
  if (kit === undefined && first.codes.length === 0)
    return refuseFile(errorAt('participant-needed', { text }));
  const rows = samples.map(({ codes, row, draft }) => {
    const given = kit === undefined ? context : { participant: kit };
    return finishDraft(identityOf(codes, given), row, draft);
  });
  return { format, problems: [], rows: rejectRepeated(rows) };
}
