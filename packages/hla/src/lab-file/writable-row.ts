import { type FindingCode, finding } from '../finding.ts';
import { type Genotype, glLimits } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import type { HlaName } from '../name.ts';
import type { HlaTyping } from '../typing.ts';
import { longestRelease } from './limits.ts';
import { type LabProblem, errorAt, toProblem } from './row.ts';

/** A participant's typing that is to be written; an accepted `LabRow` is one. */
export interface WritableRow {
  /** Kit code: letters, digits, dot, dash, underscore; at most 64. */
  readonly participant: string;
  readonly typing: HlaTyping;
  /** True to ask that it replace an earlier typing. */
  readonly replace?: true;
  /** Where the row was read, for problems; its place among the given rows unless told. */
  readonly row?: number;
}

/** A row with its number. */
export type NumberedRow = WritableRow & { readonly row: number };

/** A file as text, and what it does not hold. */
export interface WrittenLabFile {
  readonly text: string;
  /** Errors are participants who are left out; warnings are parts of a typing that are. */
  readonly problems: readonly LabProblem[];
}

/** A part of a typing that a form cannot hold. */
export const noteAt = (
  code: FindingCode,
  place: { row: number; column?: string; locus?: Locus },
): LabProblem => toProblem(finding(code), 'warning', place);

/** True for a gene that was typed and of which no copy is known. */
export const isUntold = (genotypes: readonly Genotype[]): boolean =>
  genotypes.length > 0 && genotypes.every(({ first, second = [] }) => [...first, ...second].every(isUnknown));

const isUnknown = ({ kind }: HlaName): boolean => kind === 'unknown';

/** True for a name that may be an antigen or an allele. */
export const isEither = ({ kind }: HlaName): boolean => kind === 'antigen-or-allele';

/** True when a gene has such a name. */
export const isOpen = (genotypes: readonly Genotype[]): boolean =>
  genotypes.some(({ first, second = [] }) => [...first, ...second].some(isEither));

/** True for text beside which such a name is read as an allele. */
export const saysAllele = (text: string): boolean => /[*:]/.test(text);

/** The release of a typing, where a form can hold it: it is one line of at most 20 characters that is no formula. */
export function writableRelease(
  { typing, row }: NumberedRow,
  forbidden: RegExp,
  problems: LabProblem[],
): string {
  const { release } = typing;
  if (release === undefined || release === '') return '';
  const fits =
    release.length <= longestRelease && release === release.trim() && !/\p{C}|^[=+@-]/u.test(release);
  if (fits && !forbidden.test(release)) return release;
  problems.push(noteAt('release-not-written', { row }));
  return '';
}

/** An error for a text that is longer than the readers allow; undefined for any other. */
export const tooLong = (text: string, row: number): LabProblem | undefined =>
  text.length > glLimits.characters ? errorAt('too-long', { row }) : undefined;
