import { joiningPurposes, consentsComplete, requiredPurposes } from '../../engine/protocol/journey.ts';
import type { Purpose } from '../../engine/ports/participants.ts';
import { recordConsent } from '../../engine/privacy/consent.ts';
import { backRow, button, coloured } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import { choiceOf, type Dialog, type Next, on, repeat, to } from './dialog.ts';
import { agreeWords, backWords } from './words.ts';

const purposes: readonly Purpose[] = joiningPurposes;
const isRequired = (purpose: Purpose): boolean => requiredPurposes.some((required) => required === purpose);

/** The consent text of one purpose as the participant reads it; the consent record keeps its hash. */
export const consentText = ({ t }: Pick<Turn, 't'>, purpose: Purpose): string =>
  `<b>${t(`consent-${purpose}-title`)}</b>\n\n${t(`consent-${purpose}-text`)}`;

/**
 * Asks for consent, one screen per purpose. A participant who refuses a required one stays here and can still agree.
 */
export const consentDialog: Dialog = {
  async ask(turn, item) {
    const given = await turn.uow.consents.current(userOf(turn));
    if (!item && consentsComplete(given)) return undefined;
    const purpose =
      (item as Purpose | undefined) ?? purposes.find((candidate) => !given.get(candidate)?.granted)!;
    const index = purposes.indexOf(purpose);
    const { t } = turn;
    const need = t(isRequired(purpose) ? 'consent-required' : 'consent-optional');
    return {
      id: purpose,
      view: {
        text: `${consentText(turn, purpose)}\n\n<i>${need}</i>\n\n${t('progress', { done: index + 1, total: purposes.length })}`,
        buttons: [
          [
            coloured('success', button(t('consent-agree'), 'consent', purpose, 'yes')),
            button(t('consent-refuse'), 'consent', purpose, 'no'),
          ],
          ...(index > 0 ? [backRow(t, 'consent', purpose)] : []),
        ],
      },
    };
  },
  async answer(turn, input, { item }) {
    const purpose = item as Purpose;
    const choice = choiceOf(input, { ...agreeWords, back: backWords });
    if (choice === 'back') return to(purposes[Math.max(0, purposes.indexOf(purpose) - 1)]!);
    if (!choice) {
      turn.notice(turn.t('please-choose'));
      return repeat;
    }
    return record(turn, purpose, choice === 'yes');
  },
};

async function record(turn: Turn, purpose: Purpose, granted: boolean): Promise<Next> {
  const text = consentText(turn, purpose);
  const locale = participantOf(turn).locale ?? 'en';
  await recordConsent(turn.uow, { userId: userOf(turn), purpose, granted, text, locale, now: turn.now });
  if (!granted && isRequired(purpose)) {
    turn.notice(turn.t('consent-needed'));
    return to(purpose);
  }
  const following = purposes[purposes.indexOf(purpose) + 1];
  return following ? to(following) : on;
}
