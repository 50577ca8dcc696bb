import { createRandom } from '../../../foundation/random.ts';
import { buildTable } from '../src/reference/build-table.ts';
import type { ReleaseTexts } from '../src/reference/release-files.ts';
import { createReleaseReference, type ReleaseReference } from '../src/reference/release-reference.ts';

/** An invented release in the official formats: alleles, groups and antigens made up, sequences random. */
interface SyntheticAllele {
  readonly name: string;
  /** Alleles with the same groove name have the same groove. */
  readonly groove: string;
  readonly g?: string;
  /** Fields 3 to 6 of rel_dna_ser. */
  readonly serology: string;
  /** Residues missing at the start of the sequence. */
  readonly partial?: boolean;
}

const allele = (name: string, groove: string, serology: string, g?: string): SyntheticAllele => ({
  name,
  groove,
  serology,
  ...(g === undefined ? {} : { g }),
});

export const syntheticAlleles = {
  A: [
    allele('01:01:01:01', 'a1', '1;;;', '01:01:01'),
    allele('01:01:01:02N', 'a1', '0;;;', '01:01:01'),
    allele('01:01:02', 'a1', '1;;;'),
    allele('01:02', 'a2', ';;1;'),
    allele('02:01:01:01', 'a3', '2;;;', '02:01:01'),
    allele('02:01:01:02L', 'a3', ';0/2;;', '02:01:01'),
    allele('02:06', 'a4', '2;;;'),
    allele('02:09', 'a3', ';;2;', '02:01:01'),
    allele('02:43N', 'a3', '0;;;', '02:01:01'),
    allele('24:02:01:01', 'a5', '24;;;', '24:02:01'),
    allele('24:09N', 'a5', '0;;;', '24:02:01'),
    allele('24:03', 'a6', '2403;;;'),
    allele('32:11Q', 'a7', ';;32;'),
  ],
  B: [
    allele('07:02:01', 'b1', '7;;;', '07:02:01'),
    allele('07:04', 'b2', '7;;;'),
    allele('08:01', 'b3', '8;;;'),
    allele('15:01:01:01', 'b4', '62;;;'),
    allele('15:02', 'b5', '75;;;62'),
    allele('15:10', 'b6', '71;;;15'),
    allele('44:02:01:01', 'b7', '44;;;', '44:02:01'),
    allele('44:02:01:02S', 'b7', '0;;;44', '44:02:01'),
    allele('44:03', 'b8', '44;;;'),
  ],
  DRB1: [
    allele('01:01:01', 'd1', '1;;;'),
    allele('03:01:01', 'd2', '17;;;'),
    allele('04:01', 'd3', '4;;;'),
    allele('07:01', 'd4', '7;;;'),
    allele('07:10N', 'd4', '0;;;'),
    allele('15:01:01', 'd5', '15;;;', '15:01:01'),
    allele('15:02', 'd6', ';;15;'),
  ],
} as const satisfies Record<string, readonly SyntheticAllele[]>;

const residues = 'ARNDCQEGHILKMFPSTWYV';

/** Groove sequences: one random parent a gene, with about a tenth of the residues changed in each. */
export function syntheticGrooves(locus: keyof typeof syntheticAlleles): Map<string, string> {
  const length = locus === 'DRB1' ? 89 : 181;
  const random = createRandom(`grooves of ${locus}`);
  const letter = (): string => residues[random.integer(20)]!;
  const parent = Array.from({ length }, letter);
  const grooves = new Map<string, string>();
  for (const { groove } of syntheticAlleles[locus])
    if (!grooves.has(groove))
      grooves.set(groove, parent.map((each) => (random.next() < 0.1 ? letter() : each)).join(''));
  return grooves;
}

const head = '# file\n# version: IPD-IMGT/HLA 9.99.0\n';

function fasta(locus: 'A' | 'B'): string {
  const grooves = syntheticGrooves(locus);
  return syntheticAlleles[locus]
    .map(({ name, groove }, index) => {
      const sequence = `${'M'.repeat(24)}G${grooves.get(groove)}PPKTHMTHH`;
      // Every third sequence lacks its leader, as partial entries do.
      const text = index % 3 === 2 ? sequence.slice(25) : sequence;
      return `>HLA:HLA${index} ${locus}*${name} ${text.length} bp\n${text.replace(/(.{60})/g, '$1\n')}\n`;
    })
    .join('');
}

