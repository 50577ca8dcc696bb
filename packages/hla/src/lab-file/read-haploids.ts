import { finding } from '../finding.ts';
import type { Locus } from '../locus.ts';
import { isLocus } from '../locus.ts';
import type { CellReading } from './cell.ts';
import { joinCopies, readCell } from './cell.ts';
import type { RowDraft } from './draft.ts';
import { noteWarnings } from './draft.ts';
import { toProblem } from './row.ts';

/** One copy as HML writes it apart from GL strings. */
export interface Haploid {
  readonly locus: string;
  readonly type: string;
}

/** Adds the copies of an allele assignment that has no GL string: at most two of each gene. */
export function readHaploids(
  draft: RowDraft,
  haploids: readonly Haploid[],
  place: { row: number; column: string },
): void {
  for (const [locus, copies] of Map.groupBy(haploids, (haploid) => locusOf(haploid.locus))) {
    if (locus === undefined || !draft.loci.has(locus)) {
      for (const { locus: text } of copies)
        noteWarnings(draft, [finding('other-gene-ignored', { text: plainGene(text) })], place);
      continue;
    }
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

/** The classical gene that an HML locus names. */
function locusOf(text: string): Locus | undefined {
  const plain = plainGene(text);
  return isLocus(plain) ? plain : undefined;
}

const plainGene = (text: string): string =>
  text
    .trim()
    .toUpperCase()
    .replace(/^HLA[-_]?/, '')
    .replace(/\*$/, '');
