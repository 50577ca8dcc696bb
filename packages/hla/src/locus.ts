/** The classical genes, in the order in which they are written everywhere. Names of all of them are read. */
export const loci = ['A', 'B', 'C', 'DRB1', 'DRB3', 'DRB4', 'DRB5', 'DQA1', 'DQB1', 'DPA1', 'DPB1'] as const;

/** A classical gene by its WHO symbol without `HLA-`. */
export type Locus = (typeof loci)[number];

/** The genes that are compared and scored, and the only ones that the study stores. */
export const scoredLoci = ['A', 'B', 'DRB1'] as const satisfies readonly Locus[];

/** A gene that is compared and scored. */
export type ScoredLocus = (typeof scoredLoci)[number];

const known: ReadonlySet<string> = new Set(loci);

/** True for the name of a classical gene, as it is written here. */
export const isLocus = (text: string): text is Locus => known.has(text);

const scored: ReadonlySet<Locus> = new Set(scoredLoci);

/** True for a gene that is compared and scored. */
export const isScored = (locus: Locus): locus is ScoredLocus => scored.has(locus);

/** A haplotype has at most one of DRB3, DRB4 and DRB5, so a person may have no copy, one or two of each. */
export const mayBeAbsent = (locus: Locus): boolean =>
  locus === 'DRB3' || locus === 'DRB4' || locus === 'DRB5';

const firstFields: Record<Exclude<Locus, 'DPB1'>, ReadonlySet<string>> = {
  A: new Set('01 02 03 11 23 24 25 26 29 30 31 32 33 34 36 43 66 68 69 74 80'.split(' ')),
  B: new Set(
    (
      '07 08 13 14 15 18 27 35 37 38 39 40 41 42 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 67 73 78 81 ' +
      '82 83'
    ).split(' '),
  ),
  C: new Set('01 02 03 04 05 06 07 08 12 14 15 16 17 18'.split(' ')),
  DRB1: new Set('01 03 04 07 08 09 10 11 12 13 14 15 16'.split(' ')),
  DRB3: new Set('01 02 03'.split(' ')),
  DRB4: new Set('01 02 03'.split(' ')),
  DRB5: new Set('01 02'.split(' ')),
  DQA1: new Set('01 02 03 04 05 06'.split(' ')),
  DQB1: new Set('02 03 04 05 06'.split(' ')),
  DPA1: new Set('01 02 03 04'.split(' ')),
};

/** Each protein of DPB1 has a first field of its own, and every release brings more. */
const dpb1FirstField = /^(?:0[1-9]|[1-9]\d{1,3})$/;

/** Broad first fields exist only in XX codes; each stands for the first fields of its splits. */
const broadFirstFields: Partial<Record<Locus, Readonly<Record<string, readonly string[]>>>> = {
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
  DQB1: { '01': ['05', '06'] },
};

/** True when WHO names of the locus begin with this first field (two digits; two to four for DPB1). */
export const isFirstField = (locus: Locus, first: string): boolean =>
  locus === 'DPB1' ? dpb1FirstField.test(first) : firstFields[locus].has(first);

/** The most digits that a first field of the locus has. */
export const firstFieldDigits = (locus: Locus): number => (locus === 'DPB1' ? 4 : 2);

/** The first fields that an XX code covers: itself, or the splits of a broad one; undefined when there is none. */
export function firstFieldsOf(locus: Locus, first: string): readonly string[] | undefined {
  return isFirstField(locus, first) ? [first] : broadFirstFields[locus]?.[first];
}

/** All first fields of a locus in ascending order; none for DPB1, whose list only a release knows. */
export const allFirstFields = (locus: Locus): readonly string[] =>
  locus === 'DPB1' ? [] : [...firstFields[locus]];

/** The first of the fields of a name without its gene: `104` of `104:01`. */
export const firstOfFields = (fields: string): string => {
  const colon = fields.indexOf(':');
  return colon === -1 ? fields : fields.slice(0, colon);
};
