import type { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Purpose } from '../../engine/ports/participants.ts';
import { allPurposes } from '../../engine/protocol/journey.ts';
import { noteActivity } from '../../engine/protocol/reminders.ts';
import { isLocale } from '../../locales/locales.ts';
import type { StaffRole } from '../../engine/protocol/staff-accounts.ts';
import { cancelStep, cohortSteps, confirmStep } from '../commands/cohort-steps.ts';
import { answerAmendedConsent, askAmendedConsent } from '../commands/amended-consent.ts';
import type { CommandDeps, CommandHandler } from '../commands/command.ts';
import { answerContact } from '../commands/share-contact.ts';
import { adminDesk, deskButtons, researcherDesk, sharedCommands } from '../commands/desk.ts';
import { openCommands, participantCommands, sendReportAs, withdrawPurpose } from '../commands/participant.ts';
import { tapReminders, tapZone } from '../commands/reminders.ts';
import { researcherCommands } from '../commands/researcher.ts';
import { staffCommands } from '../commands/staff.ts';
import { chooseLanguage } from '../dialogs/language.ts';
import { eraseAndSay } from '../turn/farewell.ts';
import { button, coloured } from '../turn/keyboards.ts';
import { placeInWords, whereabouts } from '../turn/whereabouts.ts';
import type { Tap } from '../turn/callback-data.ts';
import { deleteSecret, takeSecret } from '../turn/secret.ts';
import type { Turn } from '../turn/turn.ts';

const longSilenceMs = 12 * 3_600_000;

/**
 * Registers the handlers of updates: commands first, then buttons that belong to no dialog, then the dialog of the
 * chat. A command of a role is refused in a chat without that role.
 */
export function routeUpdates(telegraf: Telegraf, turns: WeakMap<Update, Turn>, deps: CommandDeps): void {
  const turnOf = (update: Update): Turn => {
    const turn = turns.get(update);
    if (!turn) throw new Error('an update reached the routes without its transaction');
    return turn;
  };
  const command = (
    names: Readonly<Record<string, CommandHandler>>,
    allowed: (turn: Turn) => string | undefined,
  ): void => {
    for (const [name, handler] of Object.entries(names)) {
      // Keyboards of telephones begin a message with a capital letter: "/Start".
      telegraf.command(new RegExp(`^${name}$`, 'i'), async (context, next) => {
        const turn = turnOf(context.update);
        // Telegram finds a command in "/help!" too; for a password that is none.
        if (turn.input.kind !== 'command' && turn.chat.secretSince !== null) return next();
        const refusal = allowed(turn);
        if (refusal) return turn.say(refusal);
        await touch(turn);
        return handler(turn, turn.input.kind === 'command' ? turn.input.args : '', deps);
      });
    }
  };
  command(openCommands, (turn) =>
    turn.input.kind === 'command' && turn.input.command === 'start' ? ended(turn) : undefined,
  );
  command(staffCommands, () => undefined);
  command(sharedCommands, rolesOnly('admin', 'researcher'));
  command({ ...adminDesk, ...cohortSteps }, rolesOnly('admin'));
  command({ ...researcherDesk, ...researcherCommands }, rolesOnly('researcher'));
  command(participantCommands, (turn) => {
    const name = turn.input.kind === 'command' ? turn.input.command : '';
    if (turn.participant) return partOfTakingPart.has(name) ? ended(turn) : undefined;
    if (turn.staff && name === 'language') return undefined;
    if (turn.staff?.role === 'researcher' && name === 'export') return undefined;
    return turn.t(turn.staff ? 'participants-only' : 'join-first', { study: deps.study.name });
  });
  telegraf.on('my_chat_member', () => undefined);
  telegraf.on('edited_message', (context) => {
    const turn = turnOf(context.update);
    if (turn.chat.secretSince === null || !('text' in context.editedMessage)) return;
    deleteSecret(turn, context.editedMessage.message_id);
    turn.say(turn.t('secret-edited'));
  });
  telegraf.on('callback_query', async (context) => {
    const turn = turnOf(context.update);
    const tap = turn.input.kind === 'tap' ? turn.input.tap : undefined;
    // Who puts a reminder off has not come back.
    if (tap?.scope !== 'reminders' && tap?.scope !== 'zone') await touch(turn);
    const everywhere = tap && buttonsEverywhere[tap.scope];
    if (everywhere) return everywhere(turn, tap, deps);
    const desk = tap && deskButtons[tap.scope];
    if (desk) {
      const refusal = rolesOnly(...desk.roles)(turn);
      return refusal ? turn.toast(refusal, { alert: true }) : desk.tap(turn, tap);
    }
    return converse(turn, deps);
  });
  telegraf.on('message', async (context) => {
    const turn = turnOf(context.update);
    if (turn.input.kind === 'nothing') return;
    takeSecret(turn);
    if (await answerContact(turn)) return touch(turn);
    if (turn.input.kind === 'command') turn.notice(turn.t('command-unknown'));
    const silentMs = turn.now.getTime() - (turn.participant?.lastActiveAt.getTime() ?? turn.now.getTime());
    await touch(turn);
    // The welcome stands beside the answer and not in its place: what was typed counts, however late.
    if (silentMs > longSilenceMs && turn.input.kind === 'text' && turn.participant?.status === 'active')
      await welcomeBack(turn, deps);
    return converse(turn, deps);
  });
}

