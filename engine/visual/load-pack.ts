import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sex } from '../ports/participants.ts';

export interface CalibrationFace {
  readonly id: string;
  readonly sex: Sex;
  /** Where the picture comes from. */
  readonly source: string;
  /** Absolute path of the picture. */
  readonly path: string;
}

/** Faces that a participant rates so that their taste can be estimated. */
export interface CalibrationPack {
  readonly id: string;
  readonly version: string;
  readonly licence: string;
  /** To be shown wherever the faces are, when the licence asks for it. */
  readonly attribution?: string;
  readonly faces: readonly CalibrationFace[];
  /** Ids by sex, the most informative face first, when the pack was ordered for it. */
  readonly calibration?: Readonly<Record<Sex, readonly string[]>>;
  /** SHA-256 of the manifest and every picture, hex. */
  readonly digest: string;
}

/** Calibration shows twelve different faces. */
const fewestFaces = 12;

const id = z.string().regex(/^[\w-]{1,40}$/);
const manifestSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  licence: z.string().min(1),
  /** Shown in the caption of every face; Telegram allows a caption 1024 characters. */
  attribution: z.string().min(1).max(300).optional(),
  /** The pack's maker declares that all people on its photographs were of age. */
  adults: z.literal(true).optional(),
  faces: z.array(
    z.strictObject({
      id,
      file: z.string().min(1),
      sex: z.enum(['female', 'male']),
      source: z.string().min(1),
      age: z.number().min(18, 'a face under 18 may not be shown').optional(),
    }),
  ),
  calibration: z.strictObject({ female: z.array(id), male: z.array(id) }).optional(),
});

/** manifest.json of a pack. */
export type PackManifest = z.infer<typeof manifestSchema>;

/**
 * Reads a pack's folder: manifest.json and the pictures beside it.
 * @throws HarmoniaError pack-invalid, naming what is wrong
 */
export async function loadPack(folder: string): Promise<CalibrationPack> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch((error: unknown) => {
    throw invalid(folder, 'manifest.json cannot be read', error);
  });
  const manifest = parseManifest(folder, text);
  checkFaces(folder, manifest);
  const faces: CalibrationFace[] = [];
  const digest = createHash('sha256').update(text);
  for (const { id: faceId, sex, source, file } of manifest.faces) {
    const place = await locate(folder, file);
    digest.update(
      createHash('sha256')
        .update(await readFile(place))
        .digest(),
    );
    faces.push({ id: faceId, sex, source, path: place });
  }
  return {
    id: manifest.id,
    version: manifest.version,
    licence: manifest.licence,
    ...(manifest.attribution !== undefined && { attribution: manifest.attribution }),
    faces,
    ...(manifest.calibration && { calibration: manifest.calibration }),
    digest: digest.digest('hex'),
  };
}

function parseManifest(folder: string, text: string): PackManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid(folder, 'manifest.json is not JSON', error);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(folder, `manifest.json, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function checkFaces(folder: string, manifest: PackManifest): void {
  const sexOf = new Map(manifest.faces.map((face) => [face.id, face.sex]));
  if (sexOf.size < manifest.faces.length) {
    const twice = manifest.faces.find(
      (face, at) => manifest.faces.findIndex((one) => one.id === face.id) < at,
    );
    throw invalid(folder, `two faces have the id ${twice?.id ?? ''}`);
  }
  for (const sex of ['female', 'male'] as const) {
    const count = manifest.faces.filter((face) => face.sex === sex).length;
    if (count < fewestFaces) throw invalid(folder, `it has ${count} ${sex} faces; ${fewestFaces} are needed`);
    const chosen = manifest.calibration?.[sex];
    if (chosen && (chosen.length < fewestFaces || new Set(chosen).size < chosen.length)) {
      throw invalid(folder, `calibration.${sex} must name ${fewestFaces} or more different faces`);
    }
    const stray = chosen?.find((faceId) => sexOf.get(faceId) !== sex);
    if (stray !== undefined)
      throw invalid(folder, `calibration.${sex} names ${stray}, which is no ${sex} face`);
  }
  // A photograph shows a real person, whose age has to be known; a drawing does not.
  const undeclared = manifest.faces.find(
    (face) => face.age === undefined && !face.source.startsWith('drawn '),
  );
  if (!manifest.adults && undeclared) {
    throw invalid(folder, `neither "adults": true nor an age declares ${undeclared.id} to be of age`);
  }
}

/** The file's path with links resolved. It must be a file inside the folder. */
async function locate(folder: string, file: string): Promise<string> {
  const root = await realpath(folder);
  const found = await realpath(path.resolve(root, file)).catch((error: unknown) => {
    throw invalid(folder, `${file} is missing`, error);
  });
  if (!found.startsWith(root + path.sep)) throw invalid(folder, `${file} lies outside the pack`);
  if (!(await stat(found)).isFile()) throw invalid(folder, `${file} is not a file`);
  return found;
}

function invalid(folder: string, what: string, cause?: unknown): HarmoniaError {
  const message = `the calibration pack ${path.basename(folder)}: ${what}`;
  return new HarmoniaError('pack-invalid', message, cause === undefined ? {} : { cause });
}
