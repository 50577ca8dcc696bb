import {
  agreesToReports,
  amendmentDue,
  consentVersion,
  recordConsent,
} from '../../engine/privacy/consent.ts';
import { consentText } from '../dialogs/consent.ts';
import { button, coloured } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';

/**
 * Asks a participant who agreed to an earlier text about being shown to others whether the new one holds too: once, in a
 * message of its own beside one that comes by itself or with a report, never between two questions of a stage.
 */
export async function offerAmendedConsent(turn: Turn): Promise<void> {
  const { participant, uow } = turn;
  if (!participant || participant.status === 'withdrawn') return;
  const consents = await uow.consents.current(participant.userId);
  if (!amendmentDue(participant, consents.get('matching'))) return;
  await uow.participants.update(participant.userId, { askedTextVersion: consentVersion });
  askAmendedConsent(turn);
}

/** Shows the new text whole, with the choice to stay with the old one. */
export function askAmendedConsent(turn: Turn): void {
  const { t } = turn;
  turn.say([t('amended-ask'), consentText(turn, 'matching'), t('amended-choice')].join('\n\n'), [
    [coloured('success', button(t('amended-agree'), 'amended', 'matching', 'yes'))],
    [button(t('amended-keep'), 'amended', 'matching', 'no')],
  ]);
}

/** Stores the answer. To stay with the old text is no withdrawal: the earlier consent holds. */
export async function answerAmendedConsent(turn: Turn, agrees: boolean): Promise<void> {
  const userId = userOf(turn);
  const matching = (await turn.uow.consents.current(userId)).get('matching');
  if (!matching?.granted) return turn.toast(turn.t('nothing-changed'));
  if (!agrees) return turn.toast(turn.t('amended-kept'), { alert: true });
  if (!agreesToReports(matching)) {
    const text = consentText(turn, 'matching');
    const locale = participantOf(turn).locale ?? 'en';
    await recordConsent(turn.uow, {
      userId,
      purpose: 'matching',
      granted: true,
      text,
      locale,
      now: turn.now,
    });
  }
  turn.toast(turn.t('amended-agreed'));
}