/** Commands that a withdrawn participant can no longer use; those about data, language and help still work. */
const partOfTakingPart: ReadonlySet<string> = new Set(['status', 'continue']);

const ended = (turn: Turn): string | undefined =>
  turn.participant?.status === 'withdrawn' ? turn.t('withdrawn-over') : undefined;

/** Why a chat may not use what these roles may; staff of another role are told which role it belongs to. */
const rolesOnly =
  (...roles: readonly StaffRole[]) =>
  ({ staff, t }: Turn): string | undefined => {
    if (roles.some((role) => role === staff?.role)) return undefined;
    return staff ? t('command-of-role', { role: roles[0]!, own: staff.role }) : t('command-not-yours');
  };

async function touch(turn: Turn): Promise<void> {
  if (!turn.participant) return;
  await noteActivity(turn.uow, turn.participant, turn.now);
  turn.participant = { ...turn.participant, remindersSent: 0 };
}

async function converse(turn: Turn, { bridge, study }: CommandDeps): Promise<void> {
  const over = ended(turn);
  // The e-mail can be changed at any time.
  if (over && (await bridge.waiting(turn))?.dialog !== 'profile') return turn.say(over);
  if (!turn.participant && !(await turn.uow.chats.dialogState(turn.chatId))) {
    // As the second of two taps that erase everything: after the farewell no message follows.
    if (turn.input.kind === 'tap' && !turn.staff) return turn.toast(turn.t('tap-over'));
    if (turn.input.kind === 'tap') turn.toast(turn.t('tap-old'));
    if (turn.typedSecret) return turn.say(turn.t('secret-unused'));
    return turn.say(turn.t(turn.staff ? 'staff-idle' : 'start-without-invite', { study: study.name }));
  }
  return bridge.advance(turn);
}

async function welcomeBack(turn: Turn, { study }: CommandDeps): Promise<void> {
  const place = placeInWords(turn, await whereabouts(turn, study));
  turn.notice(turn.t('welcome-back', { place }));
}

type ButtonHandler = (turn: Turn, tap: Tap, deps: CommandDeps) => Promise<void>;

