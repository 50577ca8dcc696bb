import { HlaError } from '../hla-error.ts';
import type { ReleaseFileName, ReleaseTexts } from './release-files.ts';
import { antigenFile, versionOf } from './release-files.ts';

/** The oldest release that can be used. DRB1 has an alignment of its own from this release on. */
export const oldestRelease = '3.51.0';

/** A few alleles are named before their sequence is published, so a file may lack one in a hundred of a gene. */
const mayLack = 0.01;

/** The columns that the rows of a file have. Rows of rel_dna_ser have a seventh from 3.63 on. */
const columnsOf = {
  'hla_nom.txt': [6, 6],
  'hla_nom_p.txt': [3, 3],
  'hla_nom_g.txt': [3, 3],
  'rel_dna_ser.txt': [6, 7],
} as const satisfies Partial<Record<ReleaseFileName, readonly [least: number, most: number]>>;

const wmdaFiles = Object.keys(columnsOf) as (keyof typeof columnsOf)[];

const withVersion = ['Allelelist.txt', ...wmdaFiles, 'DRB1_prot.txt'] as const;

const invalid = (message: string): HlaError => new HlaError('release-invalid', message);

/** Throws `release-invalid` for a release that is too old to be read. */
export function requireUsableRelease(release: string): void {
  const rank = (version: string): number => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return major * 1000 + minor;
  };
  if (!(rank(release) >= rank(oldestRelease)))
    throw invalid(`IPD-IMGT/HLA ${release} cannot be used: the oldest release that can is ${oldestRelease}`);
}

/**
 * Checks that each text is the whole file that its name says, and that all are of one release. Line ends may be LF or CRLF.
 * Throws `release-invalid` naming the file and what is wrong with it.
 * @param genes the genes that the table will hold
 * @returns the release
 */
export function checkRelease(texts: ReleaseTexts, genes: readonly string[]): string {
  for (const [name, text] of Object.entries(texts)) requireFile(name, text);
  const release = requireOneVersion(texts);
  requireUsableRelease(release);
  const listed = listedAlleles(texts['Allelelist.txt']);
  for (const gene of ['A', 'B', 'DRB1'])
    if (!listed.has(gene)) throw invalid(`Allelelist.txt is not whole: it has no allele of ${gene}`);
  for (const name of wmdaFiles) requireRows(name, texts[name], listed, genes);
  requireRowPattern(
    'Nomenclature_2009.txt',
    texts['Nomenclature_2009.txt'],
    /^(?:\S+\s+\S+|Current Name\s.*|)\s*$/,
  );
  for (const gene of ['A', 'B'] as const)
    requireNames(`${gene}_prot.fasta`, gene, listed.get(gene), fastaNames(`${gene}_prot.fasta`, texts));
  requireNames('DRB1_prot.txt', 'DRB1', listed.get('DRB1'), alignedNames(texts['DRB1_prot.txt']));
  requireAntigens(texts[antigenFile], release);
  return release;
}

function requireFile(name: string, text: string): void {
  if (text.trim() === '') throw invalid(`${name} is empty`);
  if (text.startsWith('version https://git-lfs.github.com/'))
    throw invalid(`${name} is a Git LFS pointer and not the file itself; "git lfs pull" fetches it`);
  if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text))
    throw invalid(`${name} is a web page and not the file itself; download the raw file`);
}

function requireOneVersion(texts: ReleaseTexts): string {
  const release = versionOf(texts['Allelelist.txt']);
  if (release === undefined) throw invalid('Allelelist.txt does not name its release');
  for (const name of withVersion) {
    const version = versionOf(texts[name]);
    if (version === undefined) throw invalid(`${name} does not name its release`);
    if (version !== release)
      throw invalid(`${name} is of release ${version} and Allelelist.txt of ${release}; all must be of one`);
  }
  return release;
}

