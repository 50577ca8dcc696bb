import { createHash, randomBytes } from 'node:crypto';
import type { ChatFileKind } from '../chat-types.ts';
import type { Ids } from '../memory/ids.ts';
import type { Keeper } from '../memory/keeper.ts';
import { badRequest } from './refusal.ts';

/** The description of a stored file. A photograph has one file per size. */
export interface StoredFile {
  /** The id by which a bot sends the file; every upload has a new one. */
  fileId: string;
  /** The id of the content, and its address below /sandbox/files/. */
  uniqueId: string;
  kind: ChatFileKind;
  /** The size in bytes. */
  size: number;
  mimeType: string;
  /** The extension of the name, without the dot. */
  extension: string;
}

const folders: Readonly<Record<ChatFileKind, string>> = {
  photo: 'photos',
  document: 'documents',
  video: 'videos',
  video_note: 'video_notes',
  voice: 'voice',
  sticker: 'stickers',
};
const downloadLimit = 20 * 1024 * 1024;
const linkLifetime = 60 * 60 * 1000;

/** The stored files, found by file_id, by file_unique_id, or by a download path that is valid for an hour. */
export class FileStore {
  readonly #now: () => Date;
  readonly #ids: Ids;
  readonly #keeper: Keeper;
  readonly #byId = new Map<string, StoredFile>();
  readonly #byUniqueId = new Map<string, StoredFile>();
  readonly #paths = new Map<string, { file: StoredFile; until: number }>();
  readonly #pathOf = new Map<string, string>();

  constructor(now: () => Date, ids: Ids, keeper: Keeper) {
    this.#now = now;
    this.#ids = ids;
    this.#keeper = keeper;
  }

  add(kind: ChatFileKind, bytes: Buffer, mimeType: string, extension: string): StoredFile {
    const uniqueId = createHash('sha256').update(kind).update(bytes).digest('base64url').slice(0, 16);
    const fileId = `AgAC${randomBytes(33).toString('base64url')}${uniqueId}`;
    this.#keeper.putBytes(uniqueId, bytes);
    return this.adopt({ fileId, uniqueId, kind, size: bytes.length, mimeType, extension });
  }

  /** Takes over a file of an earlier run. */
  adopt(file: StoredFile): StoredFile {
    this.#byId.set(file.fileId, file);
    this.#byUniqueId.set(file.uniqueId, file);
    return file;
  }

  bytesOf(file: StoredFile): Buffer {
    return this.#keeper.bytes(file.uniqueId);
  }

  byId(fileId: string): StoredFile | undefined {
    return this.#byId.get(fileId);
  }

  byUniqueId(uniqueId: string): StoredFile | undefined {
    return this.#byUniqueId.get(uniqueId);
  }

  /** The result of getFile. Refuses an unknown id and a file over 20 MB. */
  link(fileId: string): { file_id: string; file_unique_id: string; file_size: number; file_path: string } {
    const file = this.#byId.get(fileId);
    if (!file) throw badRequest('invalid file_id');
    if (file.size > downloadLimit) throw badRequest('file is too big');
    const path =
      this.#pathOf.get(fileId) ?? `${folders[file.kind]}/file_${this.#ids.next('path')}.${file.extension}`;
    this.#pathOf.set(fileId, path);
    this.#paths.set(path, { file, until: this.#now().getTime() + linkLifetime });
    return {
      file_id: fileId,
      file_unique_id: file.uniqueId,
      file_size: file.size,
      file_path: path,
    };
  }

  /** The file of a path that getFile returned less than an hour ago. */
  download(path: string): StoredFile | undefined {
    const link = this.#paths.get(path);
    return link && link.until >= this.#now().getTime() ? link.file : undefined;
  }
}
