import { type LabContent, contentOf } from './content.ts';
import type { LabContext } from './context.ts';
import type { LabFileLimits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { type Locus, loci, scoredLoci } from '../locus.ts';
import type { HlaName } from '../name.ts';
import type { HlaTyping } from '../typing.ts';
import { genotypesOf } from '../typing.ts';
import { decodeLabText } from './decode.ts';
import { type Nomenclature, isOutdated, normaliseTyping } from '../normalise.ts';
import { openDelimited } from './open-delimited.ts';
import { openFhir } from './open-fhir.ts';
import { openHml } from './open-hml.ts';
import { openStatus } from './open-status.ts';
import { antigensOf, genesOf } from '../reference/release-names.ts';
import { otherContent } from './programs/look-alikes.ts';
import { openProgram } from './programs/registry.ts';
import {
  type LabFormat,
  type LabProblem,
  type LabRow,
  type OpenLabFile,
  closeRow,
  errorAt,
  refuseFile,
  rejectRow,
  toProblem,
} from './row.ts';

/** With a reference or a code file, typings are also brought up to that release. */
export interface LabFileOptions extends Nomenclature {
  /** Bounds that differ from the defaults. */
  readonly limits?: Partial<LabFileLimits>;
  /** The genes that are kept, the classical ones unless given. Of others only the gene is read, and it is noted. */
  readonly loci?: readonly Locus[];
  /** Typed scored genes below which a participant is rejected; two unless given, since one gives no score. */
  readonly minimumGenes?: number;
  /** True for a code that can be a participant's; needed where a file has several identifiers of each person. */
  readonly isParticipant?: (code: string) => boolean;
  /**
   * The kit of a file that holds one sample. It stands for the code in the file, and for results of typing programs that
   * hold none.
   */
  readonly participant?: string;
}

/** What was read of a whole file, for the answer to the laboratory. */
export interface LabFileReport {
  /** The format that was recognised; absent for a file of none. */
  readonly format?: LabFormat;
  /** True when no row was read, for the reasons in `problems`. */
  readonly refused: boolean;
  /** Problems of the file itself; each refuses it. */
  readonly problems: readonly LabProblem[];
  /** What was left out of the whole file by rule. */
  readonly notes: readonly LabProblem[];
  /** One for each participant, in the order of the file. */
  readonly rows: readonly LabRow[];
  /** Genes that were left out, and in how many rows each of them stood. */
  readonly otherGenes: Readonly<Record<string, number>>;
  /** Rows with a typing, and rows without. */
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Opens a lab file of any known format: checks size, encoding and structure, finds participants that occur
 * twice, and then reads row by row. Never throws on content; a bad file has problems, a bad row is rejected.
 */
export function openLabFile(bytes: Uint8Array, options: LabFileOptions = {}): OpenLabFile {
  const limits = { ...defaultLimits, ...options.limits };
  const context = {
    ...options,
    limits,
    loci: new Set(options.loci ?? loci),
    minimumGenes: options.minimumGenes ?? 2,
    antigens: antigensOf(options.reference),
    genes: genesOf(options.reference),
  };
  const text = decodeLabText(bytes, limits);
  if (typeof text !== 'string') return refuseFile(text);
  const opened = openText(text, context);
  const rows = withEnoughGenes(opened.rows, context.minimumGenes);
  if (options.reference === undefined && options.macs === undefined) return { ...opened, rows };
  return { ...opened, rows: normalisedRows(rows, options) };
}

/** Opens a file of one format, or leaves it to the next; what it returns may refuse the file. */
type Recogniser = (content: LabContent, context: LabContext) => OpenLabFile | undefined;

/** Each looks at content that is taken apart already, never at the name of a file. The first that knows it reads it. */
const recognisers: readonly Recogniser[] = [
  (content) => otherContent(content, 'first'),
  openProgram,
  openHml,
  openStatus,
  openFhir,
  openDelimited,
];

function openText(text: string, context: LabContext): OpenLabFile {
  const content = contentOf(text, context.limits);
  if ('code' in content) return refuseFile(content);
  for (const recognise of recognisers) {
    const opened = recognise(content, context);
    if (opened === undefined) continue;
    const unknown = opened.problems.some(({ code }) => code === 'format-unknown');
    return (unknown ? otherContent(content, 'last') : undefined) ?? opened;
  }
  return otherContent(content, 'last') ?? refuseFile(errorAt('format-unknown'));
}

function* withEnoughGenes(rows: Iterable<LabRow>, minimum: number): Generator<LabRow> {
  for (const row of rows) {
    const few = row.typing !== undefined && scoredGenes(row.typing) < minimum;
    yield few ? rejectRow(row, errorAt('too-few-loci', { row: row.row })) : row;
  }
}

function scoredGenes({ loci: typed }: HlaTyping): number {
  let count = 0;
  for (const locus of scoredLoci) if (typed[locus] !== undefined) count++;
  return count;
}

function* normalisedRows(rows: Iterable<LabRow>, nomenclature: Nomenclature): Generator<LabRow> {
  for (const read of rows) {
    const { participant, row, typing, problems, replace } = read;
    if (typing === undefined) {
      yield read;
      continue;
    }
    const { typing: normalised, warnings } = normaliseTyping(typing, nomenclature);
    const more = warnings.map(({ locus, ...found }) => toProblem(found, 'warning', { row, locus }));
    const valid = [...problems, ...more].filter(
      (problem) => !isOutdated(problem, namesOf(normalised, problem.locus)),
    );
    const closed = closeRow(participant, row, normalised, valid);
    yield replace === undefined ? closed : { ...closed, replace };
  }
}

/** Reads a whole lab file into a report. */
export async function readLabFile(bytes: Uint8Array, options: LabFileOptions = {}): Promise<LabFileReport> {
  const { format, problems, notes = [], rows } = openLabFile(bytes, options);
  const list: LabRow[] = [];
  for (const row of rows) {
    list.push(row);
    // Other work of the process gets its turn after every 2,000 rows.
    if (list.length % 2000 === 0) await new Promise<void>((resume) => setImmediate(resume));
  }
  const rejected = list.filter(({ status }) => status === 'rejected').length;
  return {
    ...(format === undefined ? {} : { format }),
    refused: problems.length > 0,
    problems,
    notes,
    rows: list,
    otherGenes: countOtherGenes(list),
    accepted: list.length - rejected,
    rejected,
  };
}

/** The names of one gene of a typing, or of all. */
function namesOf(typing: HlaTyping, locus?: Locus): HlaName[] {
  const genes = locus === undefined ? loci : [locus];
  return genes.flatMap((gene) =>
    genotypesOf(typing, gene).flatMap(({ first, second = [] }) => [...first, ...second]),
  );
}

function countOtherGenes(rows: readonly LabRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { problems } of rows) {
    const noted = problems.filter(({ code }) => code === 'other-gene-ignored');
    for (const gene of new Set(noted.map(({ text = '' }) => text))) counts[gene] = (counts[gene] ?? 0) + 1;
  }
  return counts;
}
