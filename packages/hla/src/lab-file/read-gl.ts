import { readGlString } from '../gl-string.ts';
import { type Locus, loci } from '../locus.ts';
import { writeGenotypes } from '../typing.ts';
import type { SpellingConvention } from '../antigen-or-allele.ts';
import { isBlank, withMissingCopies } from './cell.ts';
import { conventionOf, settleGenotypes, settleWarnings } from './convention.ts';
import type { RowDraft } from './draft.ts';
import { addStatement, noteWarnings } from './draft.ts';
import { longestRelease } from './limits.ts';
import { toProblem } from './row.ts';

/** How the text of a gene begins: its own name, or DR for DRB1 and Cw for C. */
const mentions = new Map<Locus, RegExp>(
  loci.map((locus) => {
    const symbols = locus === 'DRB1' ? 'DRB?1?' : locus === 'C' ? 'Cw?' : locus;
    return [locus, new RegExp(`(?:^|[^A-Z0-9])${symbols}[*_\\d]`, 'i')];
  }),
);

/**
 * Adds what a GL string says to a participant. A name that may be an antigen or an allele is an allele beside another with
 * an asterisk or a colon, in the text or in its `column`.
 */
export function addGlString(
  draft: RowDraft,
  text: string,
  place: { row: number; column?: string },
  locus?: Locus,
  column?: SpellingConvention,
): void {
  if (isBlank(text)) return;
  const complete = withMissingCopies(text, locus);
  if (complete === '') return;
  const read = readGlString(complete, {
    loci: draft.loci,
    antigens: draft.antigens,
    genes: draft.genes,
    ...(locus === undefined ? {} : { locus }),
  });
  if (!read.ok) {
    draft.problems.push(toProblem(read.error, 'error', place));
    return;
  }
  const spelled = column ?? (/[*:]/.test(text) ? 'allele' : undefined);
  const convention = conventionOf(draft.method, spelled);
  const all = [...read.value.genotypes.values()].flat();
  noteWarnings(draft, settleWarnings(read.warnings, all, convention), place);
  if (read.value.release !== undefined) draft.release ??= read.value.release.slice(0, longestRelease);
  const blocks = text.split('^');
  for (const gene of loci) {
    const genotypes = read.value.genotypes.get(gene);
    if (genotypes === undefined) continue;
    const raw = rawOf(gene, blocks, draft.loci) ?? writeGenotypes(genotypes);
    addStatement(draft, gene, settleGenotypes(genotypes, convention), raw, place);
  }
}

/** The block that a gene stands in, as written; undefined when it also holds a gene that is not kept. */
function rawOf(gene: Locus, blocks: readonly string[], kept: ReadonlySet<Locus>): string | undefined {
  const own = blocks.find((block) => mentions.get(gene)?.test(block) === true);
  const strange = loci.some((locus) => !kept.has(locus) && mentions.get(locus)?.test(own ?? '') === true);
  return strange ? undefined : own;
}
