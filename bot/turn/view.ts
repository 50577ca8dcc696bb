import type { CohortId, UserId } from '../../engine/ports/participants.ts';

/** An inline button: its text, and the callback data of a tap on it (see `Tap`). */
export interface Button {
  text: string;
  scope: string;
  item: string;
  value: string;
  /** Its colour, beside the words: `success` agrees, `danger` cannot be undone, `primary` goes on. */
  style?: 'primary' | 'success' | 'danger';
}

/** Where a picture comes from: a path of a file of the program (a calibration face), or one in the file storage. */
export type Picture = { bundled: string } | { stored: string };

/** The screen of a chat: one message, whose text, picture and buttons are edited as the participant goes on. */
export interface View {
  /** Telegram HTML; `Turn.t` has escaped the arguments. */
  text: string;
  picture?: Picture;
  buttons: Button[][];
  /**
   * Text and buttons for a chat in which the picture cannot be shown. A view that asks about its picture has them: what
   * is not seen is not asked about. Without them the screen is the same, only without its picture.
   */
  withoutPicture?: { text: string; buttons: Button[][] };
  /** The profile on this screen, which counts as shown once the screen is. */
  profile?: { cohortId: CohortId; viewer: UserId; shown: UserId };
  /** Telegram blocks forwarding and saving of the message. */
  protect?: boolean;
}

/**
 * One call that a chat is about to receive. The outbox keeps it encrypted as JSON until it is sent, so rows written by
 * an earlier version are read with these keys: rename none. `fresh` is `Turn.asNewMessage`.
 */
export type Outgoing =
  | { kind: 'screen'; view: View; fresh: boolean }
  | {
      kind: 'message';
      text: string;
      buttons: Button[][];
      /** Buttons in place of the telephone's keyboard: one shares the person's own contact. `none` takes them away. */
      keyboard?: { share: string; refuse: string } | 'none';
    }
  | {
      kind: 'document';
      file: { stored: string } | { base64: string };
      fileName: string;
      caption: string;
      protect: boolean;
      after?: 'report-delivered';
    }
  | { kind: 'picture'; base64: string }
  /** `told` is said after the call: whether Telegram deleted the message. */
  | { kind: 'delete'; messageId: number; told?: { deleted: string; kept: string } }
  /** Deletes messages of the bot, and says above the next message whether Telegram did. */
  | { kind: 'delete-all'; messageIds: number[]; told: { deleted: string; kept: string } }
  /** Writes over an earlier message with a list, for another page of it. */
  | { kind: 'edit'; messageId: number; text: string; buttons: Button[][] }
  /** Takes the buttons off a question that was answered; its text stays. */
  | { kind: 'remove-buttons'; messageId: number }
  | { kind: 'commands'; locale: string; commands: { command: string; description: string }[] };
