import { HlaError } from '../hla-error.ts';
import type { Locus } from '../locus.ts';
import { versionTwoFields } from '../version-two-fields.ts';
import { buildGGroups } from './build-g-groups.ts';
import { grooveLength } from './groove-sequences.ts';
import type { ReleaseTexts } from './release-files.ts';
import { alleleNames, wmdaRows } from './release-files.ts';
import type { LocusDocument } from './table-document.ts';
import { encodeGrooves } from './table-document.ts';

export interface LocusCounts {
  readonly alleles: number;
  readonly proteins: number;
  readonly grooves: number;
  readonly pGroups: number;
}

const isNull = (name: string): boolean => name.endsWith('N');
const twoFields = (name: string): string =>
  name
    .replace(/[A-Z]$/, '')
    .split(':')
    .slice(0, 2)
    .join(':');

/** Builds the table of one gene; `sequences` are its grooves by allele name. Throws `release-invalid`. */
export function buildLocus(
  locus: Locus,
  texts: ReleaseTexts,
  sequences: ReadonlyMap<string, string>,
): { document: LocusDocument; counts: LocusCounts } {
  const names = alleleNames(texts['Allelelist.txt'], locus);
  const pGroups = readPGroups(texts['hla_nom_p.txt'], locus);
  const grooveOfGroup = groovesOfGroups(locus, pGroups, sequences);
  const evidence = readSerology(texts['rel_dna_ser.txt'], locus);
  const grooves = createNumbering<string>();
  const families: string[] = [];
  const serology = createNumbering<string>();
  const proteins: string[] = [];
  for (const [fields, members] of Map.groupBy(names, twoFields)) {
    const expressed = members.filter((name) => !isNull(name));
    const group = expressed.map((name) => pGroups.get(name)).find((name) => name !== undefined);
    const sequence =
      grooveOfGroup.get(group ?? '') ?? mostComplete(expressed.map((name) => sequences.get(name)));
    if (expressed.length > 0 && sequence === undefined)
      throw new HlaError('release-invalid', `${locus}*${fields} is expressed but has no sequence`);
    const groove = sequence === undefined ? '' : grooves.numberOf(sequence);
    if (typeof groove === 'number') families[groove] ??= fields.slice(0, 2);
    const groupText = group === undefined ? '-' : group === fields ? '' : group;
    const antigens = serology.numberOf(mergeEvidence(expressed.map((name) => evidence.get(name))));
    const rests = members.map((name) => name.slice(fields.length)).join(',');
    proteins.push([fields, groove, groupText, antigens, rests].join('|'));
  }
  const document: LocusDocument = {
    grooveLength: locus === 'DRB1' ? grooveLength.drb1 : grooveLength.classI,
    grooves: encodeGrooves(grooves.items.map((sequence, id) => ({ sequence, family: families[id] ?? '' }))),
    serology: serology.items,
    proteins,
    gGroups: buildGGroups(texts['hla_nom_g.txt'], locus, names),
    former: readFormerNames(texts, locus, names),
  };
  const pGroupCount = new Set(pGroups.values()).size;
  return {
    document,
    counts: {
      alleles: names.length,
      proteins: proteins.length,
      grooves: grooves.items.length,
      pGroups: pGroupCount,
    },
  };
}

function createNumbering<T>(): { items: T[]; numberOf(item: T): number } {
  const items: T[] = [];
  const numbers = new Map<T, number>();
  return {
    items,
    numberOf(item) {
      const known = numbers.get(item);
      if (known !== undefined) return known;
      numbers.set(item, items.length);
      return items.push(item) - 1;
    },
  };
}

/** The sequence with the fewest unknown residues. */
function mostComplete(sequences: readonly (string | undefined)[]): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const sequence of sequences) {
    if (sequence === undefined) continue;
    const unknown = sequence.split('*').length - 1;
    if (unknown < fewest) [best, fewest] = [sequence, unknown];
  }
  return best;
}

/** Members of a P group have one groove by definition: residues may be unknown, but known ones must be equal. */
function groovesOfGroups(
  locus: Locus,
  pGroups: ReadonlyMap<string, string>,
  sequences: ReadonlyMap<string, string>,
): Map<string, string> {
  const grooves = new Map<string, string>();
  for (const [group, members] of Map.groupBy(pGroups, ([, name]) => name)) {
    const known = members.map(([name]) => sequences.get(name)).filter((sequence) => sequence !== undefined);
    const fullest = mostComplete(known);
    if (fullest === undefined) continue;
    if (known.some((sequence) => contradicts(fullest, sequence)))
      throw new HlaError('release-invalid', `P group ${locus}*${group}P has two grooves`);
    grooves.set(group, fullest);
  }
  return grooves;
}

function contradicts(one: string, other: string): boolean {
  if (one === other) return false;
  for (let at = 0; at < one.length; at++)
    if (one[at] !== other[at] && one[at] !== '*' && other[at] !== '*') return true;
  return false;
}

/** P group of each allele that is in one; a group of one goes by its member's two fields. */
function readPGroups(text: string, locus: Locus): Map<string, string> {
  const groups = new Map<string, string>();
  for (const [members = '', group = ''] of wmdaRows(text, locus)) {
    const list = members.split('/');
    const name = group === '' ? twoFields(list[0] ?? '') : group.replace(/P$/, '');
    for (const member of list) groups.set(member, name);
  }
  return groups;
}

/** Evidence per allele; releases from 3.64 on have a seventh column, which is not needed. */
function readSerology(text: string, locus: Locus): Map<string, string> {
  const evidence = new Map<string, string>();
  for (const [name = '', ...columns] of wmdaRows(text, locus))
    evidence.set(name, columns.slice(0, 4).join(';'));
  return evidence;
}

/** The antigens of a protein's expressed members, merged column by column. */
function mergeEvidence(list: readonly (string | undefined)[]): string {
  const columns = [0, 1, 2, 3].map((column) => {
    const antigens = list.flatMap((entry) => entry?.split(';')[column]?.split('/') ?? []);
    const known = antigens.map(Number).filter((antigen) => antigen > 0);
    return [...new Set(known)].sort((a, b) => a - b).join('/');
  });
  return columns.join(';');
}

/** Deleted and renamed names with their successors, in today's spelling where a rule gives one. */
function readFormerNames(
  texts: ReleaseTexts,
  locus: Locus,
  names: readonly string[],
): Record<string, string> {
  const present = new Set(names.flatMap(everyShortening));
  const former = new Map<string, string>();
  const add = (old: string, successor: string): void => {
    const name = versionTwoFields(locus, old) ?? old;
    if (!present.has(name) && !former.has(name)) former.set(name, successor);
  };
  for (const [name = '', , deleted = '', successor = ''] of wmdaRows(texts['hla_nom.txt'], locus))
    if (deleted !== '') add(name, successor);
  for (const line of texts['Nomenclature_2009.txt'].split('\n')) {
    const [old = '', current = ''] = line.trim().split(/\s+/);
    if (!old.startsWith(`${locus}*`)) continue;
    add(old.slice(locus.length + 1), current === 'None' ? '' : current.slice(locus.length + 1));
  }
  return Object.fromEntries([...former].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `01:02:03N` -> itself, 01:02:03, 01:02 and the short null 01:02N. */
function everyShortening(name: string): string[] {
  const suffix = /[A-Z]$/.exec(name)?.[0] ?? '';
  const fields = name.slice(0, name.length - suffix.length).split(':');
  return fields.slice(1).flatMap((_, index) => {
    const short = fields.slice(0, index + 2).join(':');
    return [short, short + suffix];
  });
}
