import { firstFieldsOfAntigen } from '../antigen.ts';
import { commonFields } from '../common-alleles.ts';
import { allFirstFields, firstFieldsOf, loci } from '../locus.ts';
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
  const names: Record<Locus, string[]> = { A: [], B: [], DRB1: [] };
  const ids: Record<Locus, Map<string, GrooveId>> = { A: new Map(), B: new Map(), DRB1: new Map() };
  const idOf = (locus: Locus, name: string): GrooveId => {
    const known = ids[locus].get(name);
    if (known !== undefined) return known;
    const id = names[locus].push(name) - 1;
    ids[locus].set(name, id);
    return id;
  };
  for (const locus of loci) for (const fields of commonFields(locus)) idOf(locus, fields);

  const ofFirstFields = (
    locus: Locus,
    firsts: readonly string[],
  ): Pick<Candidates, 'grooves' | 'likely' | 'open'> => {
    const common = commonFields(locus).filter((fields) => firsts.includes(fields.slice(0, 2)));
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
    firstFieldOf: (locus, groove) => names[locus][groove]?.slice(0, 2) ?? '',
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
    case 'antigen':
      return { ...exact, ...ofFirstFields(locus, firstFieldsOfAntigen(locus, name.antigen)), low: true };
    case 'novel': {
      const firsts = name.first === undefined ? allFirstFields(locus) : [name.first];
      return { ...exact, ...ofFirstFields(locus, firsts), silent: 'maybe', unlisted: true, novel: true };
    }
    case 'unknown':
      return { ...exact, ...ofFirstFields(locus, allFirstFields(locus)), silent: 'maybe', unlisted: true };
  }
}
