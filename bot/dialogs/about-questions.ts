import type { Participant, ParticipantChange } from '../../engine/ports/participants.ts';
import {
  adultAge,
  birthYearProblem,
  isSoughtAge,
  oldestAge,
  readDisplayName,
} from '../../engine/protocol/about-answers.ts';
import type { Translate } from '../../locales/locales.ts';
import { choices } from '../turn/keyboards.ts';
import { participantOf, type Turn } from '../turn/turn.ts';
import type { Button, View } from '../turn/view.ts';
import { type Answer, choiceOf } from './dialog.ts';

export type Field = 'sex' | 'seeks' | 'birthYear' | 'seeksAgeMin' | 'seeksAgeMax' | 'displayName';
/** What an answer changes, or the sentence that says why it changes nothing. */
export type Verdict =
  { change: ParticipantChange } | { problem: string; args?: Record<string, number | string> };

/** One question about the participant: the choices of its buttons, if any, and how an answer is read. */
interface FieldQuestion {
  options?: (t: Translate) => { value: string; text: string }[];
  read(input: Answer, participant: Participant, now: Date): Verdict;
}

const sexWords = {
  female: ['woman', 'f', 'female', 'women', 'mujer', 'mujeres', 'женщина', 'женщины', 'женщин'],
  male: ['man', 'm', 'male', 'men', 'hombre', 'hombres', 'мужчина', 'мужчины', 'мужчин'],
} as const;
const soughtWords = {
  ...sexWords,
  both: [
    'both',
    'women and men',
    'mujeres y hombres',
    'женщин и мужчин',
    'ambos',
    'any',
    'оба',
    'и те и другие',
    'все',
  ],
} as const;

const questions: Readonly<Record<Field, FieldQuestion>> = {
  sex: {
    options: (t) => ['female', 'male'].map((value) => ({ value, text: t(`sex-${value}`) })),
    read(input) {
      const sex = choiceOf(input, sexWords) as 'female' | 'male' | undefined;
      return sex ? { change: { sex } } : { problem: 'please-choose' };
    },
  },
  seeks: {
    options: (t) => ['female', 'male', 'both'].map((value) => ({ value, text: t(`seeks-${value}`) })),
    read(input) {
      const seeks = choiceOf(input, soughtWords) as 'female' | 'male' | 'both' | undefined;
      return seeks ? { change: { seeks } } : { problem: 'please-choose' };
    },
  },
  birthYear: {
    read(input, _participant, now) {
      const year = wholeNumber(input);
      if (year === undefined) return { problem: 'birth-year-invalid' };
      return birthYearProblem(year, now) ?? { change: { birthYear: year } };
    },
  },
  seeksAgeMin: { read: (input) => readAge(input, adultAge, (seeksAgeMin) => ({ seeksAgeMin })) },
  seeksAgeMax: {
    read: (input, { seeksAgeMin }) =>
      readAge(input, seeksAgeMin ?? adultAge, (seeksAgeMax) => ({ seeksAgeMax })),
  },
  displayName: {
    read(input) {
      const read = readDisplayName(input.kind === 'text' ? input.text : '');
      if ('name' in read) return { change: { displayName: read.name } };
      return 'length' in read
        ? { problem: read.problem, args: { length: read.length } }
        : { problem: read.problem };
    },
  },
};

/** The fields in the order in which they are asked. */
export const fields = Object.keys(questions) as readonly Field[];
export const isField = (name: string): name is Field => name in questions;

/** The screen that asks for a field, with the answer so far; `rows` stand below its buttons. */
export function viewOfField(
  turn: Turn,
  field: Field,
  { scope, item, place, rows }: { scope: string; item: string; place?: string; rows: Button[][] },
): View {
  const { t } = turn;
  const known = participantOf(turn)[field];
  const options = questions[field].options?.(t);
  const text = [
    `<b>${t(`about-${field}`)}</b>`,
    t(`about-${field}-hint`),
    ...(known !== null && !options ? [t('about-known', { value: String(known) })] : []),
    ...(place === undefined ? [] : [place]),
  ].join('\n\n');
  const chosen = known === null ? undefined : String(known);
  return { text, buttons: [...(options ? choices(scope, item, options, chosen) : []), ...rows] };
}

/**
 * Reads an answer about a field; what is wrong with it becomes a notice, and there is no change. A new lower age above
 * the upper one takes that away: no age would be left, so the upper age is asked again.
 */
export function readField(turn: Turn, field: Field, input: Answer): ParticipantChange | undefined {
  const participant = participantOf(turn);
  const verdict = questions[field].read(input, participant, turn.now);
  if ('problem' in verdict) {
    const limits = {
      minimum: (field === 'seeksAgeMax' ? participant.seeksAgeMin : null) ?? adultAge,
      maximum: oldestAge,
    };
    turn.notice(turn.t(verdict.problem, { ...limits, ...verdict.args }));
    return undefined;
  }
  const { change } = verdict;
  const max = participant.seeksAgeMax;
  const leavesNone = change.seeksAgeMin != null && max !== null && change.seeksAgeMin > max;
  return leavesNone ? { ...change, seeksAgeMax: null } : change;
}

/** What a participant can change at once: one of the fields, both ages together, or the e-mail. */
export type Part = 'sex' | 'seeks' | 'birthYear' | 'ages' | 'displayName' | 'email';

/** The first question of a part. */
export const firstFieldOf = (part: Exclude<Part, 'email'>): Field => (part === 'ages' ? 'seeksAgeMin' : part);

/** One line for each part that has an answer. */
export function linesOf({ t }: Pick<Turn, 't'>, participant: Participant, email?: string): string[] {
  const { sex, seeks, birthYear, seeksAgeMin, seeksAgeMax, displayName } = participant;
  const line = (part: Part, value: string): string => t('about-line', { field: t(`part-${part}`), value });
  return [
    ...(displayName === null ? [] : [line('displayName', displayName)]),
    ...(sex === null ? [] : [line('sex', t(`sex-${sex}`))]),
    ...(birthYear === null ? [] : [line('birthYear', String(birthYear))]),
    ...(seeks === null ? [] : [line('seeks', t(`seeks-${seeks}`))]),
    ...(seeksAgeMin === null || seeksAgeMax === null
      ? []
      : [line('ages', t('ages-from-to', { minimum: seeksAgeMin, maximum: seeksAgeMax }))]),
    ...(email === undefined ? [] : [line('email', email)]),
  ];
}

function readAge(input: Answer, minimum: number, change: (age: number) => ParticipantChange): Verdict {
  const age = wholeNumber(input);
  return age !== undefined && isSoughtAge(age, minimum)
    ? { change: change(age) }
    : { problem: 'age-invalid' };
}

/** The only number in a typed answer, in the digits of any script and with words around it: "in 1990", "25 years". */
function wholeNumber(input: Answer): number | undefined {
  const text = input.kind === 'text' ? inAsciiDigits(input.text) : '';
  const digits = /^[^\d−-]*(\d{1,4})\D*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Replaces the decimal digits of every script by ASCII ones. Unicode lists each script's digits in a run of ten from
 * zero.
 */
const inAsciiDigits = (text: string): string =>
  text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0)!;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0)! - zero < 9) zero -= 1;
    return String(digit.codePointAt(0)! - zero);
  });
