import type { TelegramBotCommandScope, TelegramMenuButton, TelegramUser } from '@gramio/types';
import type { ChatCommand } from '../../chat-types.ts';
import type { BotSettings } from '../bot-settings.ts';
import type { Call } from '../call.ts';
import { badRequest } from '../refusal.ts';
import type { World } from '../world.ts';

interface CommandParams {
  commands?: ChatCommand[];
  scope?: TelegramBotCommandScope;
  language_code?: string;
}

export function getMe({ world }: Call): TelegramUser & Record<string, unknown> {
  // getMe does not tell of these two.
  const hidden = new Set(['can_communicate_with_bots', 'callback_query_mode']);
  const settings = Object.fromEntries(Object.entries(world.settings).filter(([name]) => !hidden.has(name)));
  return {
    ...world.botUser,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    supports_guest_queries: false,
    supports_join_request_queries: false,
    can_connect_to_business: false,
    can_manage_bots: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    has_topic_sidebar: false,
    active_usernames: [world.bot.username],
    ...settings,
  };
}

export function setMySettings({ world, params }: Call<BotSettings>): true {
  world.settings = { ...world.settings, ...params };
  world.profileChanged();
  return true;
}

export function setMyCommands({ world, params }: Call<CommandParams>): true {
  const commands = (params.commands ?? []).map(checkCommand);
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return storeCommands(world, params, commands);
}

export function deleteMyCommands({ world, params }: Call<CommandParams>): true {
  return storeCommands(world, params, []);
}

export function getMyCommands({ world, params }: Call<CommandParams>): readonly ChatCommand[] {
  return world.menus.get(knownScope(world, params.scope), languageOf(params));
}

function storeCommands(world: World, params: CommandParams, commands: ChatCommand[]): true {
  const scope = knownScope(world, params.scope);
  world.menus.set(scope, languageOf(params), commands);
  world.profileChanged();
  const chatId = scope?.type === 'chat' ? { chatId: Number(scope.chat_id) } : {};
  world.emit({ type: 'commands', ...chatId });
  return true;
}

function checkCommand({ command, description }: ChatCommand): ChatCommand {
  const name = command.replace(/^\//, '');
  const about = description.trim();
  if (name === '') throw badRequest("command can't be empty");
  if (name.length > 32) throw badRequest("command length can't exceed 32");
  if (about === '') throw badRequest("command description can't be empty");
  if (about.length > 256) throw badRequest("command description length can't exceed 256");
  if (!/^[a-z0-9_]+$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
  return { command: name, description: about };
}

function knownScope(
  world: World,
  scope: TelegramBotCommandScope | undefined,
): TelegramBotCommandScope | undefined {
  if (scope && 'chat_id' in scope) world.chatOf(scope.chat_id);
  return scope;
}

function languageOf({ language_code: code = '' }: { language_code?: string }): string {
  if (!/^([a-z]{2})?$/.test(code)) throw badRequest('LANG_CODE_INVALID');
  return code;
}

interface DescriptionParams {
  description?: string;
  short_description?: string;
  language_code?: string;
}

export function setMyDescription({ world, params }: Call<DescriptionParams>): true {
  return setText(
    world,
    world.bot.descriptions,
    params.description,
    languageOf(params),
    512,
    'DESCRIPTION_TOO_LONG',
  );
}

export function setMyShortDescription({ world, params }: Call<DescriptionParams>): true {
  return setText(
    world,
    world.bot.shortDescriptions,
    params.short_description,
    languageOf(params),
    120,
    'ABOUT_TOO_LONG',
  );
}

export function getMyDescription({ world, params }: Call<DescriptionParams>): { description: string } {
  return { description: localized(world.bot.descriptions, languageOf(params)) };
}

export function getMyShortDescription({ world, params }: Call<DescriptionParams>): {
  short_description: string;
} {
  return { short_description: localized(world.bot.shortDescriptions, languageOf(params)) };
}

function setText(
  world: World,
  texts: Map<string, string>,
  text: string | undefined,
  language: string,
  limit: number,
  tooLong: string,
): true {
  if ((text ?? '').length > limit) throw badRequest(tooLong);
  if (text) texts.set(language, text);
  else texts.delete(language);
  world.profileChanged();
  return true;
}

/** The text in this language, or else the one for all other languages. */
export const localized = (texts: ReadonlyMap<string, string>, language: string): string =>
  texts.get(language) ?? texts.get('') ?? '';

export function setChatMenuButton({
  world,
  params,
}: Call<{ chat_id?: number; menu_button?: TelegramMenuButton }>): true {
  const { chat_id: chatId, menu_button: button = { type: 'default' } } = params;
  if (button.type === 'web_app' && !/^https:\/\//i.test(button.web_app?.url ?? '')) {
    throw badRequest(
      `menu button Web App URL '${button.web_app?.url}' is invalid: Only HTTPS links are allowed`,
    );
  }
  if (chatId !== undefined) world.chatOf(chatId);
  world.menuButtons.set(chatId, button);
  world.profileChanged();
  return true;
}

export function getChatMenuButton({ world, params }: Call<{ chat_id?: number }>): TelegramMenuButton {
  const common = world.menuButtons.get(undefined);
  if (params.chat_id === undefined) return common ?? { type: 'default' };
  world.chatOf(params.chat_id);
  return world.menuButtons.get(params.chat_id) ?? common ?? { type: 'default' };
}
