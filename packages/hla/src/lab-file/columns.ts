import type { Locus } from '../locus.ts';
import { scoredLoci } from '../locus.ts';
import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

/** What a column of a lab file holds. */
export type ColumnRole =
  | { readonly kind: 'participant' }
  | { readonly kind: 'copy'; readonly locus: Locus; readonly copy: 1 | 2 }
  | { readonly kind: 'genotype'; readonly locus: Locus }
  | { readonly kind: 'gl' }
  | { readonly kind: 'gene' }
  | { readonly kind: 'allele'; readonly copy: 1 | 2 }
  | { readonly kind: 'release' }
  | { readonly kind: 'replace' };

export interface Column {
  readonly index: number;
  readonly header: string;
  readonly role: ColumnRole;
}

const participantHeaders = new Set(
  'participant participantid participantcode sampleid sample id code kit kitcode kitid subject subjectid studyid rid patientid donorid recipientid'.split(
    ' ',
  ),
);
const glHeaders = new Set(
  'gl glstring gls glsc genotype genotypelist hlagl hlaglstring typing recipgl recipientgl donorgl'.split(
    ' ',
  ),
);
const geneHeaders = new Set('locus gene hlalocus'.split(' '));
const releaseHeaders = new Set(
  'imgtversion imgt version release imgtrelease databaseversion alleleversion'.split(' '),
);

const replaceHeaders = new Set('replace replaces replacement replaceearlier'.split(' '));

const personalHeaders = new Set(
  (
    'name firstname lastname surname familyname givenname forename middlename fullname patientname donorname ' +
    'recipientname subjectname participantname maidenname dob birthdate birthday dateofbirth datebirth birth born ' +
    'yearofbirth ssn socialsecuritynumber mrn nhsnumber passport address street phone telephone mobile email ' +
    'emailaddress nombre nombres apellido apellidos fechanacimiento fechadenacimiento nom prenom datedenaissance ' +
    'vorname nachname geburtsdatum cognome datadinascita имя фамилия отчество фио датарождения телефон адрес'
  ).split(' '),
);

const copyPattern =
  /^(?:hla)?([mrd]?)(?:hla)?(a|b|drb1|drb|dr)(?:typing|type|typ|allele|al|copy|value)?([12])(?:cd|typing|type|typ|allele)?$/;
const genotypePattern = /^(?:hla)?(a|b|drb1)(?:genotype|typing|type|glstring|gl)?$/;

const geneOf = (text: string): Locus => (text.startsWith('dr') ? 'DRB1' : text === 'a' ? 'A' : 'B');

/** Headers are compared without case, blanks, dots, dashes, underscores and asterisks. */
export const plainHeader = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s._*()\u200b\ufeff:#/-]+/g, '');

/** The meaning of a header, or undefined for a column that the reader has no use for. */
export function roleOfHeader(header: string): ColumnRole | undefined {
  const plain = plainHeader(header);
  if (participantHeaders.has(plain)) return { kind: 'participant' };
  if (glHeaders.has(plain)) return { kind: 'gl' };
  if (geneHeaders.has(plain)) return { kind: 'gene' };
  if (releaseHeaders.has(plain)) return { kind: 'release' };
  if (replaceHeaders.has(plain)) return { kind: 'replace' };
  const allele = /^(?:allele|typing|type|al)([12])$/.exec(plain);
  if (allele !== null) return { kind: 'allele', copy: allele[1] === '1' ? 1 : 2 };
  const genotype = genotypePattern.exec(plain);
  if (genotype !== null) return { kind: 'genotype', locus: geneOf(genotype[1] ?? '') };
  const copy = copyPattern.exec(plain);
  if (copy === null) return undefined;
  return { kind: 'copy', locus: geneOf(copy[2] ?? ''), copy: copy[3] === '1' ? 1 : 2 };
}

/** True for a header that announces names, birth dates or contact details. */
export const isPersonalHeader = (header: string): boolean => personalHeaders.has(plainHeader(header));

/** Finds the columns of a header row; problems refuse the file. */
export function findColumns(
  headers: readonly string[],
  row: number,
): { columns: Column[]; problems: LabProblem[] } {
  const columns: Column[] = [];
  const problems: LabProblem[] = [];
  const seen = new Map<string, string>();
  for (const [index, header] of headers.entries()) {
    if (isPersonalHeader(header))
      problems.push(errorAt('column-personal', { row, column: header.slice(0, 40) }));
    const role = roleOfHeader(header);
    if (role === undefined) continue;
    const key = JSON.stringify(role);
    const before = seen.get(key);
    if (before !== undefined)
      problems.push(errorAt(twin(before, header), { row, column: header.slice(0, 40) }));
    seen.set(key, header);
    columns.push({ index, header: header.trim(), role });
  }
  return { columns, problems };
}

/** A recipient's and a donor's column for the same copy describe two people. */
function twin(one: string, other: string): 'two-people-per-row' | 'column-duplicate' {
  const owner = (header: string): string =>
    /^(?:recip|donor)/.exec(plainHeader(header))?.[0] ?? copyPattern.exec(plainHeader(header))?.[1] ?? '';
  return owner(one) === owner(other) ? 'column-duplicate' : 'two-people-per-row';
}

/** The headers that a wide file lacks: a participant, and both copies or a genotype column of each scored gene. */
export function missingWideColumns(columns: readonly Column[]): string[] {
  const has = (kind: string, locus: Locus, copy?: number): boolean =>
    columns.some(
      ({ role }) =>
        role.kind === kind &&
        'locus' in role &&
        role.locus === locus &&
        (!('copy' in role) || role.copy === copy),
    );
  const participant = columns.some(({ role }) => role.kind === 'participant') ? [] : ['participant'];
  const genes = scoredLoci.flatMap((locus) => {
    if (has('genotype', locus)) return [];
    return ([1, 2] as const).filter((copy) => !has('copy', locus, copy)).map((copy) => `${locus}_${copy}`);
  });
  return [...participant, ...genes];
}
