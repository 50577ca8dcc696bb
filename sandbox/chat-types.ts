/** A person with a Telegram account. */
export interface ChatPerson {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode: string;
  /** A label that only the page shows: participant, admin, researcher or synthetic. */
  role?: string;
  /** The person has blocked the bot. */
  blocked: boolean;
  /** The person has deleted the account. */
  deleted: boolean;
}

/** An inline button: `data` is sent to the bot as a callback query, `url` opens a page; a disabled one does nothing. */
export interface ChatButton {
  text: string;
  data?: string;
  url?: string;
  style?: 'primary' | 'success' | 'danger';
  disabled?: boolean;
}

export type ChatFileKind = 'photo' | 'document' | 'video' | 'video_note' | 'voice' | 'sticker';

/** A file in a message. `id` is its file_unique_id, and its address is /sandbox/files/ID. Sizes in bytes and pixels. */
export interface ChatFile {
  id: string;
  kind: ChatFileKind;
  fileName?: string;
  mimeType?: string;
  size: number;
  width?: number;
  height?: number;
  spoiler?: boolean;
}

/** One message in its newest form. `id` is unique within `chatId`; the chat of a person has the person's id. */
export interface ChatMessage {
  id: number;
  chatId: number;
  from: 'bot' | 'person';
  /** ISO 8601. */
  date: string;
  /** The text or caption without formatting. */
  text?: string;
  /** The text as safe HTML (b, i, u, s, a, code, pre, blockquote, span.spoiler), made from the entities. */
  html?: string;
  file?: ChatFile;
  /** Messages with the same value are one album. */
  albumId?: string;
  contact?: { phone: string; name: string };
  /** The names of Bot API fields that were put into the message and that the page does not show. */
  other?: string;
  /** The emoji with which the bot reacted. */
  reaction?: string;
  /** The message opens the reply field when it arrives. */
  opensReply?: boolean;
  /** Rows of inline buttons. */
  buttons?: ChatButton[][];
  edited?: boolean;
  /** The bot forbade forwarding and saving. */
  protected?: boolean;
  /** The id of the message to which this one replies. */
  replyTo?: number;
  forwarded?: boolean;
}

/** An event on which the page updates its display. */
export type ChatEvent =
  | { type: 'person'; person: ChatPerson }
  | { type: 'message'; message: ChatMessage }
  | { type: 'edited'; message: ChatMessage }
  | { type: 'deleted'; chatId: number; messageId: number }
  | { type: 'action'; chatId: number; action: string }
  /** A text that the bot is still making; an empty one when it has none yet. */
  | { type: 'draft'; chatId: number; draftId: number; text: string; canStop: boolean }
  | {
      type: 'answered';
      chatId: number;
      queryId: string;
      messageId: number;
      data: string;
      text?: string;
      alert: boolean;
      url?: string;
    }
  | { type: 'commands'; chatId?: number }
  | { type: 'bot'; online: boolean }
  /** The control panel has become available or unavailable. */
  | { type: 'control-panel'; controlPanel: boolean }
  | { type: 'clock'; now: string }
  | { type: 'notice'; text: string };

/** An entry of the command menu in one chat. */
export interface ChatCommand {
  command: string;
  description: string;
}

/** What GET /sandbox/state answers. */
export interface ChatState {
  bot: {
    id: number;
    username: string;
    firstName: string;
    description?: string;
    shortDescription?: string;
    /** The id of the file of its picture. */
    photo?: string;
    online: boolean;
  };
  people: ChatPerson[];
  /** ISO 8601. */
  now: string;
  /** True while the control panel (/sandbox/control-panel) is available. */
  controlPanel: boolean;
}
