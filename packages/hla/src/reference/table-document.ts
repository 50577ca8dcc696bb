import { HlaError } from '../hla-error.ts';
import { type ReductionLevel, reductionLevels } from '../reduction-level.ts';
import type { AnswersDocument } from './answers.ts';
import type { Locus } from '../locus.ts';
import { loci, scoredLoci } from '../locus.ts';

/** One gene of a reference table. Names are without the gene. */
export interface LocusDocument {
  /** Residues of a groove; 0 for a gene that is not compared, whose grooves have numbers but no sequences. */
  readonly grooveLength: number;
  /** Groove sequences by id: the first in full, each other as its parent's id and what differs (`0:9Y62G`). */
  readonly grooves: readonly string[];
  /** Ids of grooves with residues where the reference allele has a gap; absent from tables of format 1. */
  readonly insertions?: readonly string[];
  /** Antigen evidence, referred to by index: unambiguous, possible, assumed and expert, parted by semicolons. */
  readonly serology: readonly string[];
  /**
   * One line per protein: `fields|groove|P group|serology|members`, where members are `rest of name` by commas. The P
   * group is blank when it goes by the protein's own fields, `=` when the protein stands alone and `-` when the release
   * says nothing. The groove is blank when no member is expressed, and `?` when the release has no sequence of the protein. Tables of format 1 have a blank where later ones have `=`.
   */
  readonly proteins: readonly string[];
  /** `name=members` of each G group; a member stands for every allele whose name it begins. */
  readonly gGroups: readonly string[];
  /** Alleles that the file of G groups leaves out; absent from tables of format 1. */
  readonly gUnknown?: readonly string[];
  /** What each name reduces to, by level; absent from tables of formats 1 and 2. */
  readonly answers?: Readonly<Record<ReductionLevel, AnswersDocument>>;
  /** Antigens of four digits, as since 2026, with the antigen that each was split from; absent where the release has none. */
  readonly associated?: Readonly<Record<string, string>>;
  /** Former name -> present name, empty when there is none. */
  readonly former: Readonly<Record<string, string>>;
}

/** Stands for the groove of a protein that is expressed and of which the release has no sequence. */
export const unknownGroove = '?';

/** A compact table made from one release, ready to be written as JSON. */
export interface TableDocument {
  readonly format: 'harmonia-hla-table';
  /**
   * 1 holds A, B and DRB1; 2 holds all classical genes, and tells proteins that stand alone from P groups; 3 holds what each
   * name reduces to, which is worked out from the rest where a table is older.
   */
  readonly formatVersion: 1 | 2 | 3;
  readonly release: string;
  readonly citation: string;
  readonly licence: string;
  /** Genes of the release beside the classical ones; absent from tables of earlier builds. */
  readonly otherGenes?: readonly string[];
  /** SHA-256 of each source file. */
  readonly sources: Readonly<Record<string, string>>;
  readonly loci: Readonly<Partial<Record<Locus, LocusDocument>>>;
}

/** Checks the shape of a parsed table. Throws `table-invalid` saying what is wrong. */
export function parseTableDocument(value: unknown): TableDocument {
  const table = value as Partial<TableDocument> | null;
  if (typeof table !== 'object' || table === null || table.format !== 'harmonia-hla-table')
    throw new HlaError('table-invalid', 'this is not an HLA reference table');
  const { formatVersion } = table;
  if (formatVersion !== 1 && formatVersion !== 2 && formatVersion !== 3)
    throw new HlaError(
      'table-invalid',
      'the HLA reference table has a format that this version does not know: build it again with hla build',
    );
  if (typeof table.release !== 'string' || typeof table.loci !== 'object')
    throw new HlaError('table-invalid', 'the HLA reference table is incomplete');
  for (const locus of formatVersion === 1 ? scoredLoci : loci) {
    const part: Partial<LocusDocument> | undefined = table.loci[locus];
    const lists = [part?.grooves, part?.serology, part?.proteins, part?.gGroups, part?.insertions ?? []];
    const sound = lists.every(
      (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
    );
    const answers = formatVersion < 3 ? [] : reductionLevels.map((level) => part?.answers?.[level]);
    const answered = answers.every(
      (each) => typeof each?.answers === 'string' && typeof each.places === 'string',
    );
    if (!sound || !answered || typeof part?.grooveLength !== 'number' || typeof part.former !== 'object')
      throw new HlaError('table-invalid', `the HLA reference table lacks ${locus}`);
  }
  return table as TableDocument;
}

/** Writes grooves as differences from the first groove with the same family (first field), or from groove 0. */
export function encodeGrooves(grooves: readonly { sequence: string; family: string }[]): string[] {
  const heads = new Map<string, number>();
  return grooves.map(({ sequence, family }, id) => {
    if (id === 0) {
      heads.set(family, 0);
      return sequence;
    }
    const parent = heads.get(family) ?? 0;
    if (!heads.has(family)) heads.set(family, id);
    const base = grooves[parent]?.sequence ?? '';
    let text = `${parent}:`;
    for (let at = 0; at < sequence.length; at++)
      if (sequence[at] !== base[at]) text += `${at}${sequence[at]}`;
    return text;
  });
}

/** Inverse of `encodeGrooves`. */
export function decodeGrooves(encoded: readonly string[]): string[] {
  const sequences: string[] = [];
  for (const text of encoded) {
    const parent = /^(\d+):/.exec(text);
    if (parent === null) {
      sequences.push(text);
      continue;
    }
    const letters = [...(sequences[Number(parent[1])] ?? '')];
    for (const [, at, letter] of text.slice(parent[0].length).matchAll(/(\d+)([A-Z*])/g))
      letters[Number(at)] = letter ?? '*';
    sequences.push(letters.join(''));
  }
  return sequences;
}
