import type { Finding, Reading } from '../finding.ts';
import { accept, finding, refuse } from '../finding.ts';
import type { Genotype } from '../gl-string.ts';
import { glLimits, readGlString } from '../gl-string.ts';
import type { ReleaseAntigens } from '../antigen-or-allele.ts';
import { antigensOverlap } from '../antigen.ts';
import { type Locus, mayBeAbsent } from '../locus.ts';
import { firstFieldOf, type HlaName } from '../name.ts';
import { readName } from '../read-name.ts';
import { untestedCopies } from './draft.ts';

/** What parts the alternatives of one copy. A comma does so before a name only: `0,5597` is damage by a spreadsheet. */
const alternatives = /[/;]|,(?=\s*(?:hla-)?(?:[a-z]{1,4}\d?\*|\d{2,3}:))/i;

/** Words for a copy that is not told apart from the other: one copy was reported. */
const blankWords = new Set(['', '-', '--', '---', '–', '—', '.', 'blank', 'x']);

/**
 * Words for a copy of which nothing is known: it was not tested, failed, or the value is missing. Among them what
 * spreadsheets and data frames write, and the marks of PyPop, GENEPOP, Arlequin, PLINK and BIGDAWG.
 */
const missingWords = new Set(
  (
    '?|??|na|n/a|n/d|n.a.|n.a|<na>|#n/a|#na|nan|none|null|nil|missing|empty|nt|n.t.|nd|n.d.|n.d|not tested|untested|not typed|' +
    'not done|not determined|not available|not called|no call|no-call|no_call|nocall|no result|no data|no typing|' +
    'unknown|unk|undetermined|unresolved|undefined|fail|failed|failure|dropout|low coverage|*|**|***|****|^|0|00|000|0000|000000|' +
    '-9|-1|sin dato|sin datos|desconocido|no determinado|no tipado|нет данных|неизвестно|не определено|н/д'
  ).split('|'),
);

/** The gene that some programs write before a missing value (`A*NA`, `HLA-A*unknown`). */
const genePrefix = /^(?:hla[-_])?[a-z]{1,4}\d{0,2}[*_](?=.)/;

/** A gene without a name behind it: `A*`, `HLA-DRB1*`. */
const geneAlone = /^(?:hla[-_])?[a-z]{1,4}\d{0,2}\*$/;

const isMissing = (word: string): boolean =>
  missingWords.has(word) || geneAlone.test(word) || missingWords.has(word.replace(genePrefix, ''));

/** The symbol of antigens with a mark in place of the number: `A-`, `BX`, `DR-`. */
const antigenBlank = /^(?:hla-)?(?:[abc]w?|d[rqp]w?)[\s_]*(?:-+|x|blank)$/;

/** True for a cell that says nothing about a copy: empty, or a word for it. */
export function isBlank(text: string): boolean {
  const word = text.trim().toLowerCase();
  return blankWords.has(word) || antigenBlank.test(word) || isMissing(word);
}

/** The content of one cell, which holds one copy. */
export type CellReading =
  | { readonly kind: 'blank' }
  | { readonly kind: 'untested' }
  | { readonly kind: 'names'; readonly names: readonly HlaName[] };

/**
 * Reads the cell of one copy: a name, a list of alternatives with slashes, semicolons or commas (abbreviated ones are completed:
 * `A*02:01/09` and `A*02:01/02:09`), or one of the usual words for an empty cell. Names of other genes are noted.
 */
export function readCell(text: string, locus: Locus, antigens?: ReleaseAntigens): Reading<CellReading> {
  // Which antigens a release names is no part of the key.
  if (antigens !== undefined && fourDigits.test(text)) return readFresh(text, locus, antigens);
  const key = `${locus} ${text}`;
  const before = recent.get(key);
  if (before !== undefined) return before;
  const read = readFresh(text, locus);
  if (recent.size >= 10_000) recent.clear();
  if (text.length <= 64) recent.set(key, read);
  return read;
}

/** Digits that may be an antigen of the release in use. */
const fourDigits = /[A-Z]\d{4}(?!\d)/i;

/** Readings of recent cells. A file has many rows and few different alleles. */
const recent = new Map<string, Reading<CellReading>>();

function readFresh(text: string, locus: Locus, antigens?: ReleaseAntigens): Reading<CellReading> {
  const word = text.trim().toLowerCase();
  if (blankWords.has(word) || antigenBlank.test(word)) return accept({ kind: 'blank' });
  if (isMissing(word)) return accept({ kind: 'untested' });
  const joined = /[+^~|]/.exec(text);
  if (joined !== null) return refuse('delimiter-in-cell', { position: joined.index, text });
  const names: HlaName[] = [];
  const warnings: Finding[] = [];
  let at = 0;
  for (const part of text.split(alternatives)) {
    if (names.length >= glLimits.alternatives) return refuse('too-ambiguous', { position: at });
    if (part === '' && text.endsWith(';')) break;
    if (part.trim() === '') return refuse('gl-empty-part', { position: at, text });
    const completed = complete(part, names.at(-1));
    if (completed !== part) warnings.push(finding('list-shorthand', { position: at, text: part }));
    const read = readName(completed, {
      locus,
      antigens,
      at: completed === part ? at : at + part.length - completed.length,
    });
    if (!read.ok) return read;
    warnings.push(...read.warnings);
    if (read.value.kind !== 'other') names.push(read.value);
    at += part.length + 1;
  }
  return accept(names.length === 0 ? { kind: 'blank' } : { kind: 'names', names }, warnings);
}

