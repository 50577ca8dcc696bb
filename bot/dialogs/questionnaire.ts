import { questionOf } from '../../engine/personality/instrument.ts';
import {
  answerQuestion,
  openPersonalityPhase,
  sealPersonalityPhase,
} from '../../engine/protocol/personality-phase.ts';
import { instrumentOf } from '../../engine/protocol/instrument-of-cohort.ts';
import { itemsOf } from '../../engine/protocol/phases.ts';
import { backRow, wordedScale } from '../turn/keyboards.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { escapeHtml, participantOf, type Turn, userOf } from '../turn/turn.ts';
import { choiceOf, type Dialog, on, repeat, to } from './dialog.ts';
import { askToSeal } from './seal.ts';
import { backWords } from './words.ts';

/** The questionnaire: one statement per screen, answered from 1 to 5, in the order drawn for this participant. */
export function questionnaireDialog(study: Pick<Study, 'instruments' | 'digest'>): Dialog {
  const { instruments } = study;
  const orderOf = async (turn: Turn): Promise<string[]> =>
    (await itemsOf(turn.uow, userOf(turn), 'personality')).map(({ id }) => id);

  return {
    async ask(turn, item) {
      await openPersonalityPhase(turn.uow, { userId: userOf(turn), instruments, now: turn.now });
      const instrument = await instrumentOf(turn.uow, instruments, userOf(turn));
      const order = await orderOf(turn);
      const answers = new Map(
        (await turn.uow.personality.answers(userOf(turn))).map(({ itemId, value }) => [itemId, value]),
      );
      const id = item ?? order.find((candidate) => !answers.has(candidate)) ?? 'seal';
      if (id === 'seal') return askToSeal(turn, 'questionnaire');
      const question = questionOf(instrument, id);
      if (!question) throw new Error('the instrument changed under an open phase');
      const locale = participantOf(turn).locale ?? 'en';
      const position = order.indexOf(id);
      const { t } = turn;
      return {
        id,
        view: {
          text: `<b>${escapeHtml(question.text[locale])}</b>\n\n${t('progress', { done: position + 1, total: order.length })}`,
          buttons: [
            ...wordedScale('questionnaire', id, instrument.scale.labels[locale], answers.get(id)),
            ...(position > 0 ? [backRow(t, 'questionnaire', id)] : []),
          ],
        },
      };
    },

    async answer(turn, input, { item, shownAt }) {
      const order = await orderOf(turn);
      if (item === 'seal') {
        const choice = choiceOf(input, { seal: [], back: backWords });
        if (choice === 'back') return to(order.at(-1)!);
        if (choice === 'seal') {
          await sealPersonalityPhase(turn.uow, study.digest, {
            userId: userOf(turn),
            instruments,
            now: turn.now,
          });
          turn.notice(turn.t('sealed-personality'));
          return on;
        }
        turn.notice(turn.t('please-choose'));
        return repeat;
      }
      const { scale: asked } = await instrumentOf(turn.uow, instruments, userOf(turn));
      const locale = participantOf(turn).locale ?? 'en';
      const choice = choiceOf(input, {
        ...wordsFor(asked.labels[locale]),
        back: backWords,
      });
      const position = order.indexOf(item);
      if (choice === 'back') return to(order[Math.max(0, position - 1)]!);
      if (!choice) {
        turn.notice(turn.t('please-choose-number', { from: 1, to: 5 }));
        return repeat;
      }
      const dwellMs = turn.now.getTime() - shownAt.getTime();
      await answerQuestion(turn.uow, userOf(turn), {
        itemId: item,
        value: Number(choice),
        dwellMs,
        answeredAt: turn.now,
        locale,
      });
      return to(order[position + 1] ?? 'seal');
    },
  };
}

/** What people put before a label when they answer in a sentence. */
const beginnings = ['', 'i ', 'estoy ', 'я '];

/** The words that may be typed for each answer. The Russian labels address a person; people answer in the first person. */
const wordsFor = (labels: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    labels.map((label, index) => [
      String(index + 1),
      [label, label.replace(/согласны/i, 'согласен'), label.replace(/согласны/i, 'согласна')].flatMap(
        (form) => beginnings.map((beginning) => `${beginning}${form}`),
      ),
    ]),
  );
