import { createHash } from 'node:crypto';
import type { Locus } from '../locus.ts';
import { isLocus, loci } from '../locus.ts';
import { buildAnswers } from './build-answers.ts';
import type { LocusCounts } from './build-locus.ts';
import { buildLocus } from './build-locus.ts';
import { checkRelease } from './check-release.ts';
import type { GrooveSequences } from './groove-sequences.ts';
import { classIGrooves, drb1Grooves } from './groove-sequences.ts';
import type { ReleaseTexts } from './release-files.ts';
import { fastaSequences, readAlignment } from './release-files.ts';
import { createReleaseReference } from './release-reference.ts';
import type { LocusDocument, TableDocument } from './table-document.ts';

const citation =
  'Barker D, Maccari G, Georgiou X, Cooper M, Flicek P, Robinson J, Marsh SGE. The IPD-IMGT/HLA Database. ' +
  'Nucleic Acids Research (2023), 51(D1).';
const licence =
  'Derived from IPD-IMGT/HLA (CC BY-ND); for use by whoever downloaded the release, not for redistribution.';

/** Result of a build: the table, and how much it holds. */
export interface BuiltTable {
  readonly document: TableDocument;
  readonly counts: Readonly<Record<Locus, LocusCounts>>;
}

/**
 * Builds the compact table from the texts of a release. Same texts, same table. Throws `release-invalid` when the
 * release contradicts itself: files that are not whole or of several releases, a P group with two grooves.
 */
export function buildTable(texts: ReleaseTexts): BuiltTable {
  const release = checkRelease(texts, loci);
  const sequences: Partial<Record<Locus, GrooveSequences>> = {
    A: classIGrooves(fastaSequences(texts['A_prot.fasta'], 'A')),
    B: classIGrooves(fastaSequences(texts['B_prot.fasta'], 'B')),
    DRB1: drb1Grooves(readAlignment(texts['DRB1_prot.txt'], 'DRB1')),
  };
  const built = loci.map((locus) => [locus, buildLocus(locus, texts, sequences[locus])] as const);
  const sources = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]),
  );
  const document: TableDocument = {
    format: 'harmonia-hla-table',
    formatVersion: 2,
    release,
    citation,
    licence,
    otherGenes: otherGenesOf(texts['Allelelist.txt']),
    sources,
    loci: Object.fromEntries(built.map(([locus, { document }]) => [locus, document])),
  };
  return {
    document: withAnswers(document),
    counts: Object.fromEntries(built.map(([locus, { counts }]) => [locus, counts])) as BuiltTable['counts'],
  };
}

/** Reads every name of the table by the table itself. */
function withAnswers(document: TableDocument): TableDocument {
  const reference = createReleaseReference(document);
  const parts = Object.entries(document.loci) as [Locus, LocusDocument][];
  return {
    ...document,
    formatVersion: 3,
    loci: Object.fromEntries(
      parts.map(([locus, part]) => [locus, { ...part, answers: buildAnswers(locus, reference) }]),
    ),
  };
}

/** The genes of the list of alleles that the table has no names of. */
function otherGenesOf(list: string): string[] {
  const genes = new Set<string>();
  for (const [, gene = ''] of list.matchAll(/^HLA\d+,([A-Z0-9]+)\*/gm)) if (!isLocus(gene)) genes.add(gene);
  return [...genes].sort();
}
