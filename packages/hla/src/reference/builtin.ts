import { firstFieldsOfAntigen } from '../antigen.ts';
import { commonFields } from '../common-alleles.ts';
import { allFirstFields, firstFieldsOf, firstOfFields, loci, scoredLoci } from '../locus.ts';
import type { Locus } from '../locus.ts';
import type { HlaName } from '../name.ts';
import type { Candidates, GrooveId, HlaReference } from './reference.ts';

/** Alleles that are in no list. Two people have four copies, so four of them allow every pattern of equality. */
const anonymousPerFirstField = 4;

const exact: Omit<Candidates, 'grooves' | 'likely'> = {
  open: [],
  silent: 'no',
  unlisted: false,
  novel: false,
  low: false,
};

/** A reference without a release: two-field names are the grooves, and no sequences are known. */
export function createBuiltinReference(): HlaReference {
  const genes = new Map(
    loci.map((locus) => [locus, { names: [] as string[], ids: new Map<string, GrooveId>() }]),
  );
  const idOf = (locus: Locus, name: string): GrooveId => {
    const gene = genes.get(locus);
    if (gene === undefined) return 0;
    const known = gene.ids.get(name);
    if (known !== undefined) return known;
    const id = gene.names.push(name) - 1;
    gene.ids.set(name, id);
    return id;
  };
  for (const locus of scoredLoci) for (const fields of commonFields(locus)) idOf(locus, fields);

  const ofFirstFields = (
    locus: Locus,
    firsts: readonly string[],
  ): Pick<Candidates, 'grooves' | 'likely' | 'open'> => {
    const common = commonFields(locus).filter((fields) => firsts.includes(firstOfFields(fields)));
    const anonymous = firsts.flatMap((first) =>
      Array.from({ length: anonymousPerFirstField }, (_, index) => idOf(locus, `${first}:#${index}`)),
    );
    const known = common.map((fields) => idOf(locus, fields));
    return {
      grooves: [...known, ...anonymous].sort((a, b) => a - b),
      likely: known.length > 0 ? known : anonymous,
      open: firsts,
    };
  };

  return {
    release: 'builtin',
    kind: 'builtin',
    candidates: (name) => candidatesOf(name, idOf, ofFirstFields),
    firstFieldOf: (locus, groove) => firstOfFields(genes.get(locus)?.names[groove] ?? ''),
    hasInsertion: () => false,
    divergence: () => undefined,
  };
}

function candidatesOf(
  name: HlaName,
  idOf: (locus: Locus, fields: string) => GrooveId,
  ofFirstFields: (locus: Locus, firsts: readonly string[]) => Pick<Candidates, 'grooves' | 'likely' | 'open'>,
): Candidates {
  const { locus } = name;
  switch (name.kind) {
    case 'allele': {
      if (name.suffix === 'N') return { ...exact, grooves: [], likely: [], silent: 'yes' };
      const id = idOf(locus, name.fields.slice(0, 2).join(':'));
      const uncertain = name.suffix === 'S' || name.suffix === 'C' || name.suffix === 'A';
      return { ...exact, grooves: [id], likely: [id], silent: uncertain ? 'maybe' : 'no' };
    }
    case 'p-group':
    case 'g-group':
    case 'small-g': {
      const id = idOf(locus, name.fields.slice(0, 2).join(':'));
      return { ...exact, grooves: [id], likely: [id], silent: name.kind === 'p-group' ? 'no' : 'maybe' };
    }
    case 'any':
    case 'mac': {
      const firsts = firstFieldsOf(locus, name.first) ?? [name.first];
      return { ...exact, ...ofFirstFields(locus, firsts), silent: 'maybe', low: true };
    }
    case 'antigen-or-allele': {
      const either = ofFirstFields(locus, firstFieldsOfAntigen(locus, name.antigen));
      const id = idOf(locus, name.fields.join(':'));
      const grooves = [...new Set([...either.grooves, id])].sort((a, b) => a - b);
      return { ...exact, grooves, likely: [id], open: either.open };
    }
    case 'antigen':
      return { ...exact, ...ofFirstFields(locus, firstFieldsOfAntigen(locus, name.antigen)), low: true };
    case 'novel': {
      const firsts = name.first === undefined ? allFirstFields(locus) : [name.first];
      return { ...exact, ...ofFirstFields(locus, firsts), silent: 'maybe', unlisted: true, novel: true };
    }
    case 'absent':
      return { ...exact, grooves: [], likely: [], silent: 'yes' };
    case 'unknown':
      return { ...exact, ...ofFirstFields(locus, allFirstFields(locus)), silent: 'maybe', unlisted: true };
  }
}
