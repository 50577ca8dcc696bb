import type { LabProblem } from '../row.ts';
import { errorAt } from '../row.ts';
import type { XmlElement } from './xml-tree.ts';

const words = new Set(
  (
    'name lastname firstname middlename middleinitial lname fname mname mi dob dateofbirth birthdate birthday ssn ' +
    'socialsecuritynumber mrn hospitalid address street city zip phone telephone email patientname subjectname donorname'
  ).split(' '),
);

/** True for the name of a field that holds a name, a birth date or contact details. */
export const isPersonalField = (name: string): boolean =>
  words.has(name.toLowerCase().replace(/[\s_.-]+/g, ''));

/** The day before the first that spreadsheets and SCORE 6 can count to: what they write for a blank date. */
const noDate = /^(?:1899-12-30|12\/30\/1899|30[./]12[./]1899)\b/;

/** A problem for each child of a person's element that holds a name, a birth date or contact details. */
export function personalProblems(person: XmlElement | undefined): LabProblem[] {
  return (person?.children ?? [])
    .filter(({ name, text }) => text !== '' && !noDate.test(text) && isPersonalField(name))
    .map(({ name, line }) => errorAt('column-personal', { row: line, column: name }));
}
