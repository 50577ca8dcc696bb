import type { LabContext } from '../context.ts';
import { createDraft } from '../draft.ts';
import type { RowDraft } from '../draft.ts';
import { type CopyCall, addGeneCall, allelesOf, isGene, sameCopy } from './gene-calls.ts';
import { isObject, type Json } from './json.ts';
import type { ProgramReader, ProgramSample } from './program.ts';

const program = 'arcasHLA';

/**
 * arcasHLA: `genotype.json` (one sample: gene to one or two alleles) and `genotypes.json` (sample to such an object). A
 * gene with too few reads is absent. One allele is a homozygous gene: `arcasHLA merge` writes it twice in its table.
 * A key `participant` names the kit of one sample. (`genotypes.tsv` is an ordinary wide table.)
 */
export const readArcasHla: ProgramReader = (content, context) => {
  if (content.kind !== 'json' || !isObject(content.document)) return undefined;
  const { participant, ...document } = content.document;
  if (isGenotype(document)) {
    const codes =
      typeof participant === 'string' ? [{ system: 'participant', code: participant.trim() }] : [];
    const draft = draftOf(document, 1, context);
    return { format: 'arcashla', program, samples: [{ codes, row: 1, draft }] };
  }
  const entries = Object.entries(content.document);
  if (entries.length === 0 || !entries.every(([, value]) => isObject(value) && isGenotype(value)))
    return undefined;
  const samples = entries.map(([code, genotype], index): ProgramSample => ({
    codes: [{ system: 'key', code: code.trim() }],
    row: index + 1,
    draft: draftOf(genotype as Json, index + 1, context),
  }));
  return { format: 'arcashla', program, samples };
};

function isGenotype(value: Json): boolean {
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(
      ([gene, alleles]) =>
        isGene(gene) && Array.isArray(alleles) && alleles.every((each) => typeof each === 'string'),
    )
  );
}

function draftOf(genotype: Json, row: number, context: LabContext): RowDraft {
  const draft = createDraft(context);
  for (const [gene, alleles] of Object.entries(genotype)) {
    const texts = alleles as readonly string[];
    const copies = texts.map((text) => allelesOf(text, /[/;]/));
    if (copies.length === 0) continue;
    const [one, two] = copies as [CopyCall, ...CopyCall[]];
    addGeneCall(draft, { gene, pairs: [[one, two ?? sameCopy]], row, column: gene, copies: copies.length });
  }
  return draft;
}
