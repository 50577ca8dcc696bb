import type { TelegramChat } from '@gramio/types';
import type { MessageRecord } from './message-record.ts';

/** A tap on a button. */
export interface Query {
  id: string;
  personId: number;
  messageId: number;
  data: string;
  /** Real milliseconds at which the button was tapped; back-dated for a tap with an age. */
  at: number;
  answer?: { text?: string; alert: boolean; url?: string };
}

/** A private chat or a group, as the sandbox keeps it. */
export interface Chat {
  view: TelegramChat;
  messages: Map<number, MessageRecord>;
  queries: Query[];
  /** A bot cannot write to a person who never wrote to it, nor to a group that it has left. */
  isOpen: boolean;
}
