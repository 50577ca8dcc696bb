import { signIn } from '../dialogs/login.ts';
import { participantOf } from '../turn/turn.ts';
import { commandList } from '../turn/command-list.ts';
import { deleteSecret } from '../turn/secret.ts';
import type { CommandHandler } from './command.ts';

/** `/login` starts the dialog; `/login E-MAIL PASSWORD` signs in at once. A message with a password is deleted. */
const login: CommandHandler = async (turn, args, { study, bridge }) => {
  if (turn.input.kind === 'command' && args !== '') deleteSecret(turn, turn.input.messageId);
  const [email, ...rest] = args.split(/\s+/);
  if (!email || rest.length === 0) return bridge.enter(turn, { dialog: 'login' });
  turn.say(await signIn(turn, study, { email, password: args.slice(email.length).trim() }));
  if (turn.participant && !turn.staff) await bridge.enter(turn);
};

const logout: CommandHandler = async (turn) => {
  await turn.uow.chats.deleteStaffSession(turn.chatId);
  turn.staff = undefined;
  const locale = turn.participant ? (participantOf(turn).locale ?? turn.hintedLocale) : turn.hintedLocale;
  turn.send({ kind: 'commands', locale, commands: commandList(locale, 'user') });
  turn.say(turn.t('logged-out'));
};

export const staffCommands: Readonly<Record<string, CommandHandler>> = { login, logout };
