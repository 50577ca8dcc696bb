import { type Finding, finding, type FindingCode } from '../finding.ts';
import { HlaError } from '../hla-error.ts';
import { levelOfReduced, type ReductionLevel } from '../reduction-level.ts';

/** What the names of one gene reduce to at one level, as it stands in a table: see `encodeAnswers`. */
export interface AnswersDocument {
  /**
   * Different answers by bars, in the order in which outputs are written in lists: the output, and after a blank each the
   * codes of its warnings; nothing where the output is the first name that has this answer.
   */
  readonly answers: string;
  /**
   * For each name of the index its answer's place among them, less that of the name before. Base64 of numbers without sign
   * (2n for n, -2n - 1 for a negative one), seven bits a byte from the lowest, the eighth bit set in all bytes but the last.
   */
  readonly places: string;
}

/** What one name reduces to, and every name that reduces alike. */
export interface Answer {
  /** Null where there is no output, as for the P group of a null allele. */
  readonly output: string | null;
  /** True for an output of several names or antigens, parted by slashes. */
  readonly isList: boolean;
  readonly level: string;
  readonly warnings: readonly Pick<Finding, 'code' | 'message'>[];
}

/** Reductions of the names of one gene to one level. */
export interface Answers {
  /** Place of the answer to the name of a row. Places are in the order in which outputs are written in lists. */
  readonly places: Int32Array;
  readonly answers: readonly Answer[];
}

/** The place of a name that is refused at a level. */
export const noAnswer = -1;

/** An answer as it stands in a table. */
export const writeAnswer = (output: string | null, warnings: readonly { code: string }[]): string =>
  [output ?? '', ...warnings.map(({ code }) => code)].join(' ');

/** The output of a written answer; empty where there is none. */
const outputOf = (answer: string): string => answer.split(' ', 1)[0]!;

/** Answers of a gene's names, written; undefined for a name that is refused. `byOutput` orders outputs. */
export function encodeAnswers(
  names: readonly string[],
  written: readonly (string | undefined)[],
  byOutput: (one: string, other: string) => number,
): AnswersDocument {
  const answers = [...new Set(written.filter((answer) => answer !== undefined))];
  // Equal outputs differ in their warnings.
  answers.sort((one, other) => byOutput(outputOf(one), outputOf(other)) || (one < other ? -1 : 1));
  const placeOf = new Map(answers.map((answer, place) => [answer, place]));
  const places = written.map((answer) => (answer === undefined ? noAnswer : placeOf.get(answer)!));
  const firsts = new Map<number, string>();
  for (const [row, place] of places.entries()) if (!firsts.has(place)) firsts.set(place, names[row]!);
  return {
    answers: answers.map((answer, place) => (answer === firsts.get(place) ? '' : answer)).join('|'),
    places: encodeDifferences(places),
  };
}

function encodeDifferences(numbers: readonly number[]): string {
  const bytes: number[] = [];
  for (const [at, number] of numbers.entries()) {
    const difference = number - (numbers[at - 1] ?? 0);
    let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
    for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  }
  return Buffer.from(bytes).toString('base64');
}

/** Throws `table-invalid` when there are not `count` numbers. */
function decodeDifferences(text: string, count: number): Int32Array {
  const numbers = new Int32Array(count);
  let [row, number, rest, shift] = [0, 0, 0, 0];
  for (const byte of Buffer.from(text, 'base64')) {
    rest |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    number += rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2;
    numbers[row++] = number;
    rest = shift = 0;
  }
  if (row !== count) throw incomplete();
  return numbers;
}

const incomplete = (): HlaError =>
  new HlaError('table-invalid', 'the HLA reference table lacks reductions of a gene');

/** Opens the reductions of a gene's names to a level. `nameAt` gives the name of a row. Throws `table-invalid`. */
export function openAnswers(
  document: AnswersDocument,
  level: ReductionLevel,
  count: number,
  nameAt: (row: number) => string,
): Answers {
  const places = decodeDifferences(document.places, count);
  const texts = count === 0 ? [] : document.answers.split('|');
  if (places.some((place) => place < noAnswer || place >= texts.length)) throw incomplete();
  const firsts = new Int32Array(texts.length);
  for (let row = count - 1; row >= 0; row--) if (places[row] !== noAnswer) firsts[places[row]!] = row;
  const warnings = createWarnings();
  const answers = texts.map((text, place) => readAnswer(text || nameAt(firsts[place]!), level, warnings));
  return { places, answers };
}

type Warnings = (codes: string) => Answer['warnings'];

function readAnswer(text: string, level: ReductionLevel, warnings: Warnings): Answer {
  const blank = text.indexOf(' ');
  const output = blank === -1 ? text : text.slice(0, blank);
  return {
    output: output === '' ? null : output,
    isList: output.includes('/'),
    level: output === '' ? level : levelOfReduced(output, level),
    warnings: warnings(blank === -1 ? '' : text.slice(blank + 1)),
  };
}

/** The warnings of codes parted by blanks; the same list for the same codes, since thousands of names have one of a few. */
function createWarnings(): Warnings {
  const known = new Map<string, Answer['warnings']>([['', Object.freeze([])]]);
  return (codes) => {
    let warnings = known.get(codes);
    if (warnings === undefined) {
      const found = (codes.split(' ') as FindingCode[]).map((code) => ({
        code,
        message: finding(code).message,
      }));
      known.set(codes, (warnings = Object.freeze(found.map((warning) => Object.freeze(warning)))));
    }
    return warnings;
  };
}
