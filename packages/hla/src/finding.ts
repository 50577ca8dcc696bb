/**
 * Every finding with its sentence. Warnings leave a typing usable; errors refuse it. Programs rely on the codes, which
 * stay; people read the sentences, which may be reworded.
 */
const sentences = {
  // warnings
  spelling: 'The spelling was normalised.',
  'locus-alias': 'The gene was written by an older or shorter name.',
  padded: 'A field had one digit and was padded with a zero.',
  'v2-name': 'A name from before April 2010 was converted.',
  'one-field': 'Only the first field is given; it is read as an XX code.',
  'list-shorthand': 'A list was abbreviated and was completed from its first member.',
  renamed: 'The allele was renamed or merged; its successor is used.',
  'suffix-added': 'The only alleles of this name carry an expression suffix; it was added.',
  'not-expressed': 'A null allele is not expressed and takes no part in the comparison.',
  'suffix-changed': 'The release gives this allele another expression suffix, which is used.',
  'no-p-group': 'A null allele belongs to no P group.',
  'p-group-unknown': 'The release does not say which P group this allele belongs to.',
  'g-group-unknown': 'The release does not say which G group this allele belongs to.',
  'insertion-not-scored':
    'The protein has an extra residue where the reference allele has none; divergence leaves that residue out.',
  'low-expression': 'The allele is expressed at a low level; it is compared as expressed.',
  'questionable-expression': 'The expression of the allele is questionable; it is compared as expressed.',
  'surface-expression-uncertain': 'The allele may be absent from the cell surface; the interval covers both.',
  'mac-unknown': 'The multiple-allele code is not in the installed code file; it is read as an XX code.',
  'mac-members-dropped': 'Some members of the multiple-allele code do not exist in the release.',
  'certainty-mark': 'A mark of uncertainty after the name was dropped; the name is read as it stands.',
  novel: 'A novel allele: only its first field is known.',
  'sequence-unknown':
    'The release has no sequence of this allele: its groove is unknown, and the interval covers any.',
  'typing-unknown': 'The laboratory reports this copy as unknown.',
  'antigen-level': 'A serological antigen stands for every allele that carries it.',
  'allele-like-antigen': 'Written without an asterisk this is an antigen, not an allele.',
  'antigen-or-allele':
    'Without an asterisk this may be an allele or, since 2026, an antigen; it is read as the allele, the interval covers both.',
  'allele-unknown': 'The installed release has no such allele; in a lab file its first field is used.',
  'allele-deleted': 'The allele was deleted and has no successor; in a lab file its first field is used.',
  'truncated-name': 'The name is longer than any in the release; the known part of it is used.',
  'gene-location-uncertain': 'The typing leaves open on which gene an allele lies.',
  'single-copy': 'One copy was reported; it is presumed to be homozygous.',
  'copy-untested': 'The second copy was not tested.',
  'locus-missing': 'The locus was not typed.',
  'other-gene-ignored': 'A gene that is not used here was ignored.',
  'epitope-ignored': 'A public epitope says nothing about the locus and was ignored.',
  'gl-reference-only': 'A typing given only by web address was not fetched.',
  'phase-dropped': 'Phase between loci is not used.',
  'result-preliminary': 'The laboratory calls this result preliminary; a final one may replace it.',
  'row-skipped': 'A line before the headers was not read.',
  'typing-unread': 'A place that nothing announces as a typing holds one; it was not read.',
  'element-unread': 'An element of the file is not read, and a typing may stand in it.',
  'result-without-assignment':
    'The file has a result of the laboratory here, but no alleles assigned to it; nothing was read.',
  'non-gl-value': 'A value that is no GL string was not used.',
  'release-absent': 'No release is installed; the result follows from the name alone.',
  'antigen-undetermined': 'No antigen is known for this allele.',
  // warnings and notes of typing programs' results
  'homozygous-once': 'The program writes a homozygous gene once; both copies are this allele.',
  'second-choice': 'The file also holds less likely results; the likeliest is read.',
  'low-confidence': 'The program itself calls this result doubtful.',
  'no-call': 'The program made no call of the second copy; it is unknown.',
  'call-ignored': 'By the documentation of the program this call is not to be used; it was left out.',
  'call-unreadable': 'The program writes that it could not read its own result of a gene, and not of which.',
  'row-ignored': 'A row that is none of the program’s was not read.',
  'alternatives-shortened': 'The list of possible alleles was too long; it is kept in two fields.',
  'result-unreviewed': 'The laboratory has not approved this result yet.',
  // parts of a typing that a written form cannot hold
  'either-not-written':
    'Beside a name with an asterisk this form cannot say that four digits may be an antigen; they will be read as the allele.',
  'unknown-not-written': 'A gene of which no copy is known cannot be written; it will be read as not typed.',
  'release-not-written': 'The name of the release cannot be written in this form; it was left out.',
  // refusals of a name
  'release-needed': 'This needs an installed release.',
  'table-outdated':
    'The installed table was built by an earlier version and does not hold this; build it again with hla build.',
  'group-unknown':
    'The release has no group of this name; in a lab file the allele that it is named after is used.',
  'reduction-impossible': 'An unknown or novel allele cannot be reduced.',
  'name-empty': 'There is no allele name here.',
  'name-too-long': 'The name is longer than any HLA name.',
  'bad-character': 'This character does not belong in an HLA name.',
  'gene-unreadable': 'No HLA gene can be read here.',
  'gene-mismatch': 'The name belongs to a different gene from its column.',
  'gene-not-given': 'The name has no gene and stands in no gene column.',
  'gene-absent': 'Every person has this gene, so the code for an absent gene cannot be right.',
  'field-invalid': 'A field of the name is not two to four digits.',
  'field-count': 'An allele name has one to four fields.',
  'suffix-invalid': 'The suffix is not one of N, L, S, C, A, Q, P or G.',
  'group-invalid': 'A P group has two fields and a G group three.',
  'code-invalid': 'This is no multiple-allele code.',
  'mac-first-field': 'The multiple-allele code does not belong to this first field.',
  'mac-empty': 'No member of the multiple-allele code exists for this first field.',
  'first-field-unknown': 'No allele of the gene has this first field.',
  'antigen-unknown': 'The gene has no antigen of this number.',
  'antigen-contradiction': 'The antigen in brackets is not the parent of the one before it.',
  'v2-length': 'A name without colons has 4, 5, 6 or 8 digits.',
  'excel-time': 'A spreadsheet turned the name into a time; format the column as text and export again.',
  'excel-date': 'A spreadsheet turned the name into a date; format the column as text and export again.',
  // refusals of a GL string
  'gl-empty-part': 'A GL string has nothing between two delimiters.',
  'gl-too-many-copies': 'A person has two copies of a gene; more are given.',
  'gl-mixed-genes': 'Alternatives of one copy must belong to one gene.',
  'gl-gene-repeated': 'The gene is typed twice, with different results.',
  'slash-between-copies':
    'A slash parts possible alleles of one copy, and these are too different for that; write a plus between two copies.',
  'too-long': 'The typing is longer than allowed.',
  'too-ambiguous': 'The typing has more alternatives than allowed.',
  // refusals of a row
  'participant-missing': 'The row has no participant.',
  'participant-invalid':
    'The participant is not a kit code (letters, digits, dot, dash, underscore; at most 64).',
  'participant-duplicate': 'The participant occurs more than once; none of the rows is accepted.',
  'row-cells': 'The row has a different number of cells from the header.',
  'too-few-loci': 'At least two of HLA-A, -B and -DRB1 must be typed.',
  'delimiter-in-cell': 'One cell holds one copy; a plus, caret, tilde or bar belongs in a GL string.',
  'gene-duplicate-row': 'The gene of this participant stands in more than one row.',
  'participant-column-missing':
    'No column holds the participant. Call it participant, kit code, sample ID, patient ID, subject ID, donor ID, individual, IID or barcode.',
  'participant-ambiguous':
    'Several columns or systems name different codes for one person, and it is not known which is the kit code.',
  'status-unreadable': 'The status of a sample is one of received, failed and repeat.',
  'replace-unreadable':
    'Whether to replace an earlier typing is answered by yes or no, true or false, 1 or 0.',
  'replace-contradictory':
    'One place asks to replace the earlier typing of this participant, another asks not to.',
  'result-withdrawn': 'The laboratory has cancelled this result or marked it as an error.',
  'result-contradictory': 'Two places of the file give this gene results that exclude each other.',
  'number-unlisted': 'The list by which the program writes antigens as numbers has no such number.',
  // refusals of a file
  'file-empty': 'The file is empty.',
  'file-too-large': 'The file is larger than allowed.',
  'file-not-utf8': 'The file is not UTF-8 text.',
  'file-spreadsheet': 'The file is a workbook or an archive; export the table as CSV.',
  'file-compressed': 'The file is compressed; unpack it and send what it holds.',
  'file-document':
    'The file is a PDF or a picture; send the typing as text (a table, GL strings, HML, FHIR).',
  'file-utf16': 'The file is UTF-16; save it as UTF-8.',
  'file-nul': 'The file contains NUL characters.',
  'format-unknown':
    'The file is none of the known formats: a table with the columns participant, A_1, A_2, B_1, B_2, DRB1_1 and DRB1_2, one row a gene with participant, locus, allele_1 and allele_2, participant and GL string, HML, FHIR, or the result of a typing program. docs/hla.md lists them.',
  'format-other': 'The file holds something else than typings.',
  'participant-needed':
    'This is the result of a typing program for one sample, and it does not say whose. Add a first line "# participant: KIT" (in JSON a key "participant"), or a column of that name, or give --participant KIT.',
  'participant-several': 'The file holds several samples; one kit code cannot stand for all of them.',
  'columns-missing': 'Columns are missing.',
  'rows-missing': 'The file has no participants.',
  'column-duplicate': 'Two columns mean the same.',
  'column-personal': 'Columns with names, birth dates or contact details must be removed.',
  'two-people-per-row': 'A row must describe one person.',
  'too-many-rows': 'The file has more rows than allowed.',
  'too-many-cells': 'A row has more cells than allowed.',
  'cell-too-long': 'A cell is longer than allowed.',
  'quote-open': 'A quotation mark is never closed.',
  'xml-malformed': 'The XML is malformed.',
  'xml-forbidden': 'Document types and entities are not allowed.',
  'too-deep': 'The file is nested deeper than allowed.',
  'json-malformed': 'The JSON is malformed.',
} as const;

