import { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Clock } from '../../foundation/clock.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { FileStorage, Transactions } from '../../engine/ports/unit-of-work.ts';
import { currentStep, readJourney } from '../../engine/protocol/journey.ts';
import { locales, translator } from '../../locales/locales.ts';
import type { Log } from '../../foundation/log.ts';
import type { CommandDeps } from '../commands/command.ts';
import { commandList } from '../turn/command-list.ts';
import type { DialogControl, DialogName } from '../dialogs/dialog.ts';
import { createDialogs } from '../dialogs/dialogs.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createBridge } from './bridge.ts';
import { createIntake, type Intake } from './intake.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { routeUpdates } from './routes.ts';
import type { Turn } from '../turn/turn.ts';
import { isAtFollowUp } from '../turn/whereabouts.ts';

/** The kinds of update that the bot asks Telegram for. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

export interface Bot {
  readonly username: string;
  readonly intake: Intake;
  readonly outbox: Outbox;
  readonly api: ApiClient;
  readonly bridge: DialogControl;
  /**
   * Shows a chat the question that is due now, after `before`. Background jobs call it when they changed what is due.
   */
  refresh(chatId: ChatId, before?: (turn: Turn) => Promise<void>): Promise<void>;
  /** Sets the bot's commands and descriptions in Telegram, in each language. */
  introduce(): Promise<void>;
}

export interface BotDeps {
  token: string;
  apiRoot: string;
  transactions: Transactions;
  files: FileStorage;
  study: Study;
  host: CommandDeps['host'];
  clock: Clock;
  log: Log;
}

/**
 * The bot. Telegraf routes updates and calls the API; the conversations plugin keeps which question each chat is at.
 * @throws HarmoniaError `unauthorized` when Telegram does not accept the token.
 */
export async function createBot(deps: BotDeps): Promise<Bot> {
  const telegraf = new Telegraf(deps.token, {
    telegram: { apiRoot: deps.apiRoot, webhookReply: false },
    handlerTimeout: Number.POSITIVE_INFINITY,
  });
  const api = createApiClient(telegraf.telegram);
  const me = await identify(api);
  telegraf.botInfo = me;
  telegraf.catch((error) => {
    throw error;
  });
  const turns = new WeakMap<Update, Turn>();
  const bridge = createBridge({
    dialogs: createDialogs(deps.study),
    due: (turn) => dueDialog(turn, deps.study),
    isLeftOut: async ({ participant, uow }) =>
      participant !== undefined && (await uow.participants.isLeftOut(participant.userId)),
    me: me as never,
  });
  const outbox = createOutbox({ ...deps, api });
  routeUpdates(telegraf, turns, { study: deps.study, host: deps.host, bridge, username: me.username });
  const intake = createIntake({ ...deps, telegraf, turns, api, outbox });
  return {
    username: me.username,
    intake,
    outbox,
    api,
    bridge,
    refresh: (chatId, before) =>
      intake.inChat(chatId, async (turn) => {
        await before?.(turn);
        // The chat may be at the password question of /login: another screen would turn a typed password into an
        // answer.
        if ((await bridge.waiting(turn))?.dialog === 'login') return;
        if (turn.participant && turn.participant.status !== 'withdrawn') await bridge.enter(turn);
      }),
    introduce: () => introduceBot(api),
  };
}

async function dueDialog(turn: Turn, study: Study): Promise<DialogName | undefined> {
  const { participant } = turn;
  if (!participant || participant.status === 'withdrawn') return undefined;
  const step = currentStep(await readJourney(turn.uow, participant));
  return step === 'report' && (await isAtFollowUp(turn, study)) ? 'followup' : step;
}

async function identify(api: ApiClient): Promise<NonNullable<Telegraf['botInfo']>> {
  for (;;) {
    const result = await api.call<NonNullable<Telegraf['botInfo']>>('getMe', {});
    if (result.outcome === 'done') return result.value;
    // The bot cannot start without its own name, so it waits until Telegram answers.
    await new Promise((resolve) =>
      setTimeout(resolve, result.outcome === 'later' ? result.seconds * 1000 : 3000),
    );
  }
}

async function introduceBot(api: ApiClient): Promise<void> {
  for (const locale of locales) {
    const t = translator(locale);
    const scope = { type: 'all_private_chats' };
    await api.call('setMyCommands', { commands: commandList(locale, 'user'), scope, language_code: locale });
    await api.call('setMyDescription', { description: t('bot-description'), language_code: locale });
    await api.call('setMyShortDescription', {
      short_description: t('bot-short-description'),
      language_code: locale,
    });
  }
  await api.call('setMyCommands', {
    commands: commandList('en', 'user'),
    scope: { type: 'all_private_chats' },
  });
}
