import { finding } from '../finding.ts';
import { readGlString } from '../gl-string.ts';
import { type Locus, loci } from '../locus.ts';
import { writeGenotypes } from '../typing.ts';
import type { Column } from './columns.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import type { LabFileSettings } from './limits.ts';
import { noteReplace } from './replace.ts';
import type { LabRow } from './row.ts';
import { toProblem } from './row.ts';

/** Reads one record of a file with a GL string per participant. */
export function readGlRow(
  cells: readonly string[],
  row: number,
  columns: readonly Column[],
  settings: LabFileSettings,
): LabRow {
  const draft = createDraft(settings);
  const participant = columns.find(({ role }) => role.kind === 'participant');
  const column = columns.find(({ role }) => role.kind === 'gl');
  const release = columns.find(({ role }) => role.kind === 'release');
  const text = cells[column?.index ?? -1] ?? '';
  if (text.trim() !== '') addGlString(draft, text, { row, column: column?.header ?? '' });
  const named = cells[release?.index ?? -1]?.trim() ?? '';
  if (named !== '') draft.release ??= named.slice(0, 20);
  const replace = columns.find(({ role }) => role.kind === 'replace');
  if (replace !== undefined) noteReplace(draft, cells[replace.index] ?? '', { row, column: replace.header });
  return finishDraft(cells[participant?.index ?? -1]?.trim() ?? '', row, draft, participant?.header);
}

/** How the text of a gene begins: its own name, or DR for DRB1 and Cw for C. */
const mentions = new Map<Locus, RegExp>(
  loci.map((locus) => {
    const symbols = locus === 'DRB1' ? 'DRB?1?' : locus === 'C' ? 'Cw?' : locus;
    return [locus, new RegExp(`(?:^|[^A-Z0-9])${symbols}[*_\\d]`, 'i')];
  }),
);

/**
 * Adds what a GL string says to a participant. The same gene twice is accepted when both say the same, and is an
 * error otherwise.
 */
export function addGlString(
  draft: RowDraft,
  text: string,
  place: { row: number; column?: string },
  locus?: Locus,
): void {
  const read = readGlString(text, { loci: draft.loci, ...(locus === undefined ? {} : { locus }) });
  if (!read.ok) {
    draft.problems.push(toProblem(read.error, 'error', place));
    return;
  }
  noteWarnings(draft, read.warnings, place);
  if (read.value.release !== undefined) draft.release ??= read.value.release.slice(0, 20);
  const blocks = text.split('^');
  for (const gene of loci) {
    const genotypes = read.value.genotypes.get(gene);
    if (genotypes === undefined) continue;
    const before = draft.genotypes.get(gene);
    if (before !== undefined && writeGenotypes(before) !== writeGenotypes(genotypes)) {
      draft.problems.push(toProblem(finding('gl-gene-repeated'), 'error', { ...place, locus: gene }));
      continue;
    }
    draft.genotypes.set(gene, genotypes);
    draft.raw[gene] = rawOf(gene, blocks, draft.loci) ?? writeGenotypes(genotypes);
    if (genotypes.some(({ second }) => second === undefined))
      noteWarnings(draft, [finding('single-copy')], { ...place, locus: gene });
  }
}

/** The block that a gene stands in, as written; undefined when it also holds a gene that is not kept. */
function rawOf(gene: Locus, blocks: readonly string[], kept: ReadonlySet<Locus>): string | undefined {
  const own = blocks.find((block) => mentions.get(gene)?.test(block) === true);
  const strange = loci.some((locus) => !kept.has(locus) && mentions.get(locus)?.test(own ?? '') === true);
  return strange ? undefined : own;
}
