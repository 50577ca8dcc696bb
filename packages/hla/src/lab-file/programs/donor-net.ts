import { isFirstField, type Locus } from '../../locus.ts';
import { isAntigen } from '../../antigen.ts';
import { readGene } from '../../gene.ts';
import type { LabContext } from '../context.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft, noteGene } from '../draft.ts';
import { errorAt } from '../row.ts';
import { type CopyCall, addGeneCall, blankCopy, noCall } from './gene-calls.ts';
import { personalProblems } from './personal-elements.ts';
import type { ProgramReader, ProgramSample } from './program.ts';
import { elementsNamed, readXmlTree, textOfChild, type XmlElement } from './xml-tree.ts';

/**
 * UNOS DonorNet: `donorupload`, one `donor_edit_crossmatchhla` a donor with the numbers of a list in place of names. Up
 * to two digits are antigens. In the DR list 103 is the allele DRB1*01:03 and 10300 the antigen DR103, as three and four
 * digits are alleles in all of the lists; in those of A and B some numbers (203, 2708) are antigens in one year and
 * alleles in another, and are read as the antigen, which contains the allele. Of C, 12 to 18 are first fields.
 */
export const readDonorNet: ProgramReader = (content, context) => {
  if (content.kind !== 'xml' || content.root !== 'donorupload') return undefined;
  const form = { format: 'donornet', program: 'UNOS DonorNet' } as const;
  const tree = readXmlTree(content.text, context.limits, new Set());
  if ('code' in tree) return { ...form, samples: [], problems: [tree] };
  const personal = elementsNamed(tree, 'donor').flatMap(personalProblems);
  if (personal.length > 0) return { ...form, samples: [], problems: personal };
  return {
    ...form,
    samples: elementsNamed(tree, 'donor_edit_crossmatchhla').map((each) => sampleOf(each, context)),
  };
};

const genes: readonly (readonly [Locus, string])[] = [
  ['A', 'a'],
  ['B', 'b'],
  ['C', 'c'],
  ['DRB1', 'dr'],
];

/** Genes whose numbers follow lists of their own, which are not read. */
const unread = ['dq', 'dqa', 'dpa', 'dp'];

function sampleOf(element: XmlElement, context: LabContext): ProgramSample {
  const draft = createDraft(context);
  for (const [locus, prefix] of genes) addGene(draft, element, locus, prefix);
  for (const prefix of unread)
    if (textOfChild(element, `${prefix}1`) !== '')
      noteGene(draft, readGene(prefix), prefix, { row: element.line, column: prefix });
  return { codes: [{ system: 'don_id', code: textOfChild(element, 'don_id') }], row: element.line, draft };
}

function addGene(draft: RowDraft, element: XmlElement, locus: Locus, prefix: string): void {
  if (!draft.loci.has(locus)) {
    noteGene(draft, { kind: 'classical', locus }, locus, { row: element.line, column: prefix });
    return;
  }
  const copies = [`${prefix}1`, `${prefix}2`].map((name) => copyOf(textOfChild(element, name), locus));
  const unknown = copies.find((copy) => typeof copy === 'string');
  if (typeof unknown === 'string') {
    const place = { row: element.line, column: prefix, locus, text: unknown };
    draft.problems.push(errorAt('number-unlisted', place));
    return;
  }
  const [one = blankCopy, two = blankCopy] = copies as CopyCall[];
  addGeneCall(draft, { gene: locus, pairs: [[one, two]], row: element.line, column: prefix });
}

/** The meaning of a number in UNOS's lists; the number itself when no list has such a one. */
function copyOf(text: string, locus: Locus): CopyCall | string {
  if (text === '') return blankCopy;
  if (!/^\d{1,5}$/.test(text)) return text;
  const number = Number(text);
  // 97 unknown, 98 no second antigen detected, 99 not tested, 100 no antigen detected.
  if (number === 98) return blankCopy;
  if (number === 97 || number === 99 || number === 100) return noCall;
  const gene = locus === 'DRB1' ? 'DR' : locus === 'C' ? 'Cw' : locus;
  if (number === 10_300 && locus === 'DRB1') return { kind: 'alleles', texts: ['DR103'] };
  if (number < 97) {
    // The list is older than Cw12 to Cw18: of C the numbers after 10 are first fields of alleles.
    const first = String(number).padStart(2, '0');
    if (locus === 'C' && number > 10)
      return isFirstField(locus, first) ? { kind: 'alleles', texts: [`C*${first}:XX`] } : text;
    return isAntigen(locus, String(number)) ? { kind: 'alleles', texts: [`${gene}${number}`] } : text;
  }
  if (number > 9999) return text;
  if (locus !== 'DRB1' && isAntigen(locus, String(number)))
    return { kind: 'alleles', texts: [`${gene}${number}`] };
  const digits = String(number).padStart(4, '0');
  return { kind: 'alleles', texts: [`${locus}*${digits.slice(0, 2)}:${digits.slice(2)}`] };
}
