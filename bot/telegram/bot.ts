import { setTimeout as sleep } from 'node:timers/promises';
import { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Clock } from '../../foundation/clock.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { FileStorage, Transactions } from '../../engine/ports/unit-of-work.ts';
import { currentStep, readJourney } from '../../engine/protocol/journey.ts';
import { locales, translator } from '../../locales/locales.ts';
import type { Log } from '../../foundation/log.ts';
import type { Meter } from '../../foundation/meter.ts';
import type { CommandDeps } from '../commands/command.ts';
import { commandList } from '../turn/command-list.ts';
import type { DialogControl, DialogName } from '../dialogs/dialog.ts';
import { createDialogs } from '../dialogs/dialogs.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createBridge } from './bridge.ts';
import { createIntake, type Intake } from './intake.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Pace } from './pacer.ts';
import { routeUpdates } from './routes.ts';
import { type TelegramState, watchTelegram } from './telegram-state.ts';
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
   * Shows a participant the question that is due now, after `before`. Background jobs call it when they changed what is
   * due. Does nothing in a chat without a participant.
   */
  refresh(chatId: ChatId, before?: (turn: Turn) => Promise<void>): Promise<void>;
  /** Sets the bot's commands, descriptions and settings in Telegram, however long it does not answer. */
  introduce(signal: AbortSignal): Promise<void>;
  readonly telegram: TelegramState;
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
  /** How fast messages go out; Telegram's limits when absent. */
  pace?: Pace;
  meter?: Meter | undefined;
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
  const { state, onSign } = watchTelegram();
  const api = createApiClient(telegraf.telegram, {
    onSign,
    onAnswer: (method, answer) => deps.meter?.telegramAnswered(method, answer),
    ...(deps.pace && { pace: deps.pace }),
  });
  const me = await identify(api);
  telegraf.botInfo = me;
  telegraf.catch((error) => {
    throw error;
  });
  const turns = new WeakMap<Update, Turn>();
  const bridge = createBridge({
    dialogs: createDialogs(deps.study),
    due: (turn) => dueDialog(turn, deps.study),
    isLeftOut: async ({ participant, cohortIsOpen, uow }) =>
      participant !== undefined && !cohortIsOpen && (await uow.participants.isLeftOut(participant.userId)),
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
        // The person of the chat was erased since the job was made.
        if (!turn.participant) return;
        await before?.(turn);
        // The chat may be at the password question of /login: another screen would turn a typed password into an
        // answer.
        if ((await bridge.waiting(turn))?.dialog === 'login') return;
        if (turn.participant && turn.participant.status !== 'withdrawn') await bridge.enter(turn);
      }),
    introduce: (signal) => introduceBot(api, signal, deps.log),
    telegram: state,
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
    // The bot cannot start without its own name, so it waits until Telegram answers.
    const result = await api.insist<NonNullable<Telegraf['botInfo']>>('getMe', {});
    if (result.outcome === 'done') return result.value;
    await sleep(3000);
  }
}

/** What a study bot does not do. A server before Bot API 10.5 does not know the method. */
const settings = {
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  can_manage_bots: false,
  supports_guest_queries: false,
  has_topics_enabled: false,
  can_communicate_with_bots: false,
  callback_query_mode: 'default',
};

async function introduceBot(api: ApiClient, signal: AbortSignal, log: Log): Promise<void> {
  const call = async (method: string, payload: object): Promise<boolean> => {
    const result = await api.insist(method, payload, signal);
    if (result.outcome === 'refused')
      log.warn({ event: 'telegram.refused', method, reason: result.description }, 'Telegram refused a call');
    return result.outcome === 'done';
  };
  if (!(await call('setMySettings', settings))) await warnOfTopics(api, signal, log);
  for (const locale of locales) {
    const t = translator(locale);
    const scope = { type: 'all_private_chats' };
    await call('setMyCommands', { commands: commandList(locale, 'user'), scope, language_code: locale });
    await call('setMyDescription', { description: t('bot-description'), language_code: locale });
    await call('setMyShortDescription', {
      short_description: t('bot-short-description'),
      language_code: locale,
    });
  }
  await call('setMyCommands', {
    commands: commandList('en', 'user'),
    scope: { type: 'all_private_chats' },
  });
}

async function warnOfTopics(api: ApiClient, signal: AbortSignal, log: Log): Promise<void> {
  const me = await api.insist<{ has_topics_enabled?: boolean }>('getMe', {}, signal);
  if (me.outcome === 'done' && me.value.has_topics_enabled)
    log.warn(
      { event: 'telegram.topics', reason: 'has_topics_enabled' },
      'topics are switched on for this bot: switch them off in BotFather, or chats are in several places',
    );
}
