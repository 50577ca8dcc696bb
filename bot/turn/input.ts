import type { Tap } from './callback-data.ts';

/** One action of a person in a chat, read from an update. `nothing` stands for updates that the bot does not answer. */
export type Input =
  | { kind: 'tap'; tap: Tap | undefined; queryId: string; messageId: number | undefined }
  | { kind: 'text'; text: string; messageId: number }
  /** `text` is the whole message. */
  | { kind: 'command'; command: string; args: string; text: string; messageId: number }
  | {
      kind: 'picture';
      fileId: string;
      fileSize: number;
      as: 'photo' | 'file';
      mimeType: string | undefined;
      albumId: string | undefined;
      messageId: number;
    }
  | {
      kind: 'other';
      what: OtherKind;
      messageId: number;
      /** Set for a contact with a telephone number; `ownerId` is the Telegram id of the person it belongs to. */
      contact?: { name: string; phone: string; ownerId: string };
    }
  | { kind: 'nothing' };

export type OtherKind =
  'video' | 'video-note' | 'voice' | 'sticker' | 'contact' | 'animation' | 'file' | 'location' | 'other';
