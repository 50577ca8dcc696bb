import { readGene } from '../gene.ts';
import type { Locus } from '../locus.ts';

/** What a column of a lab file holds. */
export type ColumnRole =
  /** `named` is true for the words that mean a kit code and nothing else. */
  | { readonly kind: 'participant'; readonly named: boolean }
  /** One copy of a gene. Columns of one `set` belong together; another set is a second statement about the gene. */
  | { readonly kind: 'copy'; readonly locus: Locus; readonly copy: 1 | 2; readonly set: string }
  /** Both copies of a gene. */
  | { readonly kind: 'whole'; readonly locus: Locus; readonly set: string }
  /** Copies of DRB3, DRB4 and DRB5, each of which names its gene. */
  | { readonly kind: 'mixed' }
  /** A GL string; `sure` is false for headers that laboratories use for other things too. */
  | { readonly kind: 'gl'; readonly sure: boolean }
  | { readonly kind: 'gene' }
  /** An allele of the gene that the row is about; without `copy` each row holds one allele. */
  | { readonly kind: 'allele'; readonly copy?: 1 | 2 }
  /** Both copies of the gene that the row is about. */
  | { readonly kind: 'genotype' }
  | { readonly kind: 'release' }
  | { readonly kind: 'replace' }
  /** What became of the sample, where there is no typing. */
  | { readonly kind: 'status' }
  /** How the row was typed: by serum or by nucleic acid. */
  | { readonly kind: 'method' };

export interface Column {
  readonly index: number;
  readonly header: string;
  readonly role: ColumnRole;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const namedParticipantHeaders = words(
  'participant participantid participantcode participantnumber kit kitcode kitid kitnumber',
);
const participantHeaders = words(
  'sampleid sample samplename samplecode samplenumber sampleno samplebarcode id code subject subjectid subjectcode ' +
    'studyid rid did patient patientid patientcode donor donorid recipient recipientid individual individualid iid barcode ' +
    'case caseid indid specimen specimenid',
);
const glHeaders = words(
  'gl glstring gls glsc genotypelist genotypeliststring hlagl hlaglstring recipgl recipientgl donorgl',
);
const looseGlHeaders = words('genotype genotypes typing hlatyping hlagenotype hla hlatype result');
const geneHeaders = words('locus gene hlalocus hlagene genename locusname');
const alleleHeaders = words('allele alleles hlaallele allelename allelecall');
const releaseHeaders = words(
  'imgtversion imgt version release imgtrelease databaseversion alleleversion imgthlaversion imgtdbversion',
);
const replaceHeaders = words('replace replaces replacement replaceearlier');

const statusHeaders = words('status kitstatus samplestatus');

const methodHeaders = words(
  'method typingmethod hlamethod hlatypingmethod testmethod technique typingtechnique methodology',
);

const personalHeaders = words(
  'name firstname lastname firstnm lastnm minm ssnbr surname familyname givenname forename middlename fullname patientname donorname ' +
    'recipientname subjectname participantname maidenname dob birthdate birthday dateofbirth datebirth birth born ' +
    'yearofbirth ssn socialsecuritynumber mrn nhsnumber passport address street phone telephone mobile email ' +
    'emailaddress nombre nombres apellido apellidos fechanacimiento fechadenacimiento nom prenom datedenaissance ' +
    'vorname nachname geburtsdatum cognome datadinascita имя фамилия отчество фио датарождения телефон адрес',
);

const geneSymbols = 'a|b|cw|c|drb1|drb345|drb3|drb4|drb5|drb|dr|dqa1|dqa|dqb1|dqb|dq|dpa1|dpa|dpb1|dpb|dp';
const owners = '(?:hla)?([mrd]?)(?:hla)?';
const serology = '(serologicalequivalent|serological|serology|ser|antigen|ag)?';
const copyPattern = new RegExp(
  `^${owners}(${geneSymbols})${serology}(?:typing|type|typ|allele|al|copy|value)?([12])(?:cd|typing|type|typ|allele)?(recipient|donor|patient)?$`,
);
const wholePattern = new RegExp(
  `^${owners}(${geneSymbols})${serology}(?:genotype|typing|type|glstring|gl|alleles)?$`,
);

/** Headers are compared without case, blanks, dots, dashes, underscores and asterisks. */
export const plainHeader = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s._*()\u200b\ufeff:#/-]+/g, '');

/** The meaning of a header by itself, or undefined for a column that the reader has no use for. */
export function roleOfHeader(header: string): ColumnRole | undefined {
  if (header.length > 60) return undefined;
  const plain = plainHeader(header);
  if (namedParticipantHeaders.has(plain)) return { kind: 'participant', named: true };
  if (participantHeaders.has(plain)) return { kind: 'participant', named: false };
  if (glHeaders.has(plain)) return { kind: 'gl', sure: true };
  if (looseGlHeaders.has(plain)) return { kind: 'gl', sure: false };
  if (geneHeaders.has(plain)) return { kind: 'gene' };
  if (alleleHeaders.has(plain)) return { kind: 'allele' };
  if (releaseHeaders.has(plain)) return { kind: 'release' };
  if (replaceHeaders.has(plain)) return { kind: 'replace' };
  if (statusHeaders.has(plain)) return { kind: 'status' };
  if (methodHeaders.has(plain)) return { kind: 'method' };
  const allele = /^(?:hla)?(?:allele|typing|type|al)([12])$/.exec(plain);
  if (allele !== null) return { kind: 'allele', copy: allele[1] === '1' ? 1 : 2 };
  return roleOfGene(plain);
}

function roleOfGene(plain: string): ColumnRole | undefined {
  const whole = wholePattern.exec(plain);
  const copy = whole === null ? copyPattern.exec(plain) : null;
  const [, owner = '', symbol = '', ofSerum = '', number, suffix = ''] = whole ?? copy ?? [];
  const gene = readGene(symbol);
  if (gene?.kind === 'drb345') return { kind: 'mixed' };
  if (gene?.kind !== 'classical') return undefined;
  const { locus } = gene;
  const set = `${owner}${symbol}${ofSerum}${suffix}`;
  if (number === undefined) return { kind: 'whole', locus, set };
  return { kind: 'copy', locus, copy: number === '1' ? 1 : 2, set };
}

/** Whose typing a header announces where a row has a recipient and a donor. */
export function ownerOfHeader(header: string): 'r' | 'd' | undefined {
  const plain = plainHeader(header);
  const copy = copyPattern.exec(plain);
  const owner = /^(recip|donor)/.exec(plain)?.[1] ?? copy?.[5] ?? (copy ?? wholePattern.exec(plain))?.[1];
  if (owner === undefined || owner === '' || owner === 'm') return undefined;
  return owner.startsWith('d') ? 'd' : 'r';
}

/** True for a header that announces names, birth dates or contact details. */
export const isPersonalHeader = (header: string): boolean => personalHeaders.has(plainHeader(header));
