import { finding } from '../finding.ts';
import type { Locus } from '../locus.ts';
import type { HlaName } from '../name.ts';
import { readName } from '../read-name.ts';
import { isBlank } from './cell.ts';
import { addStatement, noteGene, noteWarnings, type RowDraft } from './draft.ts';

/** A cell of a column for DRB3, DRB4 and DRB5 together. */
interface MixedCell {
  readonly text: string;
  readonly header: string;
}

/**
 * Adds the copies of DRB3, DRB4 and DRB5 that share columns: each names its gene, and two of one gene are its two copies.
 * What cannot be read there is noted and rejects no row, since no score depends on these genes.
 */
export function readMixed(cells: readonly MixedCell[], row: number, draft: RowDraft): void {
  const copies = new Map<Locus, { names: HlaName[]; text: string }[]>();
  for (const { text, header } of cells) {
    const place = { row, column: header };
    if (isBlank(text)) continue;
    for (const part of text.split(/[+,;]/)) {
      const names = namesOf(part);
      const [first] = names ?? [];
      if (names === undefined || first === undefined || !draft.loci.has(first.locus))
        noteGene(draft, { kind: 'drb345' }, '', place);
      else copies.set(first.locus, [...(copies.get(first.locus) ?? []), { names, text: part.trim() }]);
    }
  }
  const column = cells.at(-1)?.header ?? '';
  for (const [locus, [one, two, extra]] of copies) {
    const place = { row, column };
    if (one === undefined) continue;
    if (extra !== undefined) noteWarnings(draft, [finding('gl-too-many-copies')], { ...place, locus });
    const genotype = two === undefined ? { first: one.names } : { first: one.names, second: two.names };
    const raw = [one, ...(two === undefined ? [] : [two])].map(({ text }) => text).join(',');
    if (extra === undefined) addStatement(draft, locus, [genotype], raw, place);
  }
}

/** The names of one copy, all of one gene; undefined when one of them cannot be read. */
function namesOf(text: string): HlaName[] | undefined {
  const names = text.split('/').map((part) => {
    const read = readName(part);
    return read.ok && read.value.kind !== 'other' ? read.value : undefined;
  });
  const known = names.filter((name) => name !== undefined);
  const oneGene = known.every(({ locus }) => locus === known[0]?.locus);
  return known.length === names.length && oneGene ? known : undefined;
}
