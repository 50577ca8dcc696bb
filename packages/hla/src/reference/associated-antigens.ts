import { antigenSymbol } from '../antigen.ts';
import type { Locus } from '../locus.ts';
import { antigenFile, type ReleaseTexts } from './release-files.ts';
import type { LocusDocument } from './table-document.ts';

/** The genes whose antigens may be spelled like alleles. */
const genes: ReadonlySet<Locus> = new Set(['A', 'B', 'C', 'DRB1']);

/**
 * The antigens of four digits that a release names for a gene (hla_nom.txt, rows without an asterisk), with the antigen that each
 * was split from (rel_ser_ser.txt), blank where none is named. Empty for releases in the form of before 2026, where those with
 * three digits have no leading zero.
 */
export function associatedAntigens(texts: ReleaseTexts, locus: Locus): Pick<LocusDocument, 'associated'> {
  if (!genes.has(locus)) return {};
  const start = `${antigenSymbol(locus)};`;
  const rows = (text: string): string[][] =>
    text.split('\n').flatMap((line) => (line.startsWith(start) ? [line.trimEnd().split(';')] : []));
  const found = new Map<string, string>();
  for (const [, name = '', , deleted = ''] of rows(texts['hla_nom.txt']))
    if (/^\d{4}$/.test(name) && deleted === '') found.set(name, '');
  for (const [, parent = '', , associated = ''] of rows(texts[antigenFile] ?? ''))
    for (const name of associated.split('/'))
      if (/^\d{4}$/.test(name) && !found.get(name)) found.set(name, parent);
  const newForm = [...found.keys()].some((name) => name.startsWith('0'));
  return newForm ? { associated: Object.fromEntries([...found].sort()) } : {};
}
