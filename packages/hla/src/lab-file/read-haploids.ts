import { finding } from '../finding.ts';
import { readGene } from '../gene.ts';
import type { CellReading } from './cell.ts';
import { joinCopies, readCell } from './cell.ts';
import { conventionOfMethod, settleCell, spellByMethod } from './convention.ts';
import type { RowDraft } from './draft.ts';
import { addStatement, noteGene, noteWarnings } from './draft.ts';
import { toProblem } from './row.ts';

/** One copy as HML writes it apart from GL strings. */
export interface Haploid {
  readonly locus: string;
  readonly type: string;
  /** SER for an antigen; DNA, RNA and IEF for an allele. */
  readonly method: string;
}

/** Adds the copies of an allele assignment: at most two of each gene. */
export function readHaploids(
  draft: RowDraft,
  haploids: readonly Haploid[],
  place: { row: number; column: string },
): void {
  for (const [name, copies] of Map.groupBy(haploids, (haploid) => haploid.locus.trim())) {
    const gene = readGene(name);
    if (gene?.kind !== 'classical' || !draft.loci.has(gene.locus)) {
      noteGene(draft, gene, name, place);
      continue;
    }
    const { locus } = gene;
    const here = { ...place, locus };
    if (copies.length > 2) {
      draft.problems.push(toProblem(finding('gl-too-many-copies'), 'error', here));
      continue;
    }
    const readings: CellReading[] = [];
    for (const copy of copies) {
      const convention = conventionOfMethod(copy.method);
      const cell = readCell(
        spellByMethod(copy.type, locus, convention, draft.antigens),
        locus,
        draft.antigens,
      );
      const read = settleCell(cell, convention);
      if (read.ok) {
        readings.push(read.value);
        noteWarnings(draft, read.warnings, here);
      } else draft.problems.push(toProblem(read.error, 'error', here));
    }
    if (readings.length < copies.length) continue;
    const blank: CellReading = { kind: 'blank' };
    const joined = joinCopies(readings[0] ?? blank, readings[1] ?? blank, locus);
    if (joined === undefined) {
      draft.unresolved.add(locus);
      noteWarnings(draft, [finding('typing-unknown')], here);
    } else addStatement(draft, locus, joined, copies.map(({ type }) => type).join(','), place);
  }
}
