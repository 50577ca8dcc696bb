import type { Participant, ParticipantChange } from '../../engine/ports/participants.ts';
import { aboutComplete } from '../../engine/protocol/journey.ts';
import type { Translate } from '../../locales/locales.ts';
import { backRow, choices } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
import { type Answer, choiceOf, type Dialog, on, repeat, to } from './dialog.ts';
import { backWords } from './words.ts';

type Field = 'sex' | 'seeks' | 'birthYear' | 'seeksAgeMin' | 'seeksAgeMax' | 'displayName';
type Verdict = { change: ParticipantChange } | { problem: string; args?: Record<string, number | string> };

/** One question about the participant: its field, its buttons, and how an answer is read. */
interface FieldQuestion {
  field: Field;
  buttons?: (t: Translate, participant: Participant) => Button[][];
  read(input: Answer, participant: Participant, now: Date): Verdict;
}

const adultAge = 18;
const oldestAge = 99;

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

const questions: readonly FieldQuestion[] = [
  {
    field: 'sex',
    buttons: (t, { sex }) =>
      choices(
        'about',
        'sex',
        [
          { value: 'female', text: t('sex-female') },
          { value: 'male', text: t('sex-male') },
        ],
        sex ?? undefined,
      ),
    read(input) {
      const sex = choiceOf(input, sexWords) as 'female' | 'male' | undefined;
      return sex ? { change: { sex } } : { problem: 'please-choose' };
    },
  },
  {
    field: 'seeks',
    buttons: (t, { seeks }) =>
      choices(
        'about',
        'seeks',
        ['female', 'male', 'both'].map((value) => ({ value, text: t(`seeks-${value}`) })),
        seeks ?? undefined,
      ),
    read(input) {
      const seeks = choiceOf(input, soughtWords) as 'female' | 'male' | 'both' | undefined;
      return seeks ? { change: { seeks } } : { problem: 'please-choose' };
    },
  },
  {
    field: 'birthYear',
    read(input, _participant, now) {
      const year = wholeNumber(input);
      if (year === undefined || year < now.getUTCFullYear() - oldestAge - 1 || year > now.getUTCFullYear())
        return { problem: 'birth-year-invalid' };
      // Only the year is known: a participant who turns 18 later this year is still 17, so this year counts as too
      // young.
      if (now.getUTCFullYear() - year <= adultAge - 1) return { problem: 'birth-year-minor' };
      return { change: { birthYear: year } };
    },
  },
  { field: 'seeksAgeMin', read: (input) => readAge(input, adultAge, (seeksAgeMin) => ({ seeksAgeMin })) },
  {
    field: 'seeksAgeMax',
    read: (input, { seeksAgeMin }) =>
      readAge(input, seeksAgeMin ?? adultAge, (seeksAgeMax) => ({ seeksAgeMax })),
  },
  {
    field: 'displayName',
    read(input) {
      const name = input.kind === 'text' ? withoutDirection(input.text) : '';
      const length = [...name].length;
      if (!/[\p{L}\p{N}\p{S}]/u.test(name) || /[\p{Cc}\p{Cs}\p{Co}]/u.test(name))
        return { problem: 'name-invalid' };
      return length > 60 ? { problem: 'name-long', args: { length } } : { change: { displayName: name } };
    },
  },
];

/** Asks for sex, sought sex, birth year, sought ages and a name. Eligibility needs all of them but the name. */
export const aboutDialog: Dialog = {
  async ask(turn, item) {
    const participant = participantOf(turn);
    if (!item && aboutComplete(participant)) return undefined;
    const index = Math.max(
      0,
      questions.findIndex(({ field }) => (item ? field === item : participant[field] === null)),
    );
    const { field, buttons } = questions[index]!;
    const { t } = turn;
    const known = participant[field];
    const text = [
      `<b>${t(`about-${field}`)}</b>`,
      t(`about-${field}-hint`),
      ...(known !== null && !buttons ? [t('about-known', { value: String(known) })] : []),
      t('progress', { done: index + 1, total: questions.length }),
    ].join('\n\n');
    return {
      id: field,
      view: {
        text,
        buttons: [...(buttons?.(t, participant) ?? []), ...(index > 0 ? [backRow(t, 'about', field)] : [])],
      },
    };
  },
  async answer(turn, input, { item }) {
    const index = questions.findIndex(({ field }) => field === item);
    const isBack =
      input.kind === 'tap'
        ? input.tap?.value === 'back'
        : input.kind === 'text' && backWords.some((word) => word === input.text.toLowerCase());
    if (isBack && index > 0) return to(questions[index - 1]!.field);
    const participant = participantOf(turn);
    const verdict = questions[index]!.read(input, participant, turn.now);
    if ('problem' in verdict) {
      turn.notice(
        turn.t(verdict.problem, {
          minimum: participant.seeksAgeMin ?? adultAge,
          maximum: oldestAge,
          ...verdict.args,
        }),
      );
      return repeat;
    }
    await save(turn, verdict.change);
    const following = questions[index + 1];
    return following ? to(following.field) : on;
  },
};

async function save(turn: Turn, change: ParticipantChange): Promise<void> {
  const { seeksAgeMin } = change;
  const max = participantOf(turn).seeksAgeMax;
  // A new lower age above the stored upper age leaves no age at all, so the upper age is asked again.
  const whole =
    seeksAgeMin != null && max !== null && seeksAgeMin > max ? { ...change, seeksAgeMax: null } : change;
  await turn.uow.participants.update(userOf(turn), whole);
  turn.participant = { ...participantOf(turn), ...whole };
  if (change.displayName) turn.notice(turn.t('name-thanks', { name: change.displayName }));
}

function readAge(input: Answer, minimum: number, change: (age: number) => ParticipantChange): Verdict {
  const age = wholeNumber(input);
  return age === undefined || age < minimum || age > oldestAge
    ? { problem: 'age-invalid' }
    : { change: change(age) };
}

/**
 * Removes invisible characters and those that set the writing direction (a right-to-left name needs none): they would
 * also turn the text that stands after the name in a sentence.
 */
const withoutDirection = (text: string): string =>
  text
    .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

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
