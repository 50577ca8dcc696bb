import { finding } from '../finding.ts';
import type { CellReading } from './cell.ts';
import { joinCopies, readCell } from './cell.ts';
import type { RowDraft } from './draft.ts';
import { noteWarnings } from './draft.ts';
import type { Haploid } from './open-hml.ts';
import { scoredLocus } from './open-hml.ts';
import { toProblem } from './row.ts';

/** Adds the copies of an allele assignment that has no GL string: at most two of each gene. */
export function readHaploids(
  draft: RowDraft,
  haploids: readonly Haploid[],
  place: { row: number; column: string },
): void {
  for (const [locus, copies] of Map.groupBy(haploids, (haploid) => scoredLocus(haploid.locus))) {
    if (locus === undefined) continue;
    const here = { ...place, locus };
    if (copies.length > 2) {
      draft.problems.push(toProblem(finding('gl-too-many-copies'), 'error', here));
      continue;
    }
    const readings: CellReading[] = [];
    for (const { type } of copies) {
      const read = readCell(type, locus);
      if (read.ok) {
        readings.push(read.value);
        noteWarnings(draft, read.warnings, here);
      } else draft.problems.push(toProblem(read.error, 'error', here));
    }
    if (readings.length < copies.length) continue;
    const blank: CellReading = { kind: 'blank' };
    const joined = joinCopies(readings[0] ?? blank, readings[1] ?? blank, locus);
    if (joined === undefined) continue;
    if (draft.genotypes.has(locus))
      draft.problems.push(toProblem(finding('gl-gene-repeated'), 'error', here));
    noteWarnings(draft, joined.warnings, here);
    draft.genotypes.set(locus, joined.genotypes);
    draft.raw[locus] = copies.map(({ type }) => type).join(',');
  }
}
