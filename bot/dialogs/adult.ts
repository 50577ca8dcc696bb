import { button } from '../turn/keyboards.ts';
import { participantOf, userOf } from '../turn/turn.ts';
import { choiceOf, type Dialog, on, repeat, to } from './dialog.ts';
import { yesNo } from './words.ts';

/** Asks whether the participant is 18 or older, before any personal detail is asked. */
export const adultDialog: Dialog = {
  ask: async ({ t }) => ({
    id: 'adult',
    view: {
      text: t('adult-ask'),
      buttons: [
        [button(t('adult-yes'), 'adult', 'adult', 'yes'), button(t('adult-no'), 'adult', 'adult', 'no')],
      ],
    },
  }),
  async answer(turn, input, { item }) {
    const choice = choiceOf(input, yesNo);
    if (choice === 'yes') {
      await turn.uow.participants.update(userOf(turn), { adultConfirmedAt: turn.now });
      turn.participant = { ...participantOf(turn), adultConfirmedAt: turn.now };
      return on;
    }
    turn.notice(turn.t(choice === 'no' ? 'adult-refused' : 'please-choose'));
    // A refusal ends here unless it was a slip: the question is shown again for that.
    return choice === 'no' ? to(item) : repeat;
  },
};