/** Completes a member of an abbreviated list from the member before it: `09` after `A*02:01` is `A*02:09`. */
function complete(part: string, before: HlaName | undefined): string {
  const text = part.trim();
  if (before === undefined || !('fields' in before)) return part;
  if (/^\d{2,4}[A-Z]?$/i.test(text)) return `${before.locus}*${before.fields[0]}:${text}`;
  return part;
}

/** Two cells of a gene as genotypes; undefined when both are empty. */
export function joinCopies(
  one: CellReading,
  two: CellReading,
  locus: Locus,
): readonly Genotype[] | undefined {
  const [first, second] = one.kind === 'names' ? [one, two] : [two, one];
  if (first.kind !== 'names') return undefined;
  if (second.kind === 'names') return [{ first: first.names, second: second.names }];
  if (second.kind === 'blank') return [{ first: first.names }];
  return [{ first: first.names, second: untestedCopies[locus] }];
}

/**
 * Reads a column that holds a whole genotype as a GL string, or two names parted by a comma, a semicolon or blanks. Two
 * alleles of different first fields with a slash between them are refused: they are two copies, and a slash means one.
 */
export function readGenotypeCell(
  original: string,
  locus: Locus,
  antigens?: ReleaseAntigens,
): Reading<readonly Genotype[] | undefined> {
  if (isBlank(original)) return accept(undefined);
  // A question mark alone is an operator of GL strings.
  const text = original.replaceAll('(?)', "'");
  const joined = joinedCopies(text, locus);
  const copies = joined.split('+');
  if (copies.length === 2 && copies.some(isBlank)) return readHalf(copies, locus, antigens);
  const read = readGlString(joined, { locus, antigens });
  if (!read.ok) return read;
  const genotypes = read.value.genotypes.get(locus);
  if (genotypes?.every(slashesCopies) === true && !mayBeAbsent(locus))
    return refuse('slash-between-copies', { position: 0, text });
  return accept(genotypes, read.warnings);
}

/** A genotype without a plus, with one between its copies. */
function joinedCopies(text: string, locus: Locus): string {
  if (/[+|]/.test(text)) return text;
  const words = text.trim().split(/\s+/);
  const areNames = words.length === 2 && words.every((word) => readName(word, { locus }).ok);
  return areNames ? words.join('+') : text.replace(/[,;]\s*/, '+');
}

/** True for two names of one copy that no ambiguous typing leaves open together. */
function slashesCopies({ first: [one, two, more], second }: Genotype): boolean {
  if (one === undefined || two === undefined || more !== undefined || second !== undefined) return false;
  if (one.kind === 'antigen' && two.kind === 'antigen')
    return !antigensOverlap(one.locus, one.antigen, two.antigen);
  const [field, other] = [firstFieldOf(one), firstFieldOf(two)];
  return field !== undefined && other !== undefined && field !== other;
}

/** A genotype of which one copy is blank or missing. */
function readHalf(
  copies: readonly string[],
  locus: Locus,
  antigens?: ReleaseAntigens,
): Reading<readonly Genotype[] | undefined> {
  const [one, two] = copies.map((copy) => readCell(copy, locus, antigens));
  if (one?.ok !== true) return one ?? accept(undefined);
  if (two?.ok !== true) return two ?? accept(undefined);
  return accept(joinCopies(one.value, two.value, locus), [...one.warnings, ...two.warnings]);
}

const slashed = /(^|[+^|~*])(\s*)n\/([ad])(?=\s*(?:$|[+^|~]))/gi;
const geneInBlock = /(?:hla-)?(?:[a-z]{1,4}\d?(?=\*)|(?:[abc]w?|d[rqp]w?)(?=\d))/i;

/**
 * A GL string in which missing copies are written as UUUU: `A*01:01+A*NA`, and `A*01:01+NA` too, where the gene is that of
 * the block. A copy that is a dash or `blank` is left out, since one copy was reported; a block without any gene is left out whole.
 */
export function withMissingCopies(text: string, locus?: Locus): string {
  const blocks = text.replace(slashed, '$1$2n$3').split('^');
  return blocks.flatMap((block) => writeMissing(block, locus) ?? []).join('^');
}

function writeMissing(block: string, locus?: Locus): string | undefined {
  const own = locus ?? geneInBlock.exec(block)?.[0];
  let orphaned = false;
  const written = block.replace(/[^+|~?/]+/g, (part) => {
    // No word for a missing value has a colon, and nearly every name has one.
    if (part.includes(':')) return part;
    const token = part.trim().toLowerCase();
    if (token === '' || !isMissing(token)) return part;
    const gene = genePrefix.exec(token)?.[0] ?? (geneAlone.test(token) ? token : own && `${own}*`);
    orphaned ||= gene === undefined;
    return gene === undefined ? '' : `${gene}UUUU`;
  });
  if (orphaned) return /[^+|~?/\s]/.test(written) ? block : undefined;
  return written.replace(oneCopy, '');
}

/** A word for a copy that is not told apart from the other, also behind the symbol of its antigens: `-`, `blank`, `A-`, `BX`. */
const oneCopyWord = String.raw`(?:(?:hla-)?(?:[abc]w?|d[rqp]w?)[\s_]*)?(?:-+|[\u2013\u2014.x]|blank)`;

/** Such a word in place of one of two copies. */
const oneCopy = new RegExp(String.raw`\+\s*${oneCopyWord}\s*(?=$|\|)|(?<=^|\|)\s*${oneCopyWord}\s*\+`, 'gi');
