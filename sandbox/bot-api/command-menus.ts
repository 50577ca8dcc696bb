import type { TelegramBotCommandScope } from '@gramio/types';
import type { ChatCommand } from '../chat-types.ts';

/** The lists of commands that a bot has set, by scope and language. */
export class CommandMenus {
  readonly #lists: Map<string, readonly ChatCommand[]>;

  /** Starts with the lists of an earlier run, as `entries` returns them. */
  constructor(entries: Iterable<readonly [string, readonly ChatCommand[]]> = []) {
    this.#lists = new Map(entries);
  }

  entries(): [string, readonly ChatCommand[]][] {
    return [...this.#lists];
  }

  set(scope: TelegramBotCommandScope | undefined, language: string, commands: readonly ChatCommand[]): void {
    if (commands.length === 0) this.#lists.delete(keyOf(scope, language));
    else this.#lists.set(keyOf(scope, language), commands);
  }

  /** The list of exactly this scope and language, as getMyCommands answers; empty when it was never set. */
  get(scope: TelegramBotCommandScope | undefined, language: string): readonly ChatCommand[] {
    return this.#lists.get(keyOf(scope, language)) ?? [];
  }

  /**
   * The list that a person sees: that of the chat, of all private chats or the default; the person's language first.
   */
  inChat(chatId: number, language: string): readonly ChatCommand[] {
    const scopes: TelegramBotCommandScope[] = [
      { type: 'chat', chat_id: chatId },
      { type: 'all_private_chats' },
      { type: 'default' },
    ];
    for (const scope of scopes) {
      for (const code of [language, '']) {
        const list = this.#lists.get(keyOf(scope, code));
        if (list) return list;
      }
    }
    return [];
  }
}

function keyOf(scope: TelegramBotCommandScope | undefined, language: string): string {
  const { type, ...rest } = scope ?? { type: 'default' };
  return JSON.stringify([type, Object.values(rest).map(String), language]);
}
