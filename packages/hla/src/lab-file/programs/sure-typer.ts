import { antigenOfFirstField, antigensOverlap } from '../../antigen.ts';
import { type Locus, loci } from '../../locus.ts';
import type { HlaName } from '../../name.ts';
import { readName } from '../../read-name.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft, noteGene } from '../draft.ts';
import { errorAt } from '../row.ts';
import { type CopyCall, addGeneCall, allelesOf, blankCopy } from './gene-calls.ts';
import { isPersonalField } from './personal-elements.ts';
import type { ProgramReader } from './program.ts';
import { childOf, childrenOf, elementsNamed, readXmlTree, textOfChild, type XmlElement } from './xml-tree.ts';

/** The reaction patterns and what they could mean, which the report sums up before. */
const skip = new Set(['testresultssection', 'reviewsection', 'notessection', 'internalcommentssection']);

/**
 * SureTyper (LinkSeq): `sureTyperHlaReport`, one sample a file. The laboratory's assignment is the result; where it is
 * blank, the genotype of the test is, and then its phenotype. An assignment that the genotype excludes is refused.
 */
export const readSureTyper: ProgramReader = (content, context) => {
  if (content.kind !== 'xml' || content.root !== 'suretyperhlareport') return undefined;
  const form = { format: 'suretyper', program: 'SureTyper' } as const;
  const tree = readXmlTree(content.text, context.limits, skip);
  if ('code' in tree) return { ...form, samples: [], problems: [tree] };
  const entries = elementsNamed(tree, 'testinfoentry').filter(({ text }) => text !== '');
  const problems = entries
    .filter(({ attributes }) => isPersonalField(attributes['name'] ?? ''))
    .map(({ attributes, line }) =>
      errorAt('column-personal', { row: line, column: attributes['name'] ?? '' }),
    );
  if (problems.length > 0) return { ...form, samples: [], problems };
  const draft = createDraft(context);
  const release = /IMGT\/HLA release: version (\d+\.\d+(?:\.\d+)*)/i.exec(
    elementsNamed(tree, 'entry')
      .map(({ text }) => text)
      .join('\n'),
  )?.[1];
  if (release !== undefined) draft.release = release;
  for (const locus of loci) addGene(draft, tree, locus);
  const codes = ['Patient ID', 'Sample ID'].flatMap((system) => {
    const code = entries.find(({ attributes }) => attributes['name'] === system)?.text;
    return code === undefined ? [] : [{ system, code }];
  });
  return { ...form, samples: [{ codes, row: 1, draft }] };
};

function addGene(draft: RowDraft, tree: XmlElement, locus: Locus): void {
  const name = `HLA-${locus}`;
  const test = elementsNamed(tree, 'hlatestresult').find(({ attributes }) => attributes['testname'] === name);
  const section = childOf(childOf(tree, 'labassignmentsection'), 'labassignmententrylist');
  const assigned = childrenOf(section, 'labassignmententry').find(
    ({ attributes }) => attributes['name'] === name,
  );
  const genotype = textOfChild(test, 'genotype');
  const text = [assigned?.text ?? '', genotype, textOfChild(test, 'phenotype')].find((each) => each !== '');
  if (text === undefined) return;
  const row = assigned?.line ?? test?.line ?? 1;
  if (!draft.loci.has(locus)) {
    noteGene(draft, { kind: 'classical', locus }, name, { row, column: name });
    return;
  }
  if (genotype !== '' && !agrees(text, genotype, locus)) {
    const place = { row, column: name, locus, text: text.slice(0, 40) };
    const against = { row: test?.line ?? row, column: 'genotype', text: genotype.slice(0, 40) };
    draft.problems.push({ ...errorAt('result-contradictory', place), against });
    return;
  }
  const [one = blankCopy, two = blankCopy, ...more] = text
    .split(/\s+/)
    .map((part): CopyCall => allelesOf(part, /\//));
  addGeneCall(draft, { gene: locus, pairs: [[one, two]], row, column: name, copies: 2 + more.length });
}

/** False when a copy of the assignment belongs to a first field of which the genotype has none. */
function agrees(assigned: string, genotype: string, locus: Locus): boolean {
  const read = (text: string): HlaName[] =>
    text.split(/\s+/).flatMap((part) => {
      const name = readName(part, { locus });
      return name.ok && name.value.kind !== 'other' ? [name.value] : [];
    });
  const possible = read(genotype);
  return read(assigned).every((one) => possible.some((other) => mayBeSame(one, other, locus)));
}

function mayBeSame(one: HlaName, other: HlaName, locus: Locus): boolean {
  const [left, right] = [antigenOf(one, locus), antigenOf(other, locus)];
  return left === undefined || right === undefined || antigensOverlap(locus, left, right);
}

function antigenOf(name: HlaName, locus: Locus): string | undefined {
  if (name.kind === 'antigen') return name.antigen;
  const first = 'fields' in name ? name.fields[0] : 'first' in name ? name.first : undefined;
  return first === undefined ? undefined : antigenOfFirstField(locus, first);
}
