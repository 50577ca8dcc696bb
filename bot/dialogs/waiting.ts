import { type Dialog, repeat } from './dialog.ts';

/** Waits, when all three phases are sealed, until an admin releases the results. */
export const cohortDialog: Dialog = {
  ask: async (turn) => ({ id: 'wait', view: { text: turn.t('cohort-wait'), buttons: [] } }),
  async answer(turn) {
    turn.notice(turn.t('nothing-to-do'));
    return repeat;
  },
};
