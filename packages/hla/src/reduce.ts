import { antigenOfFirstField, firstFieldsOfAntigen, writeAntigen } from './antigen.ts';
import type { Finding, Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import { firstFieldsOf } from './locus.ts';
import type { ExpressionSuffix, HlaName } from './name.ts';
import { sortNames } from './order-names.ts';
import type { Answer } from './reference/answers.ts';
import { answerOf, type LocusTable, type Protein } from './reference/locus-table.ts';
import { numberOfMember, numberOfName } from './reference/name-number.ts';
import type { ReductionLevel } from './reduction-level.ts';
import type { HlaReference } from './reference/reference.ts';
import { carriersOf, isReleaseReference } from './reference/release-reference.ts';

/**
 * The texts that a name reduces to, without `HLA-`; several when it covers several. An allele that stands alone in the
 * file of a release is in no group and keeps its own name: two fields and suffix at P and lgx, up to three at G. A null
 * allele has neither P group nor antigen, so that there is no text at P and S, with a warning. Without a release only
 * lgx, U2 and S are possible, from the name alone, and a warning says so.
 */
export function reduceName(
  given: HlaName,
  level: ReductionLevel,
  reference: HlaReference,
): Reading<readonly string[]> {
  const name = given.kind === 'antigen-or-allele' ? alleleOf(given) : given;
  if (!isKnown(name)) return refuse('reduction-impossible', { position: 0 });
  const table = isReleaseReference(reference) ? reference.table(name.locus) : undefined;
  if (level === 'S' && name.kind === 'antigen')
    return accept([writeAntigen(name.locus, name.antigen, table?.associated)]);
  if (!isReleaseReference(reference)) return reduceByName(name, level);
  if (table === undefined) return refuse('table-outdated', { position: 0 });
  const listed = name.kind === 'allele' ? listedReduction(name, level, table) : undefined;
  if (listed !== undefined) return accept(listed);
  const reduced = reduceInTable(name, level, table);
  if ('refused' in reduced) return refuse(reduced.refused, { position: 0 });
  const texts = level === 'S' ? reduced.texts : reduced.texts.map((text) => `${name.locus}*${text}`);
  return accept(
    texts.length < 2 ? texts : sortNames([...new Set(texts)]),
    reduced.warning === undefined ? [] : [finding(reduced.warning)],
  );
}

const alleleOf = ({ locus, fields }: Extract<HlaName, { kind: 'antigen-or-allele' }>): AlleleName => ({
  kind: 'allele',
  locus,
  fields,
});

type Known = Exclude<HlaName, { kind: 'novel' | 'unknown' | 'absent' | 'antigen-or-allele' }>;
type AlleleName = Extract<HlaName, { kind: 'allele' }>;
type Reduced = { texts: readonly string[]; warning?: Finding['code'] } | { refused: 'table-outdated' };

/** True for a name that stands for listed alleles; others cannot be reduced. */
export const canReduce = ({ kind }: HlaName): boolean =>
  kind !== 'novel' && kind !== 'unknown' && kind !== 'absent';

const isKnown = (name: HlaName): name is Known => canReduce(name) && name.kind !== 'antigen-or-allele';

/** What the table says an allele of the release reduces to; undefined where reading that name takes more than its text. */
function listedReduction(
  { fields, suffix }: AlleleName,
  level: ReductionLevel,
  table: LocusTable,
): readonly string[] | undefined {
  const name = fields.join(':') + (suffix ?? '');
  const answer = answerOf(table, level, numberOfName(name, 0, name.length));
  return answer === undefined || !isOfName(answer, suffix ?? '') ? undefined : textsOf(answer);
}

/** False where there is no output, or where a warning may tell that another name was reduced, whose suffix was added. */
const isOfName = ({ output, warnings }: Answer, suffix: string): boolean =>
  output !== null && (suffix !== '' || warnings.length === 0);

const textsOf = ({ output, isList }: Answer): string[] =>
  output === null ? [] : isList ? output.split('/') : [output];

function reduceInTable(name: Known, level: ReductionLevel, table: LocusTable): Reduced {
  switch (level) {
    case 'P':
      return reduceToP(name, table);
    case 'G':
      return reduceToG(name, table);
    case 'lgx':
      return { texts: twoFieldGroups(name, table) };
    case 'U2': {
      const short = name.kind === 'allele' ? shortName(name, table) : undefined;
      return { texts: short === undefined ? twoFieldGroups(name, table) : [short] };
    }
    case 'S':
      return reduceToAntigens(name, table);
  }
}

/** The proteins that a name covers. */
function proteinsOf(name: Known, table: LocusTable): readonly Protein[] {
  switch (name.kind) {
    case 'allele': {
      const entry = table.entryOf(name.fields.join(':'));
      return entry === undefined ? [] : [entry.protein];
    }
    case 'p-group':
    case 'small-g':
      return table.proteins.filter(({ pGroup }) => pGroup === name.fields.join(':'));
    case 'g-group': {
      const members = table.gGroups.get(name.fields.join(':')) ?? [name.fields.join(':')];
      const bare = members.map((member) => table.entryOf(member.replace(/[A-Z]$/, ''))?.protein);
      return [...new Set(bare.filter((protein) => protein !== undefined))];
    }
    case 'any':
    case 'mac':
      return proteinsOfFirsts(firstFieldsOf(name.locus, name.first) ?? [], table);
    case 'antigen': {
      const carriers = carriersOf(name.locus, name.antigen, table);
      // A release from before the antigen was recognised knows no carrier.
      return carriers.length > 0
        ? carriers
        : proteinsOfFirsts(firstFieldsOfAntigen(name.locus, name.antigen), table);
    }
  }
}

const proteinsOfFirsts = (firsts: readonly string[], table: LocusTable): readonly Protein[] =>
  firsts.flatMap((first) => table.byFirstField.get(first) ?? []);

const isNull = (name: Known): name is AlleleName => name.kind === 'allele' && name.suffix === 'N';

/** True when no member of a protein is expressed. */
const isSilent = ({ rests }: Protein): boolean => rests.every((rest) => rest.endsWith('N'));

function reduceToP(name: Known, table: LocusTable): Reduced {
  if (name.kind === 'p-group') return { texts: [`${name.fields.join(':')}P`] };
  if (isNull(name)) return { texts: [], warning: 'no-p-group' };
  const proteins = proteinsOf(name, table);
  const texts: string[] = [];
  let unknown = false;
  for (const protein of proteins) {
    const { pGroup, pGroupNamed } = protein;
    // A table of format 1 does not tell a group from a protein that stands alone.
    if (pGroupNamed === undefined) return { refused: 'table-outdated' };
    if (pGroup === undefined) unknown ||= !isSilent(protein);
    else texts.push(pGroupNamed ? `${pGroup}P` : aloneName(name, protein));
  }
  if (unknown) return { texts, warning: 'p-group-unknown' };
  return texts.length === 0 ? { texts, warning: 'no-p-group' } : { texts };
}

/** Two fields of a protein that stands alone, with the suffix of the name, or the one of all expressed members. */
function aloneName(name: Known, { fields, rests }: Protein): string {
  if (name.kind === 'allele') return fields + (name.suffix ?? '');
  const suffixes = new Set<string>();
  for (const rest of rests) if (!rest.endsWith('N')) suffixes.add(suffixOf(rest));
  const [only = ''] = suffixes;
  return suffixes.size === 1 ? fields + only : fields;
}

const suffixOf = (rest: string): string => /[NLSCAQ]$/.exec(rest)?.[0] ?? '';

function reduceToG(name: Known, table: LocusTable): Reduced {
  if (name.kind === 'g-group') return { texts: [`${name.fields.join(':')}G`] };
  if (name.kind === 'allele') return gGroupsOfAllele(name, table);
  if (name.kind === 'p-group' || name.kind === 'small-g')
    return {
      texts: proteinsOf(name, table).flatMap(({ fields }) => gGroupsOfFields(fields, undefined, table)),
    };
  return { texts: gGroupsOfMembers(proteinsOf(name, table), name.kind !== 'antigen', table) };
}

/** G groups of all alleles of some proteins, of null alleles only where they count too. */
function gGroupsOfMembers(proteins: readonly Protein[], silentToo: boolean, table: LocusTable): string[] {
  const answers = new Set<Answer>();
  const texts: string[] = [];
  for (const { fields, rests } of proteins) {
    const number = numberOfName(fields, 0, fields.length);
    for (const rest of rests) {
      const suffix = suffixOf(rest);
      if (suffix === 'N' && !silentToo) continue;
      const answer = answerOf(table, 'G', numberOfMember(number, rest, 0, rest.length));
      if (answer !== undefined && isOfName(answer, suffix)) answers.add(answer);
      else
        texts.push(
          ...gGroupsOfFields(fields + rest.slice(0, rest.length - suffix.length), suffix || undefined, table),
        );
    }
  }
  const listed = [...answers].flatMap(textsOf);
  return [...listed.map((text) => text.slice(text.indexOf('*') + 1)), ...texts];
}

function gGroupsOfAllele(name: AlleleName, table: LocusTable): Reduced {
  const fields = name.fields.join(':');
  const texts = gGroupsOfFields(fields, name.suffix, table);
  const [only] = texts;
  const unknown = only?.endsWith('G') !== true && table.gUnknown.has(fields + (name.suffix ?? ''));
  return unknown ? { texts: [], warning: 'g-group-unknown' } : { texts };
}

/** G groups of the alleles whose names begin so; the name itself, at most three fields long, when in none. */
function gGroupsOfFields(fields: string, suffix: string | undefined, table: LocusTable): string[] {
  const own = lookUpG(fields, suffix ?? '', table);
  if (own !== undefined) return [`${own}G`];
  const protein = table.entryOf(fields)?.protein;
  const found = new Set<string>();
  for (const rest of protein?.rests ?? []) {
    const name = (protein?.fields ?? '') + rest;
    const letter = suffixOf(rest);
    const bare = letter === '' ? name : name.slice(0, -1);
    if (bare !== fields && !bare.startsWith(`${fields}:`)) continue;
    if (suffix === undefined ? letter === 'N' : letter !== suffix) continue;
    const group = lookUpG(bare, letter, table);
    if (group !== undefined) found.add(`${group}G`);
  }
  if (found.size > 0) return [...found];
  return [fields.split(':').slice(0, 3).join(':') + (suffix ?? '')];
}

function lookUpG(fields: string, suffix: string, table: LocusTable): string | undefined {
  const exact = table.gGroupOf.get(fields + suffix);
  if (exact !== undefined) return exact;
  for (let prefix = fields; prefix.includes(':'); prefix = prefix.slice(0, prefix.lastIndexOf(':'))) {
    const group = table.gGroupOf.get(prefix);
    if (group !== undefined) return group;
  }
  return undefined;
}

/** Two fields of the P groups, of proteins that stand alone, and, by the G group, of null alleles. */
function twoFieldGroups(name: Known, table: LocusTable): string[] {
  if (isNull(name)) return nullGroups(name.fields.join(':'), table);
  const silentToo = name.kind === 'any' || name.kind === 'mac';
  return proteinsOf(name, table).flatMap((protein) => {
    const { fields, pGroup, pGroupNamed, rests } = protein;
    const expressed =
      pGroup === undefined
        ? isSilent(protein)
          ? []
          : [aloneName(name, protein)]
        : [pGroupNamed === false ? aloneName(name, protein) : pGroup];
    if (!silentToo) return expressed;
    const nulls = rests.filter((rest) => rest.endsWith('N'));
    return [...expressed, ...nulls.flatMap((rest) => nullGroups(fields + rest.slice(0, -1), table))];
  });
}

function nullGroups(fields: string, table: LocusTable): string[] {
  return gGroupsOfFields(fields, 'N', table).map((group) => {
    const two = group
      .replace(/[A-Z]$/, '')
      .split(':')
      .slice(0, 2)
      .join(':');
    return group.endsWith('G') ? two : `${two}N`;
  });
}

/** Two fields and suffix, where the release has such a name. */
function shortName(name: AlleleName, table: LocusTable): string | undefined {
  const fields = name.fields.slice(0, 2).join(':');
  const suffixes: ReadonlySet<ExpressionSuffix | ''> | undefined = table.entryOf(fields)?.suffixes;
  return suffixes?.has(name.suffix ?? '') === true ? fields + (name.suffix ?? '') : undefined;
}

function reduceToAntigens(name: Known, table: LocusTable): Reduced {
  if (isNull(name)) return { texts: [], warning: 'not-expressed' };
  const antigens = new Set(proteinsOf(name, table).flatMap((protein) => [...protein.antigens]));
  if (antigens.size === 0) return { texts: [], warning: 'antigen-undetermined' };
  return { texts: [...antigens].map((antigen) => writeAntigen(name.locus, antigen, table.associated)) };
}

/** The reductions that follow from the name alone, when no release is installed. */
function reduceByName(name: Known, level: ReductionLevel): Reading<readonly string[]> {
  if (level === 'P' || level === 'G') return refuse('release-needed', { position: 0 });
  if (level === 'S') {
    if (isNull(name)) return accept([], [finding('not-expressed')]);
    const first = 'fields' in name ? name.fields[0] : 'first' in name ? name.first : undefined;
    const antigen = first === undefined ? undefined : antigenOfFirstField(name.locus, first);
    if (antigen === undefined)
      return accept([], [finding('antigen-undetermined'), finding('release-absent')]);
    return accept([writeAntigen(name.locus, antigen)], [finding('release-absent')]);
  }
  if (!('fields' in name)) return refuse('release-needed', { position: 0 });
  const fields = name.fields.slice(0, 2).join(':');
  const suffix = level === 'U2' && name.kind === 'allele' ? (name.suffix ?? '') : '';
  return accept([`${name.locus}*${fields}${suffix}`], [finding('release-absent')]);
}