/** The file of antigens may be absent; one that is there is of the same release. */
function requireAntigens(text: string | undefined, release: string): void {
  if (text === undefined) return;
  const version = versionOf(text);
  if (version !== release)
    throw invalid(
      version === undefined
        ? `${antigenFile} does not name its release`
        : `${antigenFile} is of release ${version} and Allelelist.txt of ${release}; all must be of one`,
    );
  requireRowPattern(antigenFile, text, /^(?:#.*|[^;]+;[^;]+;[^;]*;[^;]*|)\s*$/);
}

/** The allele names of each gene, without the gene, in the order of the list. */
function listedAlleles(text: string): Map<string, string[]> {
  requireRowPattern(
    'Allelelist.txt',
    text,
    /^(?:#.*|AlleleID,Allele|HLA\d+,[A-Z0-9]+\*\d+(?::\d+)*[A-Z]?|)\s*$/,
  );
  const listed = new Map<string, string[]>();
  for (const [, gene = '', name = ''] of text.matchAll(/^HLA\d+,([A-Z0-9]+)\*(\S+)/gm)) {
    const names = listed.get(gene);
    if (names === undefined) listed.set(gene, [name]);
    else names.push(name);
  }
  return listed;
}

function requireRowPattern(name: string, text: string, pattern: RegExp): void {
  const at = text.split('\n').findIndex((line) => !pattern.test(line));
  if (at !== -1) throw invalid(`${name}, line ${at + 1}, is no row of such a file`);
}

function requireRows(
  file: keyof typeof columnsOf,
  text: string,
  listed: ReadonlyMap<string, readonly string[]>,
  genes: readonly string[],
): void {
  const [least, most] = columnsOf[file];
  const found = new Map<string, Set<string>>(genes.map((gene) => [`${gene}*`, new Set()]));
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || line.trim() === '') continue;
    const cells = line.split(';');
    if (cells.length < least || cells.length > most)
      throw invalid(`${file}, line ${index + 1}: expected ${least} columns, found ${cells.length}`);
    const names = found.get(cells[0] ?? '');
    if (names !== undefined) for (const name of (cells[1] ?? '').split('/')) names.add(name);
  }
  for (const gene of genes) {
    const all = listed.get(gene);
    // A null allele is in no P group.
    const expected = file === 'hla_nom_p.txt' ? all?.filter((name) => !name.endsWith('N')) : all;
    const names = found.get(`${gene}*`) ?? new Set();
    requireNames(file, gene, expected, names);
    // Serology is given for every allele of the list, so the list is as long as that file.
    if (file === 'rel_dna_ser.txt') requireNames('Allelelist.txt', gene, [...names], new Set(all));
  }
}

/** A file that ends early lacks the last allele of a gene; one that is filtered lacks more than a few. */
function requireNames(
  file: string,
  gene: string,
  listed: readonly string[] | undefined,
  found: ReadonlySet<string>,
): void {
  if (listed === undefined || listed.length === 0) return;
  const missing = listed.filter((name) => !found.has(name));
  if (missing.length === 0) return;
  const many = missing.length > Math.max(10, listed.length * mayLack);
  if (many || missing.at(-1) === listed.at(-1))
    throw invalid(
      `${file} is not whole: it lacks ${missing.length} of the ${listed.length} alleles of ${gene}, among them ${gene}*${missing.at(-1)}`,
    );
}

function fastaNames(file: 'A_prot.fasta' | 'B_prot.fasta', texts: ReleaseTexts): Set<string> {
  const names = new Set<string>();
  for (const [, gene, name = '', length, body = ''] of texts[file].matchAll(
    /^>\S+ ([A-Z0-9]+)\*(\S+) (\d+) bp\s*([^>]*)/gm,
  )) {
    const letters = body.replace(/\s/g, '').length;
    if (letters !== Number(length))
      throw invalid(`${file}: ${gene}*${name} has ${letters} of its ${length} residues`);
    names.add(name);
  }
  return names;
}

const alignedNames = (text: string): Set<string> =>
  new Set([...text.matchAll(/^ DRB1\*(\S+) /gm)].map(([, name = '']) => name));
