import { HlaError } from '../hla-error.ts';
import type { Alignment } from './release-files.ts';

/**
 * The peptide-binding groove, also called antigen recognition domain (ARD): residues 2–182 of the mature class I
 * protein, residues 6–94 of DRB1. Positions at which the reference allele has a gap are left out.
 */
export const grooveLength = { classI: 181, drb1: 89 } as const;

const leaderOfClassI = 24;
const drb1FirstResidue = 6;

/** Grooves of a gene by allele name. */
export interface GrooveSequences {
  readonly grooves: ReadonlyMap<string, string>;
  /** Residues that a groove has where the reference allele has a gap, as `column` and letters; they have no position. */
  readonly insertions: ReadonlyMap<string, string>;
}

/** A letter that is not one of the twenty residues counts as unknown (`*`). */
const clean = (text: string): string => text.replace(/[^ARNDCQEGHILKMFPSTWYV]/g, '*');

/**
 * Grooves of class I proteins, by name. The first sequence is complete and gives the template; every other is
 * laid on it without gaps, since partial sequences begin later. Residues that a sequence lacks are `*`.
 */
export function classIGrooves(sequences: ReadonlyMap<string, string>): GrooveSequences {
  const length = grooveLength.classI;
  const [reference = ''] = sequences.values();
  const start = leaderOfClassI + 1;
  const template = reference.slice(start, start + length);
  if (template.length < length)
    throw new HlaError('release-invalid', 'the first class I sequence is not complete');
  const grooves = new Map<string, string>();
  for (const [name, sequence] of sequences) {
    const offset = bestOffset(sequence, template, start);
    const from = Math.max(0, offset);
    const lead = '*'.repeat(Math.max(0, -offset));
    grooves.set(
      name,
      clean((lead + sequence.slice(from, offset + length)).slice(0, length).padEnd(length, '*')),
    );
  }
  return { grooves, insertions: new Map() };
}

function bestOffset(sequence: string, template: string, start: number): number {
  const enough = template.length * 0.85;
  let best = { offset: start, matches: -1 };
  const consider = (offset: number): void => {
    let matches = 0;
    for (let at = Math.max(0, -offset); at < template.length; at++)
      if (sequence.charCodeAt(at + offset) === template.charCodeAt(at)) matches++;
    if (matches > best.matches) best = { offset, matches };
  };
  consider(start);
  if (best.matches < enough) consider(0);
  for (let offset = -40; best.matches < enough && offset <= 60; offset++) consider(offset);
  return best.offset;
}

/** Grooves of DRB1 proteins, by name, from the alignment. */
export function drb1Grooves(alignment: Alignment): GrooveSequences {
  const length = grooveLength.drb1;
  const [reference = ''] = alignment.rows.values();
  if (alignment.firstResidue < 0)
    throw new HlaError('release-invalid', 'the alignment does not number its residues');
  const columns: number[] = [];
  const gaps: number[] = [];
  let residue = 0;
  for (let column = alignment.firstResidue; column < reference.length && columns.length < length; column++) {
    if (reference[column] === '.') {
      if (columns.length > 0) gaps.push(column);
      continue;
    }
    residue++;
    if (residue >= drb1FirstResidue) columns.push(column);
  }
  if (columns.length < length)
    throw new HlaError('release-invalid', 'the alignment is shorter than the groove');
  const grooves = new Map<string, string>();
  const insertions = new Map<string, string>();
  const last = columns.at(-1) ?? 0;
  for (const [name, row] of alignment.rows) {
    // The protein of a null allele may end within the groove.
    if (row.length <= last && !name.endsWith('N'))
      throw new HlaError(
        'release-invalid',
        `DRB1_prot.txt is not whole: DRB1*${name} ends within the groove`,
      );
    const inserted = gaps.filter((column) => /[A-Z]/.test(row[column] ?? ''));
    if (inserted.length > 0)
      insertions.set(name, inserted.map((column) => `${column}${row[column]}`).join(''));
    const letters = columns.map((column) => (row[column] === '-' ? reference[column] : (row[column] ?? '*')));
    grooves.set(name, clean(letters.join('')));
  }
  return { grooves, insertions };
}
