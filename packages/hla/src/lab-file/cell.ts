import type { Finding, Reading } from '../finding.ts';
import { accept, finding, refuse } from '../finding.ts';
import type { Genotype } from '../gl-string.ts';
import { glLimits, readGlString } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import type { HlaName } from '../name.ts';
import { readName } from '../read-name.ts';
import { untestedCopies } from './draft.ts';

const blankWords = new Set(['', '-', '--', '–', '—', '.', 'blank', 'x', 'na', 'n/a', 'none', 'null']);
const untestedWords = new Set(['nt', 'not tested', 'untested', 'not typed', '?']);

/** True for a cell that says nothing about a copy: empty, or a word for it. */
export function isBlank(text: string): boolean {
  const word = text.trim().toLowerCase();
  return blankWords.has(word) || untestedWords.has(word);
}

/** The content of one cell, which holds one copy. */
export type CellReading =
  | { readonly kind: 'blank' }
  | { readonly kind: 'untested' }
  | { readonly kind: 'names'; readonly names: readonly HlaName[] };

/**
 * Reads the cell of one copy: a name, a list of alternatives with slashes (abbreviated ones are completed:
 * `A*02:01/09` and `A*02:01/02:09`), or one of the usual words for an empty cell. Names of other genes are noted.
 */
export function readCell(text: string, locus: Locus): Reading<CellReading> {
  const key = `${locus} ${text}`;
  const before = recent.get(key);
  if (before !== undefined) return before;
  const read = readFresh(text, locus);
  if (recent.size >= 10_000) recent.clear();
  if (text.length <= 64) recent.set(key, read);
  return read;
}

/** Readings of recent cells. A file has many rows and few different alleles. */
const recent = new Map<string, Reading<CellReading>>();

function readFresh(text: string, locus: Locus): Reading<CellReading> {
  const word = text.trim().toLowerCase();
  if (blankWords.has(word)) return accept({ kind: 'blank' });
  if (untestedWords.has(word)) return accept({ kind: 'untested' });
  const joined = /[+^~|]/.exec(text);
  if (joined !== null) return refuse('delimiter-in-cell', { position: joined.index, text });
  const names: HlaName[] = [];
  const warnings: Finding[] = [];
  let at = 0;
  for (const part of text.split('/')) {
    if (names.length >= glLimits.alternatives) return refuse('too-ambiguous', { position: at });
    if (part.trim() === '') return refuse('gl-empty-part', { position: at, text });
    const completed = complete(part, names.at(-1));
    if (completed !== part) warnings.push(finding('list-shorthand', { position: at, text: part }));
    const read = readName(completed, {
      locus,
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

/** Reads a column that holds a whole genotype as a GL string, or two names parted by a comma or blank. */
export function readGenotypeCell(text: string, locus: Locus): Reading<readonly Genotype[] | undefined> {
  if (isBlank(text)) return accept(undefined);
  const read = readGlString(/[+|]/.test(text) ? text : text.replace(/[,;]\s*/, '+'), { locus });
  return read.ok ? accept(read.value.genotypes.get(locus), read.warnings) : read;
}
