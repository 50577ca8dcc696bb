import { type Locus, scoredLoci } from '../locus.ts';
import { readGene } from '../gene.ts';
import type { Column, ColumnRole } from './columns.ts';
import { isPersonalHeader, ownerOfHeader, roleOfHeader } from './columns.ts';
import type { LabFormat, LabProblem } from './row.ts';
import { errorAt } from './row.ts';
import { readStatus } from './status.ts';

/** A row of headers as it was understood. */
export interface TableLayout {
  readonly format: LabFormat;
  readonly columns: readonly Column[];
  /** The places that could hold the participant, the best ones only. */
  readonly participants: readonly Column[];
  /** Headers that are missing, by the name that would be understood. */
  readonly missing: readonly string[];
  readonly problems: readonly LabProblem[];
}

type Of<K extends ColumnRole['kind']> = Column & { readonly role: Extract<ColumnRole, { kind: K }> };
type Cells = readonly string[];

const ofKind = <K extends ColumnRole['kind']>(columns: readonly Column[], kind: K): Of<K>[] =>
  columns.filter((column): column is Of<K> => column.role.kind === kind);

/**
 * Understands a row as headers, with the rows below it: which columns hold the participant and the typing, and what the
 * format is. Undefined when no header names a typing.
 * @param required genes of which a wide file must have columns
 */
export function findColumns(
  headers: Cells,
  row: number,
  below: readonly Cells[],
  required: readonly Locus[] = scoredLoci,
): TableLayout | undefined {
  const named = headers.flatMap((header, index): Column[] => {
    const role = roleOfHeader(header);
    return role === undefined ? [] : [{ index, header: header.trim(), role }];
  });
  const typed = isLong(named, below)
    ? longColumns(named)
    : (wideColumns(named, below) ?? statusOnly(named, below));
  if (typed === undefined) return undefined;
  const { format, columns } = typed;
  const participants = participantColumns(named, headers, below);
  const missing = [
    ...(participants.length === 0 ? ['participant'] : []),
    ...(format === 'csv-wide' ? missingCopies(columns, required) : []),
  ];
  const others = [
    ...ofKind(named, 'release'),
    ...ofKind(named, 'replace'),
    ...ofKind(named, 'method'),
    ...ofKind(named, 'status'),
  ];
  const used = [...participants, ...columns, ...others];
  return { format, columns: used, participants, missing, problems: problemsOf(headers, row, used) };
}

/** One row a gene: a column of genes beside one of alleles, or columns of alleles that no gene is named for. */
function isLong(named: readonly Column[], below: readonly Cells[]): boolean {
  const [gene] = ofKind(named, 'gene');
  const perGene = named.some(({ role }) => role.kind === 'copy' || role.kind === 'whole');
  const alleles = named.some(({ role }) => role.kind === 'allele');
  if (gene === undefined) return alleles && !perGene && !holdsGl(named, below);
  if (perGene) return below.some((cells) => readGene(cells[gene.index] ?? '') !== undefined);
  return alleles || ofKind(named, 'gl').length > 0;
}

const holdsGl = (named: readonly Column[], below: readonly Cells[]): boolean =>
  ofKind(named, 'gl').some((column) => column.role.sure || looksLikeGl(column, below));

