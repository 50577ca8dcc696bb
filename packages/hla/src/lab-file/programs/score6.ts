import { finding } from '../../finding.ts';
import { readGene } from '../../gene.ts';
import { glLimits } from '../../gl-string.ts';
import { type Locus, loci } from '../../locus.ts';
import type { LabContext } from '../context.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft, noteGene, noteWarnings } from '../draft.ts';
import { errorAt } from '../row.ts';
import { type CopyCall, type GeneCall, addGeneCall, allelesOf } from './gene-calls.ts';
import { personalProblems } from './personal-elements.ts';
import type { ProgramReader, ProgramSample } from './program.ts';
import { childOf, childrenOf, elementsNamed, readXmlTree, textOfChild, type XmlElement } from './xml-tree.ts';

/** What repeats the possible pairs as text, and the wells of the plate. */
const skip = new Set([
  'alleleresults',
  'allelecombinations',
  'allelegrouppatterns',
  'typingkitdata',
  'linkedcombination',
]);

/** Most characters of a gene's list of alleles, well below what a stored typing may hold. */
const longestList = glLimits.characters / 2;

/**
 * CareDx SCORE 6: `batchSubmission`, patients with samples and typed loci. The typing is the list of possible pairs of
 * allele lists; the DRB locus holds DRB1 and its neighbours together. Calls that an analyst assigned (`alleleCall`) are
 * the result where both are there. A list beyond the limit of a typing is shortened to two fields, which name the same
 * proteins.
 */
export const readScore6: ProgramReader = (content, context) => {
  if (content.kind !== 'xml' || content.root !== 'batchsubmission') return undefined;
  const form = { format: 'score6', program: 'SCORE 6' } as const;
  const tree = readXmlTree(content.text, context.limits, skip);
  if ('code' in tree) return { ...form, samples: [], problems: [tree] };
  const patients = elementsNamed(tree, 'patient');
  const problems = patients.flatMap(personalProblems);
  if (problems.length > 0) return { ...form, samples: [], problems };
  const samples = patients.flatMap((patient) =>
    childrenOf(childOf(patient, 'samples'), 'sample').map((sample): ProgramSample =>
      sampleOf(patient, sample, context),
    ),
  );
  return { ...form, samples };
};

function sampleOf(patient: XmlElement, sample: XmlElement, context: LabContext): ProgramSample {
  const draft = createDraft(context);
  for (const typed of childrenOf(childOf(sample, 'typedloci'), 'typedlocus')) {
    const name = textOfChild(typed, 'locus').replace(/^HLA-/i, '');
    const release = /(\d+\.\d+(?:\.\d+)*)/.exec(textOfChild(typed, 'alleledb'))?.[1];
    if (release !== undefined) draft.release ??= release;
    for (const locus of lociOf(name)) addLocus(draft, typed, locus);
    if (lociOf(name).length === 0) noteGene(draft, readGene(name), name, { row: typed.line });
  }
  const codes = [
    { system: 'patientId', code: textOfChild(patient, 'patientid') },
    { system: 'sampleId', code: textOfChild(sample, 'sampleid') },
  ];
  return { codes: codes.filter(({ code }) => code !== ''), row: patient.line, draft };
}

/** The genes of a typed locus: DRB holds four. */
const lociOf = (name: string): Locus[] =>
  loci.filter((locus) => name === locus || (name === 'DRB' && locus.startsWith('DRB')));

type Pair = readonly [readonly string[], readonly string[]];

function addLocus(draft: RowDraft, typed: XmlElement, locus: Locus): void {
  const place = { row: typed.line, column: 'resultPairs', locus };
  const pairs = pairsOf(typed, locus);
  if (!draft.loci.has(locus)) {
    if (pairs.length > 0) noteGene(draft, { kind: 'classical', locus }, locus, place);
    return;
  }
  const calls = childrenOf(typed, 'allelecall').map(({ text }) => (ofLocus(text, locus) ? text : ''));
  const [one = '', two = ''] = calls;
  if (one !== '' && two !== '') {
    if (pairs.length > 0 && !within([one, two], pairs)) {
      const text = `${one}, ${two}`.slice(0, 40);
      const reactions = pairs.map((pair) => pair.map((texts) => texts[0] ?? '').join(' + ')).join(' | ');
      const against = { row: typed.line, column: 'resultPairs', text: reactions.slice(0, 40) };
      draft.problems.push({
        ...errorAt('result-contradictory', { ...place, column: 'alleleCall', text }),
        against,
      });
      return;
    }
    addGeneCall(
      draft,
      callOf(locus, typed.line, [[allelesOf(one, /\//), allelesOf(two, /\//)]], 'alleleCall'),
    );
    return;
  }
  if (pairs.length === 0) return;
  const length = pairs.flat(2).reduce((sum, text) => sum + text.length + 5, 0);
  const kept = length > longestList ? pairs.map(shorten) : pairs;
  if (kept !== pairs) noteWarnings(draft, [finding('alternatives-shortened')], place);
  const copies = kept.map(([left, right]): [CopyCall, CopyCall] => [
    { kind: 'alleles', texts: left },
    { kind: 'alleles', texts: right },
  ]);
  addGeneCall(draft, callOf(locus, typed.line, copies, 'resultPairs'));
}

const callOf = (locus: Locus, row: number, pairs: GeneCall['pairs'], column: string): GeneCall => ({
  gene: locus,
  pairs,
  row,
  column,
});

/** The pairs of allele lists that name the gene; pairs of DRB3, 4 and 5 stand among those of DRB1. */
function pairsOf(typed: XmlElement, locus: Locus): Pair[] {
  return childrenOf(childOf(typed, 'resultpairs'), 'resultcombination').flatMap((combination): Pair[] => {
    const [one, two] = ['allelelist1', 'allelelist2'].map((name) =>
      childrenOf(childOf(combination, name), 'allele')
        .map(({ text }) => text)
        .filter((text) => text.startsWith(`${locus}*`)),
    );
    return one === undefined || two === undefined || one.length === 0 || two.length === 0 ? [] : [[one, two]];
  });
}

/** Names of two fields, each once; a name with an expression suffix stays as it is. */
const shorten = (pair: Pair): Pair => {
  const [one, two] = pair.map((texts) => [
    ...new Set(texts.map((text) => (/[A-Z]$/.test(text) ? text : text.split(':').slice(0, 2).join(':')))),
  ]);
  return [one ?? [], two ?? []];
};

/** True for a call of the gene; one without a gene belongs to DRB1 where a locus holds several. */
const ofLocus = (call: string, locus: Locus): boolean =>
  call.includes('*') ? call.startsWith(`${locus}*`) : !/^DRB[345]$/.test(locus);

/** True when some pair has alleles of both calls' first fields, in either order. */
function within(calls: readonly [string, string], pairs: readonly Pair[]): boolean {
  const first = (text: string): string =>
    /(\d+)/.exec(text.replace(/^[A-Z]+\d*\*/, ''))?.[1]?.slice(0, 2) ?? text;
  const has = (texts: readonly string[], call: string): boolean =>
    texts.some((text) => first(text) === first(call));
  const [one, two] = calls;
  return pairs.some(
    ([left, right]) => (has(left, one) && has(right, two)) || (has(left, two) && has(right, one)),
  );
}
