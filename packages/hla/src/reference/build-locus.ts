import { HlaError } from '../hla-error.ts';
import type { Locus } from '../locus.ts';
import { firstOfFields } from '../locus.ts';
import { versionTwoFields } from '../version-two-fields.ts';
import { associatedAntigens } from './associated-antigens.ts';
import { buildGGroups } from './build-g-groups.ts';
import type { GrooveSequences } from './groove-sequences.ts';
import { grooveLength } from './groove-sequences.ts';
import { noName, numberOfName } from './name-number.ts';
import type { ReleaseTexts } from './release-files.ts';
import { alleleNames, wmdaRows } from './release-files.ts';
import type { LocusDocument } from './table-document.ts';
import { encodeGrooves, unknownGroove } from './table-document.ts';

/** How much of one gene a table holds. */
export interface LocusCounts {
  readonly alleles: number;
  readonly proteins: number;
  readonly grooves: number;
  readonly pGroups: number;
  /** Expressed proteins without a sequence: their grooves are unknown. */
  readonly withoutSequence: readonly string[];
}

const isNull = (name: string): boolean => name.endsWith('N');
const twoFields = (name: string): string =>
  name
    .replace(/[A-Z]$/, '')
    .split(':')
    .slice(0, 2)
    .join(':');

/**
 * Builds the table of one gene; `sequences` are its grooves by allele name. Without sequences a groove is a P group, or
 * the protein itself where it stands alone, and has no letters. Throws `release-invalid`.
 */
export function buildLocus(
  locus: Locus,
  texts: ReleaseTexts,
  sequences: GrooveSequences | undefined,
): { document: LocusDocument; counts: LocusCounts } {
  const names = alleleNames(texts['Allelelist.txt'], locus);
  const odd = names.find((name) => numberOfName(name, 0, name.length) === noName);
  if (odd !== undefined)
    throw new HlaError('release-invalid', `${locus}*${odd} is not written like an allele`);
  const pGroups = readPGroups(texts['hla_nom_p.txt'], locus);
  const evidence = readSerology(texts['rel_dna_ser.txt'], locus);
  const grooves = createGrooves(locus, pGroups, sequences);
  const serology = createNumbering<string>();
  const proteins: string[] = [];
  const withoutSequence: string[] = [];
  for (const [fields, members] of Map.groupBy(names, twoFields)) {
    const expressed = members.filter((name) => !isNull(name));
    const group = expressed.map((name) => pGroups.get(name)).find((name) => name !== undefined);
    const groove = expressed.length === 0 ? '' : grooves.numberOf(fields, group, expressed);
    if (groove === unknownGroove) withoutSequence.push(`${locus}*${fields}`);
    const groupText = writeGroup(group, fields);
    const antigens = serology.numberOf(mergeEvidence(expressed.map((name) => evidence.get(name))));
    const rests = members.map((name) => name.slice(fields.length)).join(',');
    proteins.push([fields, groove, groupText, antigens, rests].join('|'));
  }
  const document: LocusDocument = {
    grooveLength: sequences === undefined ? 0 : locus === 'DRB1' ? grooveLength.drb1 : grooveLength.classI,
    grooves: encodeGrooves(grooves.sequences()),
    insertions: grooves.insertions(),
    serology: serology.items,
    proteins,
    ...buildGGroups(texts['hla_nom_g.txt'], locus, names),
    ...associatedAntigens(texts, locus),
    former: readFormerNames(texts, locus, names),
  };
  const named = [...pGroups.values()].filter((group) => group.named).map(({ name }) => name);
  return {
    document,
    counts: {
      alleles: names.length,
      proteins: proteins.length,
      grooves: grooves.size(),
      pGroups: new Set(named).size,
      withoutSequence,
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
  pGroups: ReadonlyMap<string, PGroup>,
  sequences: ReadonlyMap<string, string>,
): Map<string, string> {
  const grooves = new Map<string, string>();
  for (const [group, members] of Map.groupBy(pGroups, ([, { name }]) => name)) {
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

/** The row of the file of P groups that an allele stands in. */
interface PGroup {
  /** Two fields of the group's name; of the allele itself when it stands alone. */
  readonly name: string;
  /** False for an allele that stands alone: its row names no group. */
  readonly named: boolean;
}

function readPGroups(text: string, locus: Locus): Map<string, PGroup> {
  const groups = new Map<string, PGroup>();
  for (const [members = '', group = ''] of wmdaRows(text, locus)) {
    const list = members.split('/');
    const named = group !== '';
    const name = named ? group.replace(/P$/, '') : twoFields(list[0] ?? '');
    for (const member of list) groups.set(member, { name, named });
  }
  return groups;
}

/** `-` for none known, `=` for a protein that stands alone, blank for the group of its own name. */
function writeGroup(group: PGroup | undefined, fields: string): string {
  if (group === undefined) return '-';
  if (!group.named) return group.name === fields ? '=' : `=${group.name}`;
  return group.name === fields ? '' : group.name;
}

interface GrooveNumbers {
  numberOf(
    fields: string,
    group: PGroup | undefined,
    members: readonly string[],
  ): number | typeof unknownGroove;
  sequences(): { sequence: string; family: string }[];
  insertions(): string[];
  size(): number;
}

/** Numbers the grooves of a gene in the order in which they are met. */
function createGrooves(
  locus: Locus,
  pGroups: ReadonlyMap<string, PGroup>,
  known: GrooveSequences | undefined,
): GrooveNumbers {
  const numbering = createNumbering<string>();
  const families: string[] = [];
  const inserted = new Set<number>();
  const ofGroup = known === undefined ? undefined : groovesOfGroups(locus, pGroups, known.grooves);
  return {
    numberOf(fields, group, members) {
      const key = keyOf(fields, group, members);
      if (key === undefined) return unknownGroove;
      const id = numbering.numberOf(key);
      if (key.includes('+')) inserted.add(id);
      families[id] ??= firstOfFields(fields);
      return id;
    },
    sequences: () =>
      known === undefined
        ? []
        : numbering.items.map((key, id) => ({
            sequence: key.replace(/\+.*/, ''),
            family: families[id] ?? '',
          })),
    insertions: () => [...inserted].map(String),
    size: () => numbering.items.length,
  };

  /** The sequence; after a plus the residues that stand where the reference allele has a gap. */
  function keyOf(fields: string, group: PGroup | undefined, members: readonly string[]): string | undefined {
    if (known === undefined || ofGroup === undefined) return group?.name ?? fields;
    const sequence =
      ofGroup.get(group?.name ?? '') ?? mostComplete(members.map((name) => known.grooves.get(name)));
    if (sequence === undefined) return undefined;
    const insertion = members.map((name) => known.insertions.get(name)).find((text) => text !== undefined);
    return insertion === undefined ? sequence : `${sequence}+${insertion}`;
  }
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
    const gene = old.slice(0, old.indexOf('*'));
    if (gene !== locus && !(gene === 'Cw' && locus === 'C')) continue;
    add(old.slice(gene.length + 1), current === 'None' ? '' : current.slice(locus.length + 1));
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
