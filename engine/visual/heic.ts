import { Worker } from 'node:worker_threads';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { createSemaphore } from '../../foundation/semaphore.ts';
import type { HeicTask, HeicResult } from './heic-worker.ts';

/** Ends a picture that keeps the decoder busy; the person is asked for another. */
const timeoutMs = 30_000;
/** Each picture is held whole in memory while it is decoded, so they are decoded one after the other. */
const oneAtATime = createSemaphore(1, 64);

/**
 * The main picture of a HEIC file as a PNG with the file's colour profile: upright, at most `longestSide` pixels long.
 * Undefined where the decoder cannot read it. sharp's own build decodes AV1 but not HEVC, which is what telephones write.
 * @throws HarmoniaError too-many-requests
 */
export async function pngOfHeic(
  heic: Uint8Array,
  limits: { pixels: number; longestSide: number },
): Promise<Buffer | 'too-many-pixels' | undefined> {
  const decoded = await oneAtATime.run(() => decodeInThread({ heic, maximumPixels: limits.pixels }));
  if (decoded.problem !== undefined)
    return decoded.problem === 'too-many-pixels' ? decoded.problem : undefined;
  const { rgba, width, height } = decoded;
  const png = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .resize(limits.longestSide, limits.longestSide, { fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const profile = colourProfileOf(heic);
  return profile ? withColourProfile(png, profile) : png;
}

/** A thread per picture: its end frees the decoder's memory, which only grows, and ends a picture that takes too long. */
function decodeInThread(task: HeicTask): Promise<HeicResult> {
  const thread = new Worker(new URL('heic-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
    // The decoder prints what is wrong with a file, which the log of the study has no use for.
    stdout: true,
    stderr: true,
  });
  return new Promise<HeicResult>((resolve) => {
    const undecodable = (): void => resolve({ problem: 'undecodable' });
    const timer = setTimeout(undecodable, timeoutMs);
    thread.once('message', resolve).once('error', undecodable).once('exit', undecodable);
    thread.once('exit', () => clearTimeout(timer));
  }).finally(() => thread.terminate());
}

/**
 * The ICC profile of the file's first `colr` box of the kind `prof` or `rICC` (ISO/IEC 14496-12, 12.1.5). Telephones
 * write pictures in Display P3; read as sRGB their faces would lose colour, and the face networks see colour.
 */
function colourProfileOf(heic: Uint8Array): Buffer | undefined {
  const file = Buffer.from(heic.buffer, heic.byteOffset, heic.byteLength);
  for (const kind of ['colrprof', 'colrrICC']) {
    const at = file.indexOf(kind, 0, 'latin1');
    if (at < 4) continue;
    const length = file.readUInt32BE(at - 4) - 12;
    if (length > 0 && at + 8 + length <= file.length) return file.subarray(at + 8, at + 8 + length);
  }
  return undefined;
}

/** Puts an iCCP chunk after the header of a PNG (PNG 3, 11.3.2.3), for sharp attaches no profile to raw pixels. */
function withColourProfile(png: Buffer, profile: Buffer): Buffer {
  const afterHeader = 33;
  const body = Buffer.concat([Buffer.from('iCCPprofile\0\0', 'latin1'), deflateSync(profile)]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
}
