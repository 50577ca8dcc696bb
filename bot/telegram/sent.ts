import type { Screen } from '../../engine/ports/chats.ts';
import type { CallResult } from './api-client.ts';

/** What a call of the outbox left in the chat. */
export interface Sent {
  /** The screen as it is now, when the call changed it. */
  screen?: Screen;
  /** The message that the call put into the chat; absent when it put none there. */
  messageId?: number;
  /** Why the picture of a screen is not there: it was sent as text. */
  pictureRefused?: string;
  /** That message holds a picture or a file. */
  hasFile?: true;
}

/** The result of a call to the Bot API that sends a message. */
export const sentBy = (result: CallResult<object>, hasFile?: 'file'): CallResult<Sent> =>
  result.outcome === 'done'
    ? {
        outcome: 'done',
        value: { ...idOf(result.value), ...(hasFile && { hasFile: true as const }) },
      }
    : result;

const idOf = (message: object): Pick<Sent, 'messageId'> =>
  'message_id' in message ? { messageId: Number(message.message_id) } : {};
