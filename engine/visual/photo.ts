import sharp, { type Sharp } from 'sharp';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Pixels } from './face-quality.ts';
import { pngOfHeic } from './heic.ts';
import type { SelfieProblem } from './selfie-problem.ts';

/** A photo that is safe to keep: JPEG, upright, sRGB, no metadata. */
export interface PreparedPhoto {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

const maximumPixels = 5e7;
/** Bounds the memory of the decoder, which holds the whole picture; telephones write 12 or 24 megapixels. */
const maximumHeicPixels = 2.5e7;
const minimumSide = 160;
/** The face networks see 480 pixels; more than this adds nothing. */
const keptSide = 2048;
/** Brands of still pictures in HEIF's container, such as HEIC and AVIF. A file lists several brands. */
const heifBrand = /heic|heix|hevc|hevx|heim|heis|mif\d|msf1|avif|avis/;

/**
 * Re-encodes a photo that a participant sent. Its content decides the kind, not its name: JPEG, PNG, WebP and HEIC only.
 * @throws HarmoniaError photo-unreadable, with the SelfieProblem as details.reason; too-many-requests
 */
export async function preparePhoto(sent: Uint8Array): Promise<PreparedPhoto> {
  const bytes = isHeif(sent) ? await readHeic(sent) : sent;
  refuseOtherKinds(bytes);
  try {
    const header = await open(bytes).metadata();
    if ((header.pages ?? 1) > 1) throw unreadable('animated');
    if (header.width * header.height > maximumPixels) throw unreadable('too-many-pixels');
    if (Math.min(header.width, header.height) < minimumSide) throw unreadable('image-too-small');
    const { data, info } = await open(bytes)
      .autoOrient()
      .flatten({ background: 'white' })
      .resize(keptSide, keptSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .jpeg({ quality: 92, mozjpeg: false })
      .toBuffer({ resolveWithObject: true });
    return { jpeg: data, width: info.width, height: info.height };
  } catch (error) {
    if (error instanceof HarmoniaError) throw error;
    throw undecodable(error);
  }
}

/**
 * The pixels the face networks see: the photo resized to fit 480 x 480 (enlarged if smaller), Lanczos 3, as for
 * the descriptions the prior was learned from. Width and height are those of the upright photo.
 * @throws HarmoniaError photo-unreadable
 */
export async function networkPixels(
  photo: Uint8Array,
): Promise<{ pixels: Pixels; width: number; height: number }> {
  refuseOtherKinds(photo);
  try {
    const { autoOrient } = await open(photo).metadata();
    const { data, info } = await open(photo)
      .autoOrient()
      .flatten({ background: 'white' })
      .resize(480, 480, { fit: 'inside' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = { data: new Uint8Array(data), width: info.width, height: info.height };
    return { pixels, width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    throw undecodable(error);
  }
}

function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: maximumPixels, failOn: 'truncated', sequentialRead: true });
}

/** Checks the brands at the start of the file; which of the kinds it is, and whether it can be read, the decoder says. */
function isHeif(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64));
  const head = start.toString('latin1');
  return (
    head.slice(4, 8) === 'ftyp' && heifBrand.test(head.slice(8, Math.min(start.readUInt32BE(0), head.length)))
  );
}

async function readHeic(bytes: Uint8Array): Promise<Buffer> {
  const png = await pngOfHeic(bytes, { pixels: maximumHeicPixels, longestSide: keptSide });
  if (png === undefined) throw unreadable('heic');
  if (png === 'too-many-pixels') throw unreadable(png);
  return png;
}

/** Checks the first bytes, since sharp would also decode SVG, GIF, TIFF and more. */
function refuseOtherKinds(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64));
  const head = start.toString('latin1');
  if (head.startsWith('GIF8')) throw unreadable('animated');
  const jpeg = head.startsWith('\xff\xd8\xff');
  const png = head.startsWith('\x89PNG\r\n\x1a\n');
  if (png && announcesFrames(bytes)) throw unreadable('animated');
  const webp = head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP';
  if (!jpeg && !png && !webp) throw unreadable('not-an-image');
}

/** An animated PNG has a chunk acTL before its first pixels; sharp reads only the first frame. */
function announcesFrames(png: Uint8Array): boolean {
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  for (let at = 8; at + 8 <= view.length; at += 12 + view.readUInt32BE(at)) {
    const kind = view.toString('latin1', at + 4, at + 8);
    if (kind === 'acTL') return true;
    if (kind === 'IDAT') return false;
  }
  return false;
}

const undecodable = (error: unknown): HarmoniaError =>
  unreadable(/pixel limit/i.test(String(error)) ? 'too-many-pixels' : 'not-an-image', error);

function unreadable(reason: SelfieProblem, cause?: unknown): HarmoniaError {
  return new HarmoniaError('photo-unreadable', `the photo was refused: ${reason}`, {
    cause,
    details: { reason },
  });
}
