import type { Account } from '../../engine/ports/participants.ts';
import { isLocale } from '../../locales/locales.ts';
import { commandList } from '../turn/command-list.ts';
import { button } from '../turn/keyboards.ts';
import { concludeSignIn, countTry, passwordFits, takeTryBack } from '../../engine/protocol/sign-in.ts';
import type { Study } from '../../engine/protocol/study.ts';
import type { Turn } from '../turn/turn.ts';
import { type Answer, type Dialog, type Next, on, repeat, to } from './dialog.ts';
import { askNewPassword, setupHashIn, takeNewPassword } from './new-password.ts';
import { unlessBusy } from './password-work.ts';

const sessionHours = 8;
/** The longest possible e-mail address (RFC 5321): a longer text is cut, and then matches no account. */
const longestEmail = 254;

/**
 * Asks for e-mail and password. Staff get a session of `sessionHours`; a participant moves to this Telegram account.
 * The refusal is the same for a wrong e-mail and a wrong password.
 */
export function loginDialog(study: Study): Dialog {
  return {
    async ask(turn, item) {
      const { t } = turn;
      const setup = setupHashIn(item);
      if (setup !== undefined) return askNewPassword(turn, setup);
      const id = item?.startsWith('pw-') ? 'password' : 'email';
      const cancel = button(t('cancel'), 'login', id, 'cancel');
      return {
        id,
        view: { text: t(id === 'email' ? 'login-email' : 'login-password'), buttons: [[cancel]] },
        ...(item === undefined ? {} : { hiddenItem: item }),
        ...(id === 'password' && { secret: true }),
      };
    },
    async answer(turn, input, { item }) {
      if (input.kind === 'tap') return on;
      if (input.kind !== 'text') {
        turn.notice(turn.t('please-type'));
        return repeat;
      }
      const hash = setupHashIn(item);
      if (hash !== undefined) {
        const account = await takeNewPassword(turn, study, { hash, input });
        if (account) turn.notice(await openSession(turn, account));
        // A link that is over has no question: `ask` ends the dialog.
        return account ? on : to(item);
      }
      if (item.startsWith('pw-')) return checkPassword(turn, input, item.slice(3), study);
      return to(`pw-${input.text.slice(0, longestEmail)}`);
    },
  };
}

async function checkPassword(
  turn: Turn,
  input: Extract<Answer, { kind: 'text' }>,
  email: string,
  study: Study,
): Promise<Next> {
  turn.notice(await signIn(turn, study, { email, password: input.text }));
  return on;
}

/** Signs in, or refuses to, and returns the sentence that tells the chat. */
export async function signIn(
  turn: Turn,
  study: Study,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const attempt = { source: `chat:${turn.chatId}`, address: email.toLowerCase() };
  const { uow, now } = turn;
  const { refusedUntil, slowed } = await countTry(uow, attempt, now);
  if (refusedUntil) {
    const minutes = Math.ceil((refusedUntil.getTime() - now.getTime()) / 60_000);
    return turn.t('login-too-often', { minutes });
  }
  const found = await uow.accounts.byEmail(attempt.address);
  const known = found?.passwordHash;
  const fits = turn.outside(`verify ${known ?? ''}`, () =>
    unlessBusy(() => passwordFits(study.passwords, { password, known, slowed })),
  );
  if (fits === 'busy') {
    await takeTryBack(uow, attempt);
    return turn.t('login-busy');
  }
  const account = await concludeSignIn(uow, attempt, { account: found, fits, now });
  if (!account) return turn.t('login-failed');
  return account.role === 'user' ? moveParticipant(turn, account) : openSession(turn, account);
}

async function openSession(turn: Turn, account: Account): Promise<string> {
  const expiresAt = new Date(turn.now.getTime() + sessionHours * 3_600_000);
  const session = {
    chatId: turn.chatId,
    userId: account.id,
    role: account.role,
    tokenVersion: account.tokenVersion,
    expiresAt,
  };
  await turn.uow.chats.saveStaffSession(session);
  turn.staff = session;
  // Deliveries of laboratories that came while this admin was signed out.
  if (account.role === 'admin')
    await turn.uow.jobs.enqueue('tell-of-deliveries', {}, { singletonKey: 'all' });
  const locale = turn.participant?.locale ?? account.locale ?? turn.hintedLocale;
  turn.useLocale(locale);
  turn.send({ kind: 'commands', locale, commands: commandList(locale, account.role) });
  return turn.t('login-staff', { role: account.role, hours: sessionHours });
}

async function moveParticipant(turn: Turn, account: Account): Promise<string> {
  const participant = await turn.uow.participants.byUser(account.id);
  if (!participant) return turn.t('login-failed');
  if (participant.chatId === turn.chatId) return turn.t('login-already');
  if (turn.participant) return turn.t('login-other-participant');
  const oldChat = participant.chatId;
  await turn.uow.participants.update(participant.userId, { chatId: turn.chatId });
  turn.participant = { ...participant, chatId: turn.chatId };
  if (isLocale(participant.locale ?? undefined)) turn.useLocale(participant.locale!);
  await turn.uow.audit.append({
    actor: account.id,
    action: 'chat-moved',
    subject: account.id,
    details: {},
    at: turn.now,
  });
  if (oldChat) await turn.uow.jobs.enqueue('refresh-chat', { chatId: oldChat });
  return turn.t('login-moved');
}
