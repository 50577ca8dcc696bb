import { accountOfSetup, completeSetup } from '../../engine/protocol/staff-accounts.ts';
import type { Study } from '../../engine/protocol/study.ts';
import type { Account } from '../../engine/ports/participants.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { button } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import type { Answer, Question } from './dialog.ts';
import { hashOutside } from './password-work.ts';

/** Begins the code in the link with which a member of staff sets a password. */
export const setupPrefix = 'staff-';

const itemPrefix = 'new-';

/** The item of the login dialog that asks for a new password; `hash` is that of the link's code. */
export const setupItem = (hash: string): string => itemPrefix + hash;

/** The hash in such an item; undefined for another item. */
export const setupHashIn = (item: string | undefined): string | undefined =>
  item?.startsWith(itemPrefix) ? item.slice(itemPrefix.length) : undefined;

/** Asks for the new password. Undefined, with a notice, when the link was used or is over. */
export async function askNewPassword(turn: Turn, hash: string): Promise<Question | undefined> {
  const account = await accountIn(turn, hash);
  if (!account) return undefined;
  const { t } = turn;
  return {
    id: 'new-password',
    view: {
      text: t('staff-password-ask', { email: account.email }),
      buttons: [[button(t('cancel'), 'login', 'new-password', 'cancel')]],
    },
    hiddenItem: setupItem(hash),
    secret: true,
  };
}

/** Sets the typed password. Returns the account, or undefined, with a notice, when the password or the link is refused. */
export async function takeNewPassword(
  turn: Turn,
  study: Pick<Study, 'passwords'>,
  { hash, input }: { hash: string; input: Extract<Answer, { kind: 'text' }> },
): Promise<Account | undefined> {
  const account = await accountIn(turn, hash);
  if (!account) return undefined;
  const problem = study.passwords.problem(input.text, { email: account.email });
  if (problem) return void turn.notice(turn.t(`password-${problem}`));
  const passwordHash = hashOutside(turn, study, input.text);
  if (passwordHash === undefined) return undefined;
  return completeSetup(turn.uow, { hash, passwordHash, now: turn.now });
}

async function accountIn(turn: Turn, hash: string): Promise<Account | undefined> {
  try {
    return await accountOfSetup(turn.uow, hash, turn.now);
  } catch (error) {
    if (!isHarmoniaError(error, 'not-found')) throw error;
    return void turn.notice(turn.t('staff-link-over'));
  }
}