/** True when a cell of the column has a gene with fields and a delimiter of GL strings, or is all there is to read. */
const looksLikeGl = ({ index }: Column, below: readonly Cells[]): boolean =>
  below.some((cells) => /[A-Z]\d?\*\s*\d|^\s*hla\s*#/i.test(cells[index] ?? ''));

type Typed = { readonly format: LabFormat; readonly columns: readonly Column[] };

function longColumns(named: readonly Column[]): Typed | undefined {
  const genes = ofKind(named, 'gene');
  const alleles = ofKind(named, 'allele');
  if (alleles.length > 0) return { format: 'csv-long', columns: [...genes, ...alleles] };
  // Beside a column of genes, A1 and A2 are the alleles of the row's gene.
  const copies = ofKind(named, 'copy').map(({ role: { copy }, ...column }): Column => ({
    ...column,
    role: { kind: 'allele', copy },
  }));
  if (copies.length > 0) return { format: 'csv-long', columns: [...genes, ...copies] };
  const whole = ofKind(named, 'gl').map((column): Column => ({ ...column, role: { kind: 'genotype' } }));
  return whole.length === 0 ? undefined : { format: 'csv-long', columns: [...genes, ...whole] };
}

function wideColumns(named: readonly Column[], below: readonly Cells[]): Typed | undefined {
  const perGene = pairedColumns(named);
  const gl = ofKind(named, 'gl').filter(
    (column) =>
      column.role.sure || looksLikeGl(column, below) || (perGene.length === 0 && below.length === 0),
  );
  if (perGene.length === 0) return gl.length === 0 ? undefined : { format: 'csv-gl', columns: gl };
  return { format: 'csv-wide', columns: [...perGene, ...ofKind(named, 'mixed'), ...gl] };
}

/** A table that holds no typing: a code and what became of the sample. */
const statusOnly = (named: readonly Column[], below: readonly Cells[]): Typed | undefined =>
  ofKind(named, 'status').some(({ index }) =>
    below.some((cells) => readStatus(cells[index] ?? '') !== undefined),
  )
    ? { format: 'csv-status', columns: [] }
    : undefined;

/**
 * The columns of genes. A header that stands twice for one gene, or beside a single column of one copy, is that gene's
 * first and second copy: `A, A`, `A, A.1` and `A, A2`.
 */
function pairedColumns(named: readonly Column[]): Column[] {
  const copies = ofKind(named, 'copy');
  const wholes = ofKind(named, 'whole');
  const alone = copies.filter(
    ({ role }) => copies.filter((other) => other.role.set === role.set).length === 1,
  );
  const asCopy = (column: Of<'copy' | 'whole'>, copy: 1 | 2, set: string): Column => ({
    ...column,
    role: { kind: 'copy', locus: column.role.locus, copy, set },
  });
  const partnerOf = (locus: Locus): Of<'whole'> | undefined => {
    const [only, ...others] = wholes.filter(({ role }) => role.locus === locus);
    const single = alone.filter(({ role }) => role.locus === locus).length === 1;
    return single && others.length === 0 ? only : undefined;
  };
  const ofWholes = wholes.map((column): Column => {
    const { locus, set } = column.role;
    const twins = wholes.filter(({ role }) => role.set === set);
    if (twins.length === 2) return asCopy(column, twins[0] === column ? 1 : 2, set);
    return partnerOf(locus) === column ? asCopy(column, 1, set) : column;
  });
  const ofCopies = copies.map((column): Column => {
    const partner = alone.includes(column) ? partnerOf(column.role.locus) : undefined;
    return partner === undefined ? column : asCopy(column, 2, partner.role.set);
  });
  return [...ofWholes, ...ofCopies].toSorted((one, other) => one.index - other.index);
}

/**
 * The words that mean a kit code are preferred; a first column without a header is the last choice. A column that counts
 * the rows is none.
 */
function participantColumns(named: readonly Column[], headers: Cells, below: readonly Cells[]): Column[] {
  const all = ofKind(named, 'participant');
  const kits = all.filter(({ role }) => role.named);
  if (kits.length > 0) return kits;
  const nameless: Column = { index: 0, header: '', role: { kind: 'participant', named: false } };
  const possible = all.length > 0 || headers[0]?.trim() !== '' ? all : [nameless];
  const others = possible.filter(({ index }) => !countsRows(index, below));
  return others.length > 0 || all.length === 0 ? others : all;
}

function countsRows(index: number, below: readonly Cells[]): boolean {
  const first = Number(below[0]?.[index]?.trim() || Number.NaN);
  return (
    (first === 0 || first === 1) && below.every((cells, at) => cells[index]?.trim() === String(first + at))
  );
}

/** Columns that a wide file lacks: of each gene both copies, or one column for both. A GL string needs none of them. */
function missingCopies(columns: readonly Column[], required: readonly Locus[]): string[] {
  if (ofKind(columns, 'gl').length > 0) return [];
  const sets = Map.groupBy(ofKind(columns, 'copy'), ({ role }) => role.set);
  const halves = [...sets.values()].flatMap((set) => {
    const { locus } = set[0]!.role;
    const others = columns.some(
      ({ role }) => 'locus' in role && role.locus === locus && role !== set[0]!.role,
    );
    return set.length > 1 || others ? [] : [`${locus}_${set[0]!.role.copy === 1 ? 2 : 1}`];
  });
  const absent = required
    .filter((locus) => !columns.some(({ role }) => 'locus' in role && role.locus === locus))
    .flatMap((locus) => [`${locus}_1`, `${locus}_2`]);
  return [...halves, ...absent];
}

/** Columns that a table may have several of. */
const manyTimes: ReadonlySet<ColumnRole['kind']> = new Set([
  'participant',
  'gl',
  'mixed',
  'method',
  'status',
]);

function problemsOf(headers: Cells, row: number, columns: readonly Column[]): LabProblem[] {
  const place = (header: string) => ({ row, column: header.slice(0, 40) });
  const personal = headers
    .filter(isPersonalHeader)
    .map((header) => errorAt('column-personal', place(header)));
  const owners = new Set(
    columns.flatMap(({ header, role }) => (role.kind === 'participant' ? [] : (ownerOfHeader(header) ?? []))),
  );
  const second = columns.find(({ header }) => ownerOfHeader(header) === 'd');
  if (owners.size > 1) return [...personal, errorAt('two-people-per-row', place(second?.header ?? ''))];
  const seen = new Set<string>();
  const twice = columns.filter(({ role }) => {
    const key = JSON.stringify(role);
    const before = seen.has(key);
    seen.add(key);
    return before && !manyTimes.has(role.kind);
  });
  return [...personal, ...twice.map(({ header }) => errorAt('column-duplicate', place(header)))];
}
