import type { TelegramMessage } from '@gramio/types';
import type { ChatFile, ChatFileKind } from '../chat-types.ts';
import type { FileStore, StoredFile } from './files.ts';
import { makePhotoSizes, pictureSize } from './photo-sizes.ts';
import { badRequest } from './refusal.ts';

/** An uploaded file, of a person or of the bot. */
export interface Upload {
  bytes: Buffer;
  fileName?: string | undefined;
  mimeType?: string | undefined;
}

/** The media of a message: one file, or the sizes of one photograph (smallest first). */
export interface Media {
  kind: ChatFileKind;
  sizes: readonly { file: StoredFile; width: number; height: number }[];
  fileName?: string;
  spoiler?: boolean;
}

const megabyte = 1024 * 1024;
const defaultTypes: Readonly<Record<ChatFileKind, string>> = {
  photo: 'image/jpeg',
  document: 'application/octet-stream',
  video: 'video/mp4',
  video_note: 'video/mp4',
  voice: 'audio/ogg',
  sticker: 'image/webp',
};
const typeOfExtension: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  heic: 'image/heic',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  webp: 'image/webp',
  xml: 'application/xml',
  zip: 'application/zip',
};
/** The length that is stated for every clip: the sandbox does not decode video or sound to measure it. */
const statedSeconds = 1;

/** Stores an upload: a photo is recompressed into several sizes, any other file keeps its bytes. */
export async function storeMedia(files: FileStore, kind: ChatFileKind, upload: Upload): Promise<Media> {
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  if (upload.bytes.length > 50 * megabyte) {
    throw badRequest(
      `file of size ${upload.bytes.length} bytes is too big; the maximum size is ${50 * megabyte} bytes`,
    );
  }
  if (kind === 'photo') {
    const renditions = await makePhotoSizes(upload.bytes);
    const sizes = renditions.map(({ bytes, width, height }) => ({
      file: files.add('photo', bytes, 'image/jpeg', 'jpg'),
      width,
      height,
    }));
    return { kind, sizes };
  }
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(upload.fileName ?? '')?.[1]?.toLowerCase();
  // The file name decides, as on the real server. busboy reports text/plain when a client sends no content type.
  const stated = /^(application\/octet-stream|text\/plain)$/.test(upload.mimeType ?? '')
    ? undefined
    : upload.mimeType;
  const mimeType = typeOfExtension[extension ?? ''] ?? stated ?? defaultTypes[kind];
  const file = files.add(kind, upload.bytes, mimeType, extension ?? mimeType.split(/[/+]/)[1] ?? 'bin');
  const picture = kind === 'document' ? undefined : await pictureSize(upload.bytes);
  const side = kind === 'video_note' ? { width: 384, height: 384 } : { width: 0, height: 0 };
  const media: Media = { kind, sizes: [{ file, ...(picture ?? side) }] };
  if (kind === 'document' || kind === 'video') media.fileName = upload.fileName ?? `file.${file.extension}`;
  return media;
}

/** The largest size, which the page shows. */
export const largestOf = (media: Media): Media['sizes'][number] => media.sizes.at(-1)!;

/** The fields of a Bot API message that describe its media. */
export function mediaFields(media: Media): Partial<TelegramMessage> {
  const { file, width, height } = largestOf(media);
  const base = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size };
  const typed = { ...base, mime_type: file.mimeType };
  const spoiler = media.spoiler ? { has_media_spoiler: true as const } : {};
  const named = media.fileName === undefined ? {} : { file_name: media.fileName };
  switch (media.kind) {
    case 'photo':
      return {
        photo: media.sizes.map((size) => ({
          file_id: size.file.fileId,
          file_unique_id: size.file.uniqueId,
          file_size: size.file.size,
          width: size.width,
          height: size.height,
        })),
        ...spoiler,
      };
    case 'document':
      return { document: { ...typed, ...named } };
    case 'video':
      return { video: { ...typed, ...named, width, height, duration: statedSeconds }, ...spoiler };
    case 'video_note':
      return { video_note: { ...base, length: width, duration: statedSeconds } };
    case 'voice':
      return { voice: { ...typed, duration: statedSeconds } };
    case 'sticker':
      return {
        sticker: { ...base, type: 'regular', width, height, is_animated: false, is_video: false },
      };
  }
}

/** The file as the chat page shows it. */
export function chatFileOf(media: Media): ChatFile {
  const { file, width, height } = largestOf(media);
  return {
    id: file.uniqueId,
    kind: media.kind,
    size: file.size,
    mimeType: file.mimeType,
    ...(media.fileName === undefined ? {} : { fileName: media.fileName }),
    ...(width > 0 ? { width, height } : {}),
    ...(media.spoiler ? { spoiler: true } : {}),
  };
}
