import type { TelegramChat } from '@gramio/types';
import type { MessageRecord } from './message-record.ts';

/** A tap on a button. */
export interface Query {
  id: string;
  personId: number;
  messageId: number;
  data: string;
  /** The real time of the tap in milliseconds; earlier by its age for a tap with an age. */
  at: number;
  answer?: { text?: string; alert: boolean; url?: string };
}

/** A private chat or a group. */
export interface Chat {
  view: TelegramChat;
  messages: Map<number, MessageRecord>;
  queries: Query[];
  /**
   * False for a person who never wrote to the bot and for a group that the bot has left: the bot cannot write there.
   */
  isOpen: boolean;
}
