import { joinNextCohort, stayForNext } from '../../engine/protocol/left-out.ts';
import { unreadableOf } from '../../engine/protocol/readable.ts';
import { reachedStep, readJourney } from '../../engine/protocol/journey.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { locales, translator } from '../../locales/locales.ts';
import { eraseAndSay } from '../turn/farewell.ts';
import { button, coloured } from '../turn/keyboards.ts';
import { localDate, withLocalDates } from '../turn/local-date.ts';
import { participantOf, type Turn } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
import { type Answer, choiceOf, type Dialog, type Next, on, type Question, repeat, to } from './dialog.ts';
import { eraseWords, stayWords, yesNo } from './words.ts';

const scope = 'leftout';

/**
 * What a participant is asked whose cohort was frozen without them: to be erased, or to stay for the next cohort.
 * Items: `choose`, `stays` once they stay, and `erase`, which asks once more.
 */
export function leftOutDialog(study: Study): Dialog {
  return {
    async ask(turn, item) {
      if (!(await turn.uow.participants.isLeftOut(participantOf(turn).userId))) return undefined;
      if (item === 'erase') return askToErase(turn);
      return participantOf(turn).staysSince ? askWhoStays(turn) : askToChoose(turn, study);
    },
    async answer(turn, input, { item }) {
      if (item === 'erase') return confirm(turn, input);
      const choice = choiceOf(input, { stay: stayWords, erase: eraseWords });
      if (choice === 'erase') return to('erase');
      if (choice === 'stay') {
        await stay(turn, study);
        return on;
      }
      turn.notice(turn.t(item === 'stays' ? 'nothing-to-do' : 'please-choose'));
      return repeat;
    },
  };
}

async function stay(turn: Turn, study: Study): Promise<void> {
  const at = { study, now: turn.now };
  turn.participant = await stayForNext(turn.uow, participantOf(turn), at);
  await joinNext(turn, study);
}

/** Moves a participant who stays into a cohort that is open, and says what they keep; false while there is none. */
export async function joinNext(turn: Turn, study: Study): Promise<boolean> {
  const joined = await joinNextCohort(turn.uow, participantOf(turn), { study, now: turn.now });
  if (!joined) return false;
  turn.participant = await turn.uow.participants.byUser(participantOf(turn).userId);
  turn.notice(turn.t('left-out-joined', { restart: joined.restart ?? 'none' }));
  turn.asNewMessage = true;
  return true;
}

async function askToChoose(turn: Turn, study: Study): Promise<Question> {
  const { userId, locale, leftOutUntil } = participantOf(turn);
  const place = reachedStep(await readJourney(turn.uow, participantOf(turn)));
  const isDamaged = (await unreadableOf(turn.uow, userId)) !== undefined;
  const textIn = (t: Turn['t']): string =>
    t('left-out-ask', {
      why: isDamaged ? t('left-out-damaged') : t('left-out-at', { place: t(`stage-${place}`) }),
      days: study.leftOutDays,
      // The job that asks first notes the date in the same transaction.
      date: leftOutUntil ? localDate(leftOutUntil) : '',
    });
  // A participant who had chosen no language yet reads the question in each.
  const texts = locale ? [textIn(turn.t)] : locales.map((each) => withLocalDates(textIn(translator(each))));
  return {
    id: 'choose',
    view: {
      text: texts.join('\n\n'),
      buttons: [[button(turn.t('left-out-stay'), scope, 'choose', 'stay')], eraseRow(turn, 'choose')],
    },
  };
}

const eraseRow = ({ t }: Turn, item: string): Button[] => [
  coloured('danger', button(t('left-out-erase'), scope, item, 'erase')),
];

function askWhoStays(turn: Turn): Question {
  const { leftOutUntil } = participantOf(turn);
  const date = leftOutUntil ? localDate(leftOutUntil) : '';
  return {
    id: 'stays',
    view: { text: turn.t('left-out-stays', { date }), buttons: [eraseRow(turn, 'stays')] },
  };
}

const askToErase = ({ t }: Turn): Question => ({
  id: 'erase',
  view: {
    text: t('delete-ask'),
    buttons: [
      [coloured('danger', button(t('delete-yes'), scope, 'erase', 'yes'))],
      [button(t('cancel'), scope, 'erase', 'no')],
    ],
  },
});

async function confirm(turn: Turn, input: Answer): Promise<Next> {
  const choice = choiceOf(input, yesNo);
  if (choice === 'yes') await eraseAndSay(turn, turn.t('delete-done'));
  else if (choice === 'no') turn.notice(turn.t('nothing-changed'));
  else {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  return on;
}
