import { finding } from '../../finding.ts';
import { readGene } from '../../gene.ts';
import { readGlString } from '../../gl-string.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft, noteGene, noteWarnings } from '../draft.ts';
import { addGlString } from '../read-gl.ts';
import type { ProgramReader, ProgramSample } from './program.ts';
import { childOf, childrenOf, readXmlTree, textOfChild, type XmlElement } from './xml-tree.ts';

/** Parts of a TARR file that repeat the GL string allele by allele or hold sequences and quality figures. */
const skip = new Set(
  (
    'genotypelist genotyperanking haplotypes haplotypecombinations annotatedalleles nmdpcodes regions priorityregions ' +
    'preferredanalysisregionsqualitymetrics totallocusqualitymetrics analysissettings files datafolders user edits'
  ).split(' '),
);

/**
 * GenDx NGSengine's TARR export: project, samples, loci, and the typing as a GL string at several resolutions. The whole
 * string is read; where it has more alternatives than a typing may hold, the one of three or two fields is.
 */
export const readTarr: ProgramReader = (content, context) => {
  if (content.kind !== 'xml' || content.root !== 'projectxml') return undefined;
  const form = { format: 'gendx-tarr', program: 'GenDx NGSengine (TARR)' } as const;
  const tree = readXmlTree(content.text, context.limits, skip);
  if ('code' in tree) return { ...form, samples: [], problems: [tree] };
  const samples = childrenOf(childOf(tree, 'samples'), 'sample').map((sample): ProgramSample => {
    const draft = createDraft(context);
    for (const locus of childrenOf(childOf(sample, 'loci'), 'locus')) addLocus(draft, locus);
    return { codes: [{ system: 'Sample/Name', code: textOfChild(sample, 'name') }], row: sample.line, draft };
  });
  return { ...form, samples };
};

function addLocus(draft: RowDraft, element: XmlElement): void {
  const name = textOfChild(element, 'name');
  const gene = readGene(name);
  const place = { row: element.line, column: 'GLString' };
  if (gene?.kind !== 'classical' || !draft.loci.has(gene.locus)) {
    noteGene(draft, gene, name, place);
    return;
  }
  const { locus } = gene;
  const release = /(\d+\.\d+(?:\.\d+)*)/.exec(textOfChild(childOf(element, 'alleledb'), 'version'))?.[1];
  if (release !== undefined) draft.release ??= release;
  const texts = ['typingresult', 'typingresultthreefields', 'typingresulttwofields']
    .map((part) => textOfChild(childOf(element, part), 'glstring'))
    .filter((text) => text !== '');
  const [whole = ''] = texts;
  if (whole === '') return;
  const short = texts.find((text) => fits(text));
  if (short !== undefined && short !== whole)
    noteWarnings(draft, [finding('alternatives-shortened')], { ...place, locus });
  addGlString(draft, short ?? whole, place, locus);
  const review = childOf(element, 'reviewlist')?.attributes['currentapprovalstatus'];
  if (review !== undefined && /^not\b/i.test(review))
    noteWarnings(draft, [finding('result-unreviewed')], { ...place, locus });
  const warned = childOf(element, 'warnings');
  if (warned !== undefined && (warned.text !== '' || warned.children.length > 0))
    noteWarnings(draft, [finding('low-confidence')], { ...place, locus, column: 'Warnings' });
}

/** False for a GL string with more alternatives than a typing may hold. */
function fits(text: string): boolean {
  const read = readGlString(text);
  return read.ok || (read.error.code !== 'too-ambiguous' && read.error.code !== 'too-long');
}
