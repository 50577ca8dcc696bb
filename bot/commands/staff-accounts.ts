import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../../engine/ports/participants.ts';
import {
  addStaff,
  disableStaff,
  setupHours,
  staffOf,
  staffRoles,
} from '../../engine/protocol/staff-accounts.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { setupPrefix } from '../dialogs/new-password.ts';
import type { Tap } from '../turn/callback-data.ts';
import { inviteLink } from '../turn/invite-link.ts';
import { button, coloured } from '../turn/keyboards.ts';
import { pageIn, pageOf, pageRow, sayInPlace } from '../turn/pages.ts';
import type { Turn } from '../turn/turn.ts';
import type { CommandHandler } from './command.ts';

const scope = 'staff';
const accountsPerPage = 10;
const emailShape = z.email().max(255);

/** `/staff` lists the accounts; `/staff add ROLE EMAIL` makes one and a link with which its owner sets a password. */
export const staffAccounts: CommandHandler = async (turn, args, { study, username }) => {
  if (args === '') return list(turn, 1);
  const { t } = turn;
  const [verb, role, address, ...more] = args.split(/\s+/);
  const wanted = staffRoles.find((candidate) => candidate === role?.toLowerCase());
  const email = emailShape.safeParse(address?.toLowerCase());
  if (verb?.toLowerCase() !== 'add' || !wanted || !email.success || more.length > 0)
    return turn.say(t('staff-usage'));
  try {
    const code = await addStaff(turn.uow, study.passwords, {
      email: email.data,
      role: wanted,
      by: turn.staff!.userId,
      now: turn.now,
    });
    const link = inviteLink(username, setupPrefix + code);
    turn.say(`${t('staff-added', { email: email.data, role: wanted, hours: setupHours })}\n${link}`);
  } catch (error) {
    if (!isHarmoniaError(error, 'conflict')) throw error;
    turn.say(t('staff-taken', { email: email.data }));
  }
};

/** Names an account on a button: Telegram sees callback data, and no id of an account goes there. */
const digestOf = ({ id }: Pick<Account, 'id'>): string =>
  createHash('sha256').update(id).digest('hex').slice(0, 16);

async function list(turn: Turn, page: number): Promise<void> {
  const { t } = turn;
  const shown = pageOf(await staffOf(turn.uow), accountsPerPage, page);
  const lines = shown.items.map((account) =>
    t('staff-line', { email: account.email, role: account.role, state: stateOf(account, turn.now) }),
  );
  const buttons = shown.items
    .filter(({ disabledAt, setupHash }) => disabledAt === null || setupHash !== null)
    .map((account) => [
      button(t('staff-disable', { email: account.email }).slice(0, 60), scope, digestOf(account), 'ask'),
    ]);
  const text = [`<b>${t('staff-title')}</b>`, lines.join('\n'), t('staff-hint')].join('\n\n');
  sayInPlace(turn, text, [...buttons, ...pageRow(scope, '', shown)]);
}

const stateOf = ({ disabledAt, setupUntil }: Account, now: Date): string =>
  setupUntil && setupUntil > now ? 'invited' : disabledAt ? 'disabled' : 'active';

/** A tap on a page, on an account, or on the answer to the question whether it is to be disabled. */
export async function tapStaff(turn: Turn, { item, value }: Tap): Promise<void> {
  const { t, uow } = turn;
  if (item === '') return list(turn, pageIn(value));
  const account = (await staffOf(uow)).find((candidate) => digestOf(candidate) === item);
  if (!account) return turn.toast(t('tap-old'));
  if (value === 'no') return list(turn, 1);
  if (value !== 'yes')
    return sayInPlace(turn, t('staff-ask', { email: account.email }), [
      [coloured('danger', button(t('staff-yes'), scope, item, 'yes'))],
      [button(t('cancel'), scope, item, 'no')],
    ]);
  try {
    await disableStaff(uow, { id: account.id, by: turn.staff!.userId, now: turn.now });
    sayInPlace(turn, t('staff-disabled', { email: account.email }), []);
  } catch (error) {
    if (!isHarmoniaError(error, 'last-admin')) throw error;
    sayInPlace(turn, t('staff-last-admin', { email: account.email }), []);
  }
}
