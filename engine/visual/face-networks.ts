import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type { DescriptionVersion } from './description-version.ts';
import { cropSquare, type FaceSquare, mirrored, onPicture } from './face-crop.ts';
import type { Pixels } from './face-quality.ts';
import { type Mesh, squareAround } from './mesh-square.ts';
import { padToSquare } from './pad-to-square.ts';

interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** What Human finds, as far as it is read (its own types need the browser's). Lengths are pixels of the photo. */
export interface FoundFace {
  /** Left, top, width and height as fractions of the photo; may reach beyond it. */
  boxRaw: [number, number, number, number];
  size: [number, number];
  score: number;
  mesh: [number, number, number][];
  /** Only where the version of the description is Human's own. */
  embedding?: number[];
  age?: number;
  rotation?: { angle: { yaw: number; pitch: number } } | null;
}

interface Network {
  executor?: object;
  execute(input: Tensor): Tensor[];
}

interface Human {
  load(): Promise<void>;
  detect(input: Tensor, config: object): Promise<{ face: FoundFace[]; error?: string | null }>;
  models: { models: Record<string, Network | null> };
  tf: {
    tidy<Result>(run: () => Result): Result;
    tensor3d(values: Uint8Array, shape: [number, number, number], type: 'int32'): Tensor;
    tensor4d(values: Float32Array, shape: [number, number, number, number]): Tensor;
    image: { resizeBilinear(images: Tensor, size: [number, number]): Tensor };
    memory(): { numBytes: number };
    backend(): { wasm?: { HEAPU8: Uint8Array } };
  };
}

type HumanModule = { Human: new (config: object) => Human };

const require = createRequire(import.meta.url);
const nodeModules = path.resolve(path.dirname(require.resolve('@vladmandic/human')), '../../..');
const modelsNeeded = ['blazeface', 'facemesh', 'faceres'];

const disabled = { enabled: false };

/** Face only, every photo on its own. `rotation` straightens tilted heads as it was for the descriptions learned from. */
const humanConfig = {
  cacheModels: false,
  cacheSensitivity: 0,
  async: false,
  debug: false,
  warmup: 'none',
  softwareKernels: true,
  filter: disabled,
  gesture: disabled,
  body: disabled,
  hand: disabled,
  object: disabled,
  segmentation: disabled,
  face: {
    enabled: true,
    detector: { maxDetected: 10, minConfidence: 0.2, rotation: true },
    // An unconfirmed face still tells what is wrong with a photo (too far away, blurred, several).
    mesh: { enabled: true, keepInvalid: true },
    iris: disabled,
    emotion: disabled,
    description: { enabled: true },
    antispoof: disabled,
    liveness: disabled,
  },
};

/** What the description network says of a face. */
export interface FaceNumbers {
  /** 1024 numbers, none negative. */
  readonly embedding: Float32Array;
  readonly estimatedAge: number;
}

/** The networks of one thread. */
export interface FaceNetworks {
  readonly backend: 'tfjs-node' | 'wasm';
  /** The faces on a photo, prepared as that version of the description does. */
  find(photo: Pixels, description: DescriptionVersion): Promise<FoundFace[]>;
  /** The description of a face that was found on the photo with that version, and its estimated age in years. */
  describe(photo: Pixels, face: FoundFace, description: DescriptionVersion): Promise<FaceNumbers>;
  /** What the networks hold by now. */
  memoryBytes(): number;
}

/** Loads the networks. @throws Error naming those that cannot be loaded */
export async function loadFaceNetworks(
  modelsFolder = path.join(nodeModules, '@vladmandic/human/models'),
): Promise<FaceNetworks> {
  readModelsFromDisk();
  const native = loadNative();
  const modelBasePath = `file://${modelsFolder}/`;
  const module = native ?? loadBuild('human.node-wasm.js');
  const human = new module.Human({
    ...humanConfig,
    modelBasePath,
    backend: native ? 'tensorflow' : 'wasm',
    wasmPath: `${path.join(nodeModules, '@tensorflow/tfjs-backend-wasm/dist')}/`,
  });
  await human.load();
  // A model that could not be read is on Human's list all the same, and would count as one that saw nothing.
  const missing = modelsNeeded.filter((name) => !human.models.models[name]?.executor);
  if (missing.length > 0) throw new Error(`face models cannot be loaded: ${missing.join(', ')}`);
  return {
    backend: native ? 'tfjs-node' : 'wasm',
    find: (photo, description) => findFaces(human, photo, description),
    describe: (photo, face, description) =>
      description === 1 ? describedByHuman(face) : describeAroundMesh(human, photo, face),
    memoryBytes: () => Math.max(human.tf.backend().wasm?.HEAPU8.byteLength ?? 0, human.tf.memory().numBytes),
  };
}

async function findFaces(human: Human, photo: Pixels, description: DescriptionVersion): Promise<FoundFace[]> {
  const { pixels, left, top } = description === 1 ? { pixels: photo, left: 0, top: 0 } : padToSquare(photo);
  const input = human.tf.tensor3d(pixels.data, [pixels.height, pixels.width, 3], 'int32');
  try {
    const result = await human.detect(input, { face: { description: { enabled: description === 1 } } });
    if (result.error) throw new Error(`Human: ${result.error}`);
    return result.face.map((face) => onPhoto(face, pixels, photo, left, top));
  } finally {
    input.dispose();
  }
}

/** A face's places on the padded picture as places on the photo. */
function onPhoto(face: FoundFace, padded: Pixels, photo: Pixels, left: number, top: number): FoundFace {
  const [x, y, width, height] = face.boxRaw;
  return {
    ...face,
    boxRaw: [
      (x * padded.width - left) / photo.width,
      (y * padded.height - top) / photo.height,
      (width * padded.width) / photo.width,
      (height * padded.height) / photo.height,
    ],
    mesh: face.mesh.map(([column, row, depth]) => [column - left, row - top, depth]),
  };
}

function describedByHuman({ embedding, age }: FoundFace): Promise<FaceNumbers> {
  if (embedding?.length !== 1024) throw new Error('the face network gave no description');
  return Promise.resolve({ embedding: Float32Array.from(embedding), estimatedAge: age ?? Number.NaN });
}

/** Side of the picture that Human takes from a photo, and of the picture that the description network takes. */
const [cropSide, networkSide] = [192, 224];
const meshPoints = 468;

/**
 * Describes a face on a square around its mesh, found anew inside a first such square, turned upright, and on the square's mirror image, as the mean of the square
 * roots of both. Human's own square is around the detector's box, which moves and grows by a few pixels with the photo's
 * edges and so changes the description; Human turns heads upright only from 0.2 radians on. With the mirror image, a mirrored
 * selfie is described like the face itself.
 */
async function describeAroundMesh(human: Human, photo: Pixels, face: FoundFace): Promise<FaceNumbers> {
  const { pixels, left, top } = padToSquare(photo);
  const found = face.mesh.map(([x, y, depth]) => [x + left, y + top, depth] as const);
  const rough = squareAround(found, pixels.width);
  const crop = cropSquare(
    pixels,
    squareAround(await meshInside(human, pixels, rough), pixels.width),
    cropSide,
  );
  const both = new Float32Array(2 * crop.length);
  both.set(crop);
  both.set(mirrored(crop, cropSide), crop.length);
  const { faceres } = human.models.models;
  const outputs = human.tf.tidy(() => {
    const input = human.tf.tensor4d(both, [2, cropSide, cropSide, 3]);
    return faceres!.execute(human.tf.image.resizeBilinear(input, [networkSide, networkSide]));
  });
  try {
    const read = async (length: number): Promise<[Float32Array, Float32Array]> => {
      const output = outputs.find(({ shape }) => shape[1] === length);
      if (!output) throw new Error('the face network gave no description');
      const values = Float32Array.from(await output.data());
      return [values.subarray(0, length), values.subarray(length)];
    };
    const [one, other] = await read(1024);
    const [chances, chancesMirrored] = await read(100);
    return {
      embedding: one.map((value, at) => ((Math.sqrt(value) + Math.sqrt(other[at]!)) / 2) ** 2),
      estimatedAge: ageOf(chances.map((chance, at) => (chance + chancesMirrored[at]!) / 2)),
    };
  } finally {
    for (const output of outputs) output.dispose();
  }
}

/**
 * The mesh of the face inside a square, as places on the picture. The mesh that Human gives follows the detector's box and
 * is rounded down to whole pixels; from a square around the mesh itself the network gives nearly the same mesh each time.
 */
async function meshInside(human: Human, pixels: Pixels, square: FaceSquare): Promise<Mesh> {
  const crop = cropSquare(pixels, square, cropSide).map((value) => value / 255);
  const { facemesh } = human.models.models;
  const outputs = human.tf.tidy(() => facemesh!.execute(human.tf.tensor4d(crop, [1, cropSide, cropSide, 3])));
  try {
    const places = await outputs.find(({ shape }) => shape.at(-1) === 3 * meshPoints)?.data();
    if (!places) throw new Error('the mesh network gave no mesh');
    return Array.from({ length: meshPoints }, (_, point) => {
      const [x, y] = onPicture(square, places[3 * point]! / cropSide, places[3 * point + 1]! / cropSide);
      return [x, y, 0] as const;
    });
  } finally {
    for (const output of outputs) output.dispose();
  }
}

/** The likeliest of a hundred ages, moved towards the likelier neighbour as Human does. */
function ageOf(chances: Float32Array): number {
  const likeliest = chances.indexOf(Math.max(...chances));
  const [younger = 0, older = 0] = [chances[likeliest - 1], chances[likeliest + 1]];
  return Math.round(10 * likeliest + (younger > older ? -100 * younger : 100 * older)) / 10;
}

/**
 * Radians clockwise from upright. Human folds the roll into -90..90 degrees; the line from forehead (10) to chin (152)
 * also tells upside down.
 */
export function rollOf(mesh: FoundFace['mesh']): number {
  const top = mesh[10];
  const chin = mesh[152];
  return top && chin ? Math.atan2(top[0] - chin[0], chin[1] - top[1]) : 0;
}

/** tfjs-node is optional: it is absent, or lacks the binary that its install script fetches, on many machines. */
function loadNative(): HumanModule | undefined {
  // Node 23 removed this function, which tfjs-node 4.22 still calls.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  try {
    require('@tensorflow/tfjs-node');
  } catch {
    return undefined;
  }
  return loadBuild('human.node.js');
}

/** The package's exports name only one of its builds, so a build is found by its path. */
function loadBuild(file: string): HumanModule {
  return require(path.join(nodeModules, '@vladmandic/human/dist', file)) as HumanModule;
}

/** Human loads its models by fetch, which in Node refuses file: addresses. Nothing here needs any other address. */
function readModelsFromDisk(): void {
  globalThis.fetch = (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'file:') return Promise.reject(new Error('the face worker uses no network'));
    const type = url.pathname.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return Promise.resolve(new Response(readFileSync(url), { headers: { 'content-type': type } }));
  };
}