/** Buttons that belong to no dialog, by scope. A tap works on an old message too, and a second tap does no harm. */
const buttonsEverywhere: Readonly<Record<string, ButtonHandler>> = {
  async go(turn, _tap, { bridge, study }) {
    turn.asNewMessage = true;
    const over = ended(turn);
    if (over) return turn.say(over);
    if (!turn.participant) return turn.say(turn.t('join-first', { study: study.name }));
    return bridge.enter(turn);
  },
  async file(turn, { value }, deps) {
    if (!turn.participant) return turn.toast(turn.t('nothing-changed'));
    return sendReportAs(turn, value, deps);
  },
  async amended(turn, { value }) {
    if (value === 'ask' && turn.participant) return askAmendedConsent(turn);
    closeQuestion(turn);
    return turn.participant
      ? answerAmendedConsent(turn, value === 'yes')
      : turn.toast(turn.t('nothing-changed'));
  },
  async lang(turn, { value }, { bridge, study }) {
    if (!isLocale(value)) return;
    turn.asNewMessage = true;
    if (!turn.participant && !turn.staff) return turn.say(turn.t('join-first', { study: study.name }));
    await chooseLanguage(turn, value);
    if (!turn.participant) return turn.say(turn.t('language-set'));
    turn.toast(turn.t('language-set'));
    const waiting = await bridge.waiting(turn);
    if (waiting?.dialog === 'login' || waiting?.dialog === 'profile') return bridge.enter(turn, waiting);
    return turn.staff ? undefined : bridge.enter(turn);
  },
  async correct(turn, { value }, { bridge, study }) {
    turn.asNewMessage = true;
    if (!turn.participant) return turn.say(turn.t('join-first', { study: study.name }));
    return bridge.enter(turn, { dialog: 'profile', item: value });
  },
  reminders: (turn, tap, { study }) => tapReminders(turn, tap, study),
  zone: (turn, tap, { study }) => tapZone(turn, tap, study),
  async withdraw(turn, { item, value }) {
    if (value !== 'ask') closeQuestion(turn);
    const purpose = allPurposes.find((candidate) => candidate === item);
    if (!turn.participant || !purpose || value === 'no') return turn.toast(turn.t('nothing-changed'));
    const granted = (await turn.uow.consents.current(turn.participant.userId)).get(purpose)?.granted;
    if (!granted) return turn.toast(turn.t('withdraw-already'));
    return value === 'yes' ? withdrawPurpose(turn, purpose) : askToWithdraw(turn, purpose);
  },
  async delete(turn, { value }) {
    closeQuestion(turn);
    if (!turn.participant) return turn.toast(turn.t('delete-already'));
    return value === 'yes' ? eraseAndSay(turn, turn.t('delete-done')) : turn.toast(turn.t('nothing-changed'));
  },
  freeze: (turn, tap) => adminOnly(turn, tap, () => confirmStep(turn, 'freeze', tap.item)),
  release: (turn, tap) => adminOnly(turn, tap, () => confirmStep(turn, 'release', tap.item)),
  close: (turn, tap) => adminOnly(turn, tap, () => confirmStep(turn, 'close', tap.item)),
};

async function adminOnly(turn: Turn, { item, value }: Tap, act: () => Promise<void>): Promise<void> {
  if (turn.staff?.role !== 'admin') return turn.toast(turn.t('command-not-yours'), { alert: true });
  closeQuestion(turn);
  if (value === 'yes') return act();
  turn.toast(turn.t('nothing-changed'));
  return cancelStep(turn, item);
}

/** Takes the buttons off the question that was answered by this tap. */
function closeQuestion({ input, send }: Turn): void {
  if (input.kind === 'tap' && input.messageId !== undefined)
    send({ kind: 'remove-buttons', messageId: input.messageId });
}

async function askToWithdraw(turn: Turn, purpose: Purpose): Promise<void> {
  turn.say(turn.t(`withdraw-sure-${purpose}`), [
    [coloured('danger', button(turn.t('withdraw-yes'), 'withdraw', purpose, 'yes'))],
    [button(turn.t('cancel'), 'withdraw', purpose, 'no')],
  ]);
}
