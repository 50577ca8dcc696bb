import type { Genotype } from '../gl-string.ts';
import { loci } from '../locus.ts';
import { writeName } from '../name.ts';
import { genotypesOf } from '../typing.ts';
import { type LabProblem, errorAt } from './row.ts';
import {
  type NumberedRow,
  type WrittenLabFile,
  isOpen,
  noteAt,
  saysAllele,
  tooLong,
  writableRelease,
} from './writable-row.ts';

const namespace = 'http://schemas.nmdp.org/spec/hml/1.0.1';

/** HML 1.0.1: a sample per participant, a typing per gene. The schema wants at least one sample. */
export function writeHml(rows: readonly NumberedRow[], date: string): WrittenLabFile {
  const problems: LabProblem[] = [];
  const samples = rows.flatMap((row) => {
    const long = loci
      .map((locus) => tooLong(row.typing.loci[locus]?.glString ?? '', row.row))
      .find((problem) => problem !== undefined);
    if (long !== undefined) problems.push(long);
    return long === undefined ? [writeSample(row, date, problems)] : [];
  });
  if (samples.length === 0) return { text: '', problems: [...problems, errorAt('rows-missing')] };
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<hml xmlns="${namespace}" version="1.0.1">`,
    ...samples,
    '</hml>',
  ].join('\n');
  return { text: `${text}\n`, problems };
}

function writeSample(row: NumberedRow, date: string, problems: LabProblem[]): string {
  const release = writableRelease(row, /^$/, problems);
  const named = release === '' ? '' : ` allele-db="IMGT/HLA" allele-version="${escaped(release)}"`;
  const typings = loci.flatMap((locus) => {
    const entry = row.typing.loci[locus];
    if (entry === undefined) return [];
    const genotypes = genotypesOf(row.typing, locus);
    if (isOpen(genotypes) && saysAllele(entry.glString))
      problems.push(noteAt('either-not-written', { row: row.row, locus }));
    return [
      `    <typing gene-family="HLA" date="${date}">`,
      `      <allele-assignment date="${date}"${named}>`,
      ...(serumHaploids(genotypes) ?? [`<glstring>${escaped(entry.glString)}</glstring>`]).map(
        (line) => `        ${line}`,
      ),
      '      </allele-assignment>',
      '      <typing-method/>',
      '    </typing>',
    ];
  });
  return [
    `  <sample id="${escaped(row.participant)}">`,
    ...(row.replace === true ? ['    <property name="replace" value="true"/>'] : []),
    ...typings,
    '  </sample>',
  ].join('\n');
}

/** Antigens of a gene that was typed by serum alone, a haploid each; a GL string means alleles. */
function serumHaploids([only, ...others]: readonly Genotype[]): string[] | undefined {
  if (only === undefined || others.length > 0) return undefined;
  const copies = [only.first, ...(only.second === undefined ? [] : [only.second])];
  if (!copies.every(([name, another]) => name?.kind === 'antigen' && another === undefined)) return undefined;
  return copies.flatMap(([name]) =>
    name === undefined
      ? []
      : // The schema has capitals only: CW4, DPW4.
        [`<haploid locus="HLA-${name.locus}" method="SER" type="${writeName(name).toUpperCase()}"/>`],
  );
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
