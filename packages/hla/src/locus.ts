/** The three loci that the study scores, in the order in which they are written everywhere. */
export const loci = ['A', 'B', 'DRB1'] as const;

export type Locus = (typeof loci)[number];

const firstFields: Record<Locus, ReadonlySet<string>> = {
  A: new Set('01 02 03 11 23 24 25 26 29 30 31 32 33 34 36 43 66 68 69 74 80'.split(' ')),
  B: new Set(
    (
      '07 08 13 14 15 18 27 35 37 38 39 40 41 42 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 67 73 78 81 ' +
      '82 83'
    ).split(' '),
  ),
  DRB1: new Set('01 03 04 07 08 09 10 11 12 13 14 15 16'.split(' ')),
};

/** Broad first fields exist only in XX codes; each stands for the first fields of its splits. */
const broadFirstFields: Record<Locus, Readonly<Record<string, readonly string[]>>> = {
  A: {
    '09': ['23', '24'],
    '10': ['25', '26', '34', '66'],
    '19': ['29', '30', '31', '32', '33', '74'],
    '28': ['68', '69'],
  },
  B: {
    '05': ['51', '52'],
    '12': ['44', '45'],
    '16': ['38', '39'],
    '17': ['57', '58'],
    '21': ['49', '50'],
    '22': ['54', '55', '56'],
    '70': ['15'],
  },
  DRB1: { '02': ['15', '16'], '05': ['11', '12'], '06': ['13', '14'] },
};

/** True when WHO names of the locus begin with this first field (two digits). */
export const isFirstField = (locus: Locus, first: string): boolean => firstFields[locus].has(first);

/** The first fields that an XX code covers: itself, or the splits of a broad one; undefined when there is none. */
export function firstFieldsOf(locus: Locus, first: string): readonly string[] | undefined {
  return isFirstField(locus, first) ? [first] : broadFirstFields[locus][first];
}

/** All first fields of a locus in ascending order. */
export const allFirstFields = (locus: Locus): readonly string[] => [...firstFields[locus]];
