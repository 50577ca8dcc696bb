import type { Locus } from '../locus.ts';

/** The files of a release that a table is built from, with the folders where the official download keeps them. */
export const releaseFiles = [
  { name: 'Allelelist.txt', folder: '' },
  { name: 'hla_nom.txt', folder: 'wmda' },
  { name: 'hla_nom_p.txt', folder: 'wmda' },
  { name: 'hla_nom_g.txt', folder: 'wmda' },
  { name: 'rel_dna_ser.txt', folder: 'wmda' },
  { name: 'Nomenclature_2009.txt', folder: '' },
  { name: 'A_prot.fasta', folder: 'fasta' },
  { name: 'B_prot.fasta', folder: 'fasta' },
  { name: 'DRB1_prot.txt', folder: 'alignments' },
] as const;

/** The name of a file that a table is built from. */
export type ReleaseFileName = (typeof releaseFiles)[number]['name'];
/** The text of each of these files, UTF-8, with the line ends that it had. */
export type ReleaseTexts = Readonly<Record<ReleaseFileName, string>> & {
  /** Which antigens were split from which; without it that follows from their numbers. */
  readonly [antigenFile]?: string;
};

/** The file of antigens and their splits, which a release may lack. */
export const antigenFile = 'rel_ser_ser.txt';

/** A row of a WMDA file: `A*;01:01:01:01;…`, split at semicolons. */
export function* wmdaRows(text: string, locus: Locus): Generator<string[]> {
  const start = `${locus}*;`;
  for (const line of text.split('\n'))
    if (line.startsWith(start)) yield line.trimEnd().slice(start.length).split(';');
}

/** The version in the comment lines at the head of a file: `3.58.0`. */
export const versionOf = (text: string): string | undefined =>
  /^# version:\s*IPD-IMGT\/HLA\s+(\S+)/m.exec(text.slice(0, 2000))?.[1];

/** All allele names of a locus, without the gene, in the order of the list. */
export function alleleNames(text: string, locus: Locus): string[] {
  const mark = `,${locus}*`;
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf(mark);
    return at === -1 ? [] : [line.slice(at + mark.length).trim()];
  });
}

/** Sequences of a FASTA file by allele name without the gene (second word of each header). */
export function fastaSequences(text: string, locus: Locus): Map<string, string> {
  const sequences = new Map<string, string>();
  for (const record of text.split('>').slice(1)) {
    const end = record.indexOf('\n');
    const name = record.slice(0, end).split(' ')[1]?.trim() ?? '';
    if (name.startsWith(`${locus}*`))
      sequences.set(name.slice(locus.length + 1), record.slice(end + 1).replace(/\s/g, ''));
  }
  return sequences;
}

/** An alignment in which `-` repeats the first sequence, `.` is a gap and `*` is unknown. */
export interface Alignment {
  readonly rows: ReadonlyMap<string, string>;
  /** Index in the rows of the residue numbered 1. */
  readonly firstResidue: number;
}

/** Reads an alignment in blocks. The number line of the first block tells where residue 1 stands. */
export function readAlignment(text: string, locus: Locus): Alignment {
  const parts = new Map<string, string[]>();
  let numberLine = '';
  let markColumn = -1;
  let firstResidue = -1;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*Prot\b/.test(line)) numberLine = line;
    else if (markColumn === -1 && /^\s*\|/.test(line) && / 1\s*$/.test(numberLine))
      markColumn = line.lastIndexOf('|');
    const row = /^ ([A-Z0-9]+\*[0-9:]+[A-Z]?)( +)(.*)$/.exec(line);
    if (row === null) continue;
    const [, name = '', gap = '', residues = ''] = row;
    const fields = name.slice(locus.length + 1);
    if (firstResidue === -1 && markColumn !== -1) {
      const indent = 1 + name.length + gap.length;
      firstResidue = residues.slice(0, markColumn - indent).replace(/ /g, '').length;
    }
    const block = residues.replace(/\s/g, '');
    const before = parts.get(fields);
    if (before === undefined) parts.set(fields, [block]);
    else before.push(block);
  }
  return { rows: new Map([...parts].map(([name, blocks]) => [name, blocks.join('')])), firstResidue };
}