/** The stable codes of findings. */
export type FindingCode = keyof typeof sentences;

/** The sentence of each code, in English: the vocabulary of this package, to list or to translate. */
export const findingSentences: Readonly<Record<FindingCode, string>> = sentences;

/** One observation about a text: its code, its sentence, and where it lies. */
export interface Finding {
  /** Stable; what programs decide by. */
  readonly code: FindingCode;
  /** The sentence of the code in English; it may be reworded. */
  readonly message: string;
  /** Where the text that it is about begins, in UTF-16 units from the start of the text that was read. */
  readonly position?: number;
  /** That text, cut at 40 characters. */
  readonly text?: string;
}

/** The outcome of reading text: a value with warnings, or the one reason for refusing it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Finding[] }
  | { readonly ok: false; readonly error: Finding };

const longestQuote = 40;

/** A finding with its sentence; the quoted text is cut at 40 characters. */
export function finding(code: FindingCode, at?: { position?: number; text?: string }): Finding {
  return {
    code,
    message: sentences[code],
    ...(at?.position === undefined ? {} : { position: at.position }),
    ...(at?.text === undefined ? {} : { text: at.text.slice(0, longestQuote) }),
  };
}

/** Findings with equal keys say the same: each code once, and each gene that is left out once. */
export const keyOfWarning = ({ code, text }: Finding): string =>
  code === 'other-gene-ignored' ? `${code} ${text}` : code;

/** A successful reading. */
export const accept = <T>(value: T, warnings: readonly Finding[] = []): Reading<T> => ({
  ok: true,
  value,
  warnings,
});

/** A refusal. */
export const refuse = (
  code: FindingCode,
  at?: { position?: number; text?: string },
): { ok: false; error: Finding } => ({
  ok: false,
  error: finding(code, at),
});
