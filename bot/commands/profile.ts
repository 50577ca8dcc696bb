import { mayCorrect } from '../../engine/protocol/own-account.ts';
import { whyFixed } from '../../engine/protocol/profile.ts';
import { firstFieldOf, linesOf, type Part } from '../dialogs/about-questions.ts';
import { knownEmail } from '../dialogs/account.ts';
import { button } from '../turn/keyboards.ts';
import { participantOf } from '../turn/turn.ts';
import type { CommandHandler } from './command.ts';

/**
 * /profile: the participant's answers about themselves, with a button for each that can still be corrected and a sentence
 * about the others. The buttons open the dialog `profile`.
 */
export const profile: CommandHandler = async (turn, _args, { study }) => {
  const { t, uow } = turn;
  const participant = participantOf(turn);
  const email = await knownEmail(turn);
  const lines = linesOf(turn, participant, email);
  if (lines.length === 0) return turn.say(t('correct-empty'));
  const [name, others] = [
    await whyFixed(uow, participant, 'displayName'),
    await whyFixed(uow, participant, 'birthYear'),
  ];
  const asks = mayCorrect(participant);
  const parts: Exclude<Part, 'seeks'>[] = [
    ...(asks && !name ? (['displayName'] as const) : []),
    ...(asks && !others ? (['birthYear', 'sex', 'ages'] as const) : []),
    ...(email === undefined ? [] : (['email'] as const)),
  ];
  const why = asks ? t(`correct-may-${name ?? others ?? 'all'}`) : undefined;
  const contact = study.contact ? t('help-contact', { contact: study.contact }) : t('help-no-contact');
  const label = (part: (typeof parts)[number]): string => t(`change-${part}`);
  turn.say(
    [`<b>${t('correct-title')}</b>`, lines.join('\n'), why, contact].filter(Boolean).join('\n\n'),
    parts.map((part) => [button(label(part), 'correct', '', part === 'email' ? part : firstFieldOf(part))]),
  );
};
