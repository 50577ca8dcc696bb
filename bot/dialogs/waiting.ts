import { outlookInWords } from '../turn/outlook.ts';
import { type Dialog, repeat } from './dialog.ts';

/** Waits, when all three phases are sealed, until an admin releases the results. */
export const cohortDialog: Dialog = {
  async ask(turn) {
    const text = [turn.t('cohort-wait'), ...(await outlookInWords(turn))].join('\n\n');
    return { id: 'wait', view: { text, buttons: [] } };
  },
  async answer(turn) {
    turn.notice(turn.t('nothing-to-do'));
    return repeat;
  },
};
