import type { Reading } from './finding.ts';
import { finding } from './finding.ts';
import { isFirstField } from './locus.ts';
import type { HlaName } from './name.ts';
import { finish, readXxOrMac } from './read-fields.ts';
import type { NameBody } from './name-body.ts';
import { splitVersionTwo } from './version-two-fields.ts';

/** Names that the conversion of April 2010 did not carry over by rule, and one whose first field no longer exists. */
const exceptions: Readonly<Record<string, string>> = {
  'A*1150': '11:50Q',
  'A*2644': '26:43:02',
  'B*0806': '08:20',
  'B*3716': '37:16Q',
  'B*9530': '15:27:02',
  'B*7901': '15:18',
};

/**
 * Reads a name from before April 2010, whose fields had two digits and no colons (`A*02010101`, `A*9204`,
 * `DRB1*15ZB`).
 */
export function readVersionTwo(body: NameBody): Reading<HlaName> {
  const { text, locus } = body;
  const code = /^(\d{2})([A-Z]{2,})$/.exec(text);
  if (code !== null) {
    if (code[2] !== 'XX') body.warnings.push(finding('v2-name'));
    return readXxOrMac(body, code[1] ?? '', code[2] ?? '');
  }
  const match = /^(\d+)([A-Z]?)$/.exec(text);
  if (match === null) {
    const stray = /[^0-9]/.exec(text);
    return body.refuse(/^\d+[A-Z]+$/.test(text) ? 'suffix-invalid' : 'bad-character', stray?.index ?? 0);
  }
  const [, digits = '', letter = ''] = match;
  if (digits.length <= 2) return readOneField(body, digits, letter);
  const fields = splitVersionTwo(locus, digits);
  if (fields === undefined) return body.refuse('v2-length');
  if (fields.includes('00')) return body.refuse('field-invalid');
  const exception = exceptions[`${locus}*${digits}`];
  if (exception === undefined && !isFirstField(locus, fields[0] ?? ''))
    return body.refuse('first-field-unknown');
  body.warnings.push(finding('v2-name'));
  if (exception === undefined) return finish(body, fields, letter);
  body.warnings.push(finding('renamed'));
  return finish(body, exception.replace(/[A-Z]$/, '').split(':'), /[A-Z]$/.exec(exception)?.[0] ?? letter);
}

function readOneField(body: NameBody, digits: string, letter: string): Reading<HlaName> {
  if (letter !== '') return body.refuse('suffix-invalid', digits.length);
  const first = digits.padStart(2, '0');
  if (!isFirstField(body.locus, first)) return body.refuse('first-field-unknown');
  return finish(body, [first], '');
}
