import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { HarmoniaError, isHarmoniaError } from '../../foundation/errors.ts';
import type { Sex } from '../ports/participants.ts';
import type { CalibrationPack } from './load-pack.ts';
import { descriptionSuffix, type DescriptionVersion, newestDescription } from './description-version.ts';
import type { FaceAnalysis } from './face.ts';
import type { FaceAnalyser } from './face-analysis.ts';
import { descriptionLength, encodeFloats } from './prior.ts';

/** A pack's face with its description: 1024 numbers of the description network. */
export interface DescribedPackFace {
  readonly sex: Sex;
  readonly embedding: Float32Array;
}

/** What cached descriptions were made by: the network, its version and how a photo was prepared for it. */
const methodOf = (description: DescriptionVersion): string =>
  `human-3.3.6-faceres-480${descriptionSuffix(description)}`;

const cacheSchema = z.object({ description: z.string(), faces: z.record(z.string(), z.string()) });

/**
 * The description of every face of a pack, by face id. Each picture is analysed once: descriptions are kept in
 * `cacheFile` under the SHA-256 of the picture.
 * @throws HarmoniaError pack-invalid when no face is found on a picture
 */
export async function describePack(
  pack: CalibrationPack,
  analyser: Pick<FaceAnalyser, 'analyse'>,
  cacheFile: string,
  description: DescriptionVersion = newestDescription,
): Promise<Map<string, DescribedPackFace>> {
  const method = methodOf(description);
  const known = await readCache(cacheFile, method);
  const used: Record<string, string> = {};
  const described = new Map<string, DescribedPackFace>();
  let added = false;
  for (const face of pack.faces) {
    const picture = await readFile(face.path);
    const key = createHash('sha256').update(picture).digest('hex');
    const cached = decode(known[key]);
    const embedding =
      cached ??
      (await analyse(pack.id, face.id, () => analyser.analyse(picture, description))).largest?.embedding;
    if (!embedding) {
      throw new HarmoniaError(
        'pack-invalid',
        `the calibration pack ${pack.id}: no face is found on ${face.id}`,
      );
    }
    added ||= cached === undefined;
    used[key] = encodeFloats(embedding);
    described.set(face.id, { sex: face.sex, embedding });
  }
  if (added) await writeCache(cacheFile, { description: method, faces: { ...known, ...used } });
  return described;
}

async function analyse(
  packId: string,
  faceId: string,
  analysis: () => Promise<FaceAnalysis>,
): Promise<FaceAnalysis> {
  try {
    return await analysis();
  } catch (cause) {
    if (!isHarmoniaError(cause, 'photo-unreadable')) throw cause;
    const reason = cause.details['reason'];
    const what = `the picture of ${faceId} cannot be used (${reason})`;
    throw new HarmoniaError('pack-invalid', `the calibration pack ${packId}: ${what}`, { cause });
  }
}

/** What an earlier run kept; nothing when there is no file or its descriptions were made in another way. */
async function readCache(file: string, method: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return {};
  try {
    const { description, faces } = cacheSchema.parse(JSON.parse(text));
    return description === method ? faces : {};
  } catch {
    // A cache that cannot be read costs only the time to describe the faces again.
    return {};
  }
}

/** Writes to another file and renames it, so that a crash leaves the old file whole. */
async function writeCache(file: string, cache: z.infer<typeof cacheSchema>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, JSON.stringify(cache));
  await rename(aside, file);
}

function decode(text: string | undefined): Float32Array | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 4 * descriptionLength) return undefined;
  return Float32Array.from({ length: descriptionLength }, (_, at) => bytes.readFloatLE(4 * at));
}
