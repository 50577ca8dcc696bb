import { aboutAnswered, aboutComplete } from '../../engine/protocol/journey.ts';
import type { ParticipantChange } from '../../engine/ports/participants.ts';
import { backRow, button, choices, coloured } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import {
  type Field,
  fields,
  firstFieldOf,
  isField,
  linesOf,
  readField,
  viewOfField,
} from './about-questions.ts';
import { type Answer, choiceOf, type Dialog, type Next, on, type Question, repeat, to } from './dialog.ts';
import { backWords, yesNo } from './words.ts';

/** The item of the last screen, on which the answers are checked. */
const check = 'check';
/** Before the name of a field in the item of its question when it is asked again from there. */
const again = 'fix-';

/**
 * Asks for sex, sought sex, birth year, sought ages and a name, and shows the answers to be checked. Eligibility needs
 * all of them but the name. Each answer is stored as it comes; the stage ends with the yes to all of them.
 */
export const aboutDialog: Dialog = {
  async ask(turn, item) {
    const participant = participantOf(turn);
    if (!item && aboutComplete(participant)) return undefined;
    if (item === check || (!item && aboutAnswered(participant))) return askToCheck(turn);
    if (item?.startsWith(again)) {
      const view = viewOfField(turn, item.slice(again.length) as Field, {
        ...{ scope: 'about', item },
        rows: [backRow(turn.t, 'about', item)],
      });
      return { id: item, view };
    }
    const index = Math.max(
      0,
      fields.findIndex((field) => (item ? field === item : participant[field] === null)),
    );
    const field = fields[index]!;
    const place = turn.t('progress', { done: index + 1, total: fields.length });
    const rows = index > 0 ? [backRow(turn.t, 'about', field)] : [];
    return { id: field, view: viewOfField(turn, field, { scope: 'about', item: field, place, rows }) };
  },

  async answer(turn, input, { item }) {
    if (item === check) return answerCheck(turn, input);
    const isAgain = item.startsWith(again);
    const field = (isAgain ? item.slice(again.length) : item) as Field;
    const index = fields.indexOf(field);
    if (isBack(input)) {
      if (isAgain) return to(check);
      if (index > 0) return to(fields[index - 1]!);
    }
    const change = readField(turn, field, input);
    if (!change) return repeat;
    await save(turn, change);
    if (isAgain) return to(field === 'seeksAgeMin' ? `${again}seeksAgeMax` : check);
    return to(fields[index + 1] ?? check);
  },
};

const isBack = (input: Answer): boolean =>
  input.kind === 'tap'
    ? input.tap?.value === 'back'
    : input.kind === 'text' && backWords.some((word) => word === input.text.toLowerCase());

const parts = ['displayName', 'sex', 'birthYear', 'seeks', 'ages'] as const;

function askToCheck(turn: Turn): Question {
  const { t } = turn;
  const changes = parts.map((part) => ({ value: firstFieldOf(part), text: t(`change-${part}`) }));
  return {
    id: check,
    view: {
      text: [
        `<b>${t('check-title')}</b>`,
        linesOf(turn, participantOf(turn)).join('\n'),
        t('check-hint'),
      ].join('\n\n'),
      buttons: [
        [coloured('success', button(t('check-yes'), 'about', check, 'yes'))],
        ...choices('about', check, changes),
      ],
    },
  };
}

async function answerCheck(turn: Turn, input: Answer): Promise<Next> {
  if (input.kind === 'tap' && input.tap && isField(input.tap.value)) return to(`${again}${input.tap.value}`);
  if (choiceOf(input, { yes: [...yesNo.yes, turn.t('check-yes')] }) !== 'yes') {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  await save(turn, { aboutConfirmedAt: turn.now });
  turn.notice(turn.t('name-thanks', { name: participantOf(turn).displayName ?? '' }));
  return on;
}

async function save(turn: Turn, change: ParticipantChange): Promise<void> {
  await turn.uow.participants.update(userOf(turn), change);
  turn.participant = { ...participantOf(turn), ...change };
}
