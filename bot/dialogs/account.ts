import { z } from 'zod';
import { givenEmail, isUsableEmail } from '../../engine/protocol/own-account.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { backRow, button } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import { type Answer, type Dialog, type Next, on, repeat, to } from './dialog.ts';
import { hashOutside } from './password-work.ts';
import { backWords, skipWords } from './words.ts';

const emailShape = z.email().max(255);

/** Asks for the e-mail, then for an optional password, which is needed only to sign in: to move to another Telegram account, and outside Telegram. */
export function accountDialog(study: Study): Dialog {
  return {
    async ask(turn, item) {
      if (participantOf(turn).accountCompletedAt) return undefined;
      const known = await knownEmail(turn);
      const { t } = turn;
      if (item === 'password' || (!item && known)) {
        return {
          id: 'password',
          secret: true,
          view: {
            text: t('password-ask'),
            buttons: [
              [button(t('password-skip'), 'account', 'password', 'skip')],
              backRow(t, 'account', 'password'),
            ],
          },
        };
      }
      return {
        id: 'email',
        view: {
          text: known ? `${t('email-ask')}\n\n${t('about-known', { value: known })}` : t('email-ask'),
          buttons: [],
        },
      };
    },
    answer: (turn, input, { item }) =>
      item === 'email' ? takeEmail(turn, input) : takePassword(turn, input, study),
  };
}

/** The e-mail address of the chat's participant; undefined until they gave one. */
export async function knownEmail(turn: Turn): Promise<string | undefined> {
  return givenEmail((await turn.uow.accounts.byId(userOf(turn)))?.email);
}

/** The e-mail address that was typed. What is wrong with it becomes a notice, also when another account has it. */
export async function readEmail(turn: Turn, input: Answer): Promise<string | undefined> {
  const typed = input.kind === 'text' ? emailShape.safeParse(input.text.toLowerCase()) : undefined;
  if (!typed?.success || !isUsableEmail(typed.data)) {
    turn.notice(turn.t('email-invalid'));
    return undefined;
  }
  const owner = await turn.uow.accounts.byEmail(typed.data);
  if (owner && owner.id !== userOf(turn)) {
    turn.notice(turn.t('email-taken'));
    return undefined;
  }
  return typed.data;
}

async function takeEmail(turn: Turn, input: Answer): Promise<Next> {
  const email = await readEmail(turn, input);
  if (!email) return repeat;
  await turn.uow.accounts.update(userOf(turn), { email });
  return to('password');
}

async function takePassword(turn: Turn, input: Answer, study: Study): Promise<Next> {
  const word = input.kind === 'text' ? input.text.toLowerCase() : '';
  if ((input.kind === 'tap' && input.tap?.value === 'back') || backWords.some((back) => back === word))
    return to('email');
  if ((input.kind === 'tap' && input.tap?.value === 'skip') || skipWords.some((skip) => skip === word))
    return complete(turn);
  if (input.kind !== 'text') {
    turn.notice(turn.t('password-type'));
    return repeat;
  }
  const account = await turn.uow.accounts.byId(userOf(turn));
  const problem = study.passwords.problem(input.text, { email: account?.email ?? '' });
  if (problem) {
    turn.notice(turn.t(`password-${problem}`));
    return repeat;
  }
  const passwordHash = hashOutside(turn, study, input.text);
  if (passwordHash === undefined) return repeat;
  await turn.uow.accounts.update(userOf(turn), { passwordHash });
  turn.notice(turn.t('password-saved'));
  return complete(turn);
}

async function complete(turn: Turn): Promise<Next> {
  await turn.uow.participants.update(userOf(turn), { accountCompletedAt: turn.now });
  turn.participant = { ...participantOf(turn), accountCompletedAt: turn.now };
  return on;
}