/** Blocks of the alignment; residue 6 of the protein is the first of the groove. */
function alignment(): string {
  const grooves = syntheticGrooves('DRB1');
  const rows = syntheticAlleles.DRB1.map(({ name, groove }) => ({
    name,
    text: `MMMMGDTRP${grooves.get(groove)}VEPKV`,
  }));
  const reference = rows[0]!.text;
  const blocks: string[] = [];
  for (let from = 0; from < reference.length; from += 50) {
    const number = from === 0 ? 1 : from - 3;
    const indent = ' DRB1*01:01:01    '.length;
    const column = indent + (from === 0 ? 4 : 0);
    blocks.push(` Prot${' '.repeat(column - 5)}${number}\n${' '.repeat(column)}|\n`);
    for (const { name, text } of rows) {
      const part = [...text.slice(from, from + 50)].map((letter, index) =>
        text !== reference && letter === reference[from + index] ? '-' : letter,
      );
      blocks.push(` DRB1*${name}`.padEnd(indent) + part.join('').replace(/(.{10})/g, '$1 ') + '\n');
    }
    blocks.push('\n');
  }
  return head + blocks.join('');
}

const each = (write: (locus: 'A' | 'B' | 'DRB1', allele: SyntheticAllele) => string): string =>
  (['A', 'B', 'DRB1'] as const)
    .flatMap((locus) => syntheticAlleles[locus].map((one) => write(locus, one)))
    .join('\n');

function groups(kind: 'P' | 'G'): string {
  const lines: string[] = [];
  for (const locus of ['A', 'B', 'DRB1'] as const) {
    const list: readonly SyntheticAllele[] = syntheticAlleles[locus];
    const members = kind === 'P' ? list.filter(({ name }) => !name.endsWith('N')) : list;
    for (const [key, group] of Map.groupBy(members, (one) =>
      kind === 'P' ? one.groove : (one.g ?? one.name),
    )) {
      const names = group.map(({ name }) => name).join('/');
      const first = group[0]!.name
        .replace(/[A-Z]$/, '')
        .split(':')
        .slice(0, 2)
        .join(':');
      const named = kind === 'P' ? group.length > 1 : group[0]!.g !== undefined;
      lines.push(`${locus}*;${names};${named ? (kind === 'P' ? `${first}P` : `${key}G`) : ''}`);
    }
  }
  return `${head}${lines.join('\n')}\nC*;01:02;\n`;
}

/** The texts of the invented release. */
export const syntheticRelease = (): ReleaseTexts => ({
  'Allelelist.txt': `${head}AlleleID,Allele\n${each((locus, { name }) => `HLA1,${locus}*${name}`)}\nHLA2,C*01:02\n`,
  'hla_nom.txt': `${head}A*;02:01:08;20020930;20220131;02:06;Sequence renamed\nA*;0105N;19990216;20010717;01:01:01:02N;Sequence identical\nA*;2401;19890801;19950311;;Sequence error\nA*;02:99Q;20140101;20200101;02:43N;Sequence identical\n${each((locus, { name }) => `${locus}*;${name};20000101;;;`)}\nC*;01:02;19890801;;;`,
  'hla_nom_p.txt': groups('P'),
  'hla_nom_g.txt': groups('G'),
  'rel_dna_ser.txt': `${head}${each((locus, { name, serology }) => `${locus}*;${name};${serology}`)}\nC*;01:02;1;;;\n`,
  'Nomenclature_2009.txt':
    'Current Name Name as of April 2010\nA*0102 A*01:02\nB*9530 None\nA*9209 A*02:109\n',
  'A_prot.fasta': fasta('A'),
  'B_prot.fasta': fasta('B'),
  'DRB1_prot.txt': alignment(),
});

let reference: ReleaseReference | undefined;

/** The invented release as a reference, made once. */
export const syntheticReference = (): ReleaseReference =>
  (reference ??= createReleaseReference(buildTable(syntheticRelease()).document));
