import sharp from 'sharp';
import { badRequest } from './refusal.ts';

/** One size of a photograph. */
export interface PhotoRendition {
  bytes: Buffer;
  width: number;
  height: number;
}

const photoLimit = 10 * 1024 * 1024;
/** The longest sides of Telegram's sizes s, m, x and y. */
const boxes = [90, 320, 800, 1280] as const;

/** Refuses a photo of the bot like the real server: over 10 MB, width + height over 10,000, or a ratio over 20. */
export async function checkPhoto(bytes: Buffer): Promise<void> {
  if (bytes.length > photoLimit) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${photoLimit} bytes`,
    );
  }
  const { width, height } = await measure(bytes);
  if (width + height > 10_000 || Math.max(width / height, height / width) > 20) {
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  }
}

/**
 * Recompresses a picture as Telegram does with a `photo`: upright, without metadata, as JPEG in up to four sizes (the
 * longest side at most 1280 px, never enlarged), smallest first. Refuses a file that is no picture.
 */
export async function makePhotoSizes(bytes: Buffer): Promise<PhotoRendition[]> {
  const largest = await render(bytes, boxes[3]);
  const smaller = boxes.filter((box) => box < Math.max(largest.width, largest.height));
  return [...(await Promise.all(smaller.map((box) => render(largest.bytes, box)))), largest];
}

/** The upright width and height of a picture in pixels; undefined for a file that cannot be read as one. */
export async function pictureSize(bytes: Buffer): Promise<{ width: number; height: number } | undefined> {
  return measure(bytes).catch(() => undefined);
}

async function measure(bytes: Buffer): Promise<{ width: number; height: number }> {
  try {
    const { width, height, orientation = 1 } = await sharp(bytes).metadata();
    return orientation > 4 ? { width: height, height: width } : { width, height };
  } catch (cause) {
    throw Object.assign(badRequest('IMAGE_PROCESS_FAILED'), { cause });
  }
}

async function render(bytes: Buffer, box: number): Promise<PhotoRendition> {
  try {
    const { data, info } = await sharp(bytes)
      .rotate()
      .resize(box, box, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: 87 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (cause) {
    throw Object.assign(badRequest('IMAGE_PROCESS_FAILED'), { cause });
  }
}
