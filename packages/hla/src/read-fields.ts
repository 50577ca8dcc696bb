import type { Reading } from './finding.ts';
import { accept, finding } from './finding.ts';
import { firstFieldDigits, firstFieldsOf, isFirstField } from './locus.ts';
import type { ExpressionSuffix, HlaName } from './name.ts';
import type { NameBody } from './name-body.ts';

/** The warning that goes with each suffix. */
export const suffixWarnings = {
  N: 'not-expressed',
  L: 'low-expression',
  Q: 'questionable-expression',
  S: 'surface-expression-uncertain',
  C: 'surface-expression-uncertain',
  A: 'surface-expression-uncertain',
} as const;

/** Reads fields parted by colons: alleles, groups, XX codes and MAC. */
export function readColonFields(body: NameBody): Reading<HlaName> {
  const { text, locus } = body;
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  if (parts.length === 2 && /^[A-Z]+$/.test(last)) return readXxOrMac(body, parts[0] ?? '', last);
  const tail = /^(\d+)([A-Z]?)$/.exec(last);
  const trouble = findTrouble(body, parts, tail !== null);
  if (trouble !== undefined) return trouble;
  const fields = parts.map((part, index) => (index === parts.length - 1 ? (tail?.[1] ?? '') : part));
  const padded = fields.map((field) => field.padStart(2, '0'));
  // A spreadsheet that reads 25:01 as a time of day writes 1:01, so 1:01 without a gene is ambiguous.
  if (body.bare && fields[0]?.length === 1) return body.refuse('excel-time');
  if (padded.includes('00')) return body.refuse('excel-time');
  if (!isFirstField(locus, padded[0] ?? '')) return body.refuse('first-field-unknown');
  if (fields.some((field) => field.length === 1)) body.warnings.push(finding('padded'));
  return finish(body, padded, tail?.[2] ?? '');
}

function findTrouble(body: NameBody, parts: readonly string[], tailReadable: boolean) {
  let offset = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (isLast && !tailReadable) {
      const wrong = /^\d+[A-Z]{2,}$/.test(part) ? 'suffix-invalid' : 'field-invalid';
      return body.refuse(wrong, offset);
    }
    const digits = isLast ? part.replace(/[A-Z]$/, '') : part;
    const longest = index === 0 ? firstFieldDigits(body.locus) : index === 1 ? 4 : 3;
    if (!/^\d+$/.test(digits) || digits.length > longest) return body.refuse('field-invalid', offset);
    if (digits.length > 2 && digits.startsWith('0')) return body.refuse('field-invalid', offset);
    if (index > 3) return body.refuse('field-count', offset);
    offset += part.length + 1;
  }
  return undefined;
}

/** Adds suffix or group letter to checked fields (each of at least two digits). */
export function finish(body: NameBody, fields: readonly string[], letter: string): Reading<HlaName> {
  const { locus, warnings } = body;
  const atLetter = body.text.length - 1;
  if (letter === '') {
    if (fields.length > 1) return accept({ kind: 'allele', locus, fields }, warnings);
    return accept({ kind: 'any', locus, first: fields[0] ?? '' }, [...warnings, finding('one-field')]);
  }
  if (letter === 'P') {
    if (fields.length !== 2) return body.refuse('group-invalid', atLetter);
    return accept({ kind: 'p-group', locus, fields }, warnings);
  }
  if (letter === 'G') {
    if (fields.length === 3) return accept({ kind: 'g-group', locus, fields }, warnings);
    if (fields.length !== 2) return body.refuse('group-invalid', atLetter);
    const spelled = body.written.endsWith('g') ? warnings : [...warnings, finding('spelling')];
    return accept({ kind: 'small-g', locus, fields }, spelled);
  }
  if (!isSuffix(letter) || fields.length < 2) return body.refuse('suffix-invalid', atLetter);
  return accept({ kind: 'allele', locus, fields, suffix: letter }, [
    ...warnings,
    finding(suffixWarnings[letter]),
  ]);
}

const isSuffix = (letter: string): letter is ExpressionSuffix => letter in suffixWarnings;

/** Reads what follows a first field when it is all letters: XX or a MAC. */
export function readXxOrMac(body: NameBody, first: string, letters: string): Reading<HlaName> {
  const { locus, warnings } = body;
  if (!/^\d+$/.test(first) || first.length > firstFieldDigits(locus)) return body.refuse('field-invalid');
  if (first.length === 1) warnings.push(finding('padded'));
  const padded = first.padStart(2, '0');
  if (letters.length < 2 || letters.length > 6) return body.refuse('code-invalid', first.length + 1);
  if (firstFieldsOf(locus, padded) === undefined) return body.refuse('first-field-unknown');
  if (letters === 'XX') return accept({ kind: 'any', locus, first: padded }, warnings);
  if (letters === 'XXXX' || letters === 'UUUU')
    return accept({ kind: 'any', locus, first: padded }, [...warnings, finding('typing-unknown')]);
  return accept({ kind: 'mac', locus, first: padded, code: letters }, warnings);
}
