/** An inline button: words, and what a tap on it means. */
export interface Button {
  text: string;
  scope: string;
  item: string;
  value: string;
}

/** Where a picture comes from: a file of the program (a calibration face) or one on the volume. */
export type Picture = { bundled: string } | { stored: string };

/** The one message of a stage, as it should look now. */
export interface View {
  /** Telegram HTML; arguments were escaped by the sentence maker. */
  text: string;
  picture?: Picture;
  buttons: Button[][];
  /** Forwarding and saving are blocked. */
  protect?: boolean;
}

/** What a chat is about to receive; kept in the outbox until it was sent. */
export type Outgoing =
  | { kind: 'screen'; view: View; fresh: boolean }
  | { kind: 'message'; text: string; buttons: Button[][] }
  | {
      kind: 'document';
      file: { stored: string } | { base64: string };
      fileName: string;
      caption: string;
      protect: boolean;
      after?: 'report-delivered';
    }
  | { kind: 'picture'; base64: string }
  | { kind: 'delete'; messageId: number }
  /** A question that was answered keeps its words and loses its buttons. */
  | { kind: 'remove-buttons'; messageId: number }
  | { kind: 'commands'; locale: string; commands: { command: string; description: string }[] };
