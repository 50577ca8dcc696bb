import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { workerData } from 'piscina';
import type { DescribedFace, Face, FaceAnalysis } from './face.ts';
import { measureQuality, type Pixels, turnClockwise } from './face-quality.ts';

/** What the pool sends: a photo already resized to fit 480 x 480, and its real size. */
export interface FaceTask {
  readonly pixels: Pixels;
  readonly width: number;
  readonly height: number;
}

/** What the worker answers: the analysis and how much memory the networks hold by now. */
export interface FaceTaskResult {
  readonly analysis: FaceAnalysis;
  readonly backend: 'tfjs-node' | 'wasm';
  readonly memoryBytes: number;
}

interface Tensor {
  dispose(): void;
}

/** The part of Human's result that is read here (its own types drag the browser's in). */
interface HumanFace {
  boxRaw: [number, number, number, number];
  size: [number, number];
  score: number;
  mesh: [number, number, number][];
  embedding?: number[];
  age?: number;
  live?: number;
  real?: number;
  rotation?: { angle: { yaw: number; pitch: number } } | null;
}

interface Human {
  load(): Promise<void>;
  detect(input: Tensor): Promise<{ face: HumanFace[]; error?: string | null }>;
  models: { models: Record<string, { executor?: object } | null> };
  tf: {
    tensor3d(values: Uint8Array, shape: [number, number, number], type: 'int32'): Tensor;
    memory(): { numBytes: number };
    backend(): { wasm?: { HEAPU8: Uint8Array } };
  };
}

type HumanModule = { Human: new (config: object) => Human };

const require = createRequire(import.meta.url);
const nodeModules = path.resolve(path.dirname(require.resolve('@vladmandic/human')), '../../..');
const modelsNeeded = ['blazeface', 'facemesh', 'faceres', 'antispoof', 'liveness'];

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
    antispoof: { enabled: true },
    liveness: { enabled: true },
  },
};

const ready = startHuman();
// Whoever asks for an analysis is told; until then a failure must not end the thread without a word.
ready.catch(() => undefined);

/** The task of the pool: finds and describes the faces of one photo. */
export async function analyseFaces(task: FaceTask): Promise<FaceTaskResult> {
  const { human, backend } = await ready;
  const found = await detect(human, task.pixels);
  const turnNeeded = found.some(isConfirmed) ? undefined : await findTurn(human, task.pixels);
  const heap = human.tf.backend().wasm?.HEAPU8.byteLength ?? 0;
  return {
    analysis: { ...describe(task, found), ...(turnNeeded && { turnNeeded }) },
    backend,
    memoryBytes: Math.max(heap, human.tf.memory().numBytes),
  };
}

async function detect(human: Human, pixels: Pixels): Promise<HumanFace[]> {
  const input = human.tf.tensor3d(pixels.data, [pixels.height, pixels.width, 3], 'int32');
  try {
    const result = await human.detect(input);
    if (result.error) throw new Error(`Human: ${result.error}`);
    return result.face;
  } finally {
    input.dispose();
  }
}

const isConfirmed = (face: HumanFace): boolean => face.mesh.length >= 468;

async function findTurn(human: Human, pixels: Pixels): Promise<90 | 180 | 270 | undefined> {
  let turned = pixels;
  for (const degrees of [90, 180, 270] as const) {
    turned = turnClockwise(turned);
    const faces = await detect(human, turned);
    const upright = faces.some(
      (face) => isConfirmed(face) && face.score > 0.8 && Math.abs(rollOf(face)) < 0.8,
    );
    if (upright) return degrees;
  }
  return undefined;
}

function describe({ pixels, width, height }: FaceTask, found: readonly HumanFace[]): FaceAnalysis {
  const faces = found
    .filter(isConfirmed)
    .map((face) => ({ face, measured: measureFace(pixels, face) }))
    .sort((one, other) => other.measured.sizeFraction - one.measured.sizeFraction);
  const first = faces[0];
  const shorterSide = Math.min(pixels.width, pixels.height);
  const whole = measureQuality(pixels, { x: 0, y: 0, width: pixels.width, height: pixels.height });
  return {
    faces: faces.length,
    ...(first && { largest: describeLargest(first.measured, first.face) }),
    others: faces.slice(1).map(({ measured }) => measured),
    glimpses: found
      .filter((face) => !isConfirmed(face))
      .map((face) => ({ score: face.score, sizeFraction: Math.max(...face.size) / shorterSide })),
    width,
    height,
    exposure: whole.exposure,
    sharpness: whole.sharpness,
  };
}

function describeLargest(measured: Face, face: HumanFace): DescribedFace {
  if (face.embedding?.length !== 1024) throw new Error('the face network gave no description');
  return {
    ...measured,
    embedding: Float32Array.from(face.embedding),
    estimatedAge: face.age ?? Number.NaN,
    liveness: face.live ?? 0,
    antispoof: face.real ?? 0,
  };
}

function measureFace(pixels: Pixels, face: HumanFace): Face {
  const columns = face.mesh.map(([x]) => x);
  const rows = face.mesh.map(([, y]) => y);
  const region = { x: Math.min(...columns), y: Math.min(...rows), width: 0, height: 0 };
  region.width = Math.max(...columns) - region.x;
  region.height = Math.max(...rows) - region.y;
  const outside = face.mesh.filter(
    ([x, y]) => x < 0 || y < 0 || x >= pixels.width || y >= pixels.height,
  ).length;
  const degrees = 180 / Math.PI;
  const [x, y, width, height] = face.boxRaw;
  return {
    box: { x, y, width, height },
    score: face.score,
    sizeFraction: Math.max(region.width, region.height) / Math.min(pixels.width, pixels.height),
    outsideFraction: outside / face.mesh.length,
    ...measureQuality(pixels, region),
    yaw: (face.rotation?.angle.yaw ?? 0) * degrees,
    pitch: (face.rotation?.angle.pitch ?? 0) * degrees,
    roll: rollOf(face) * degrees,
  };
}

/** Human folds the roll into -90..90 degrees; the line from forehead (10) to chin (152) also tells upside down. */
function rollOf(face: HumanFace): number {
  const top = face.mesh[10];
  const chin = face.mesh[152];
  return top && chin ? Math.atan2(top[0] - chin[0], chin[1] - top[1]) : 0;
}

async function startHuman(): Promise<{ human: Human; backend: FaceTaskResult['backend'] }> {
  readModelsFromDisk();
  const native = loadNative();
  const given = (workerData as { modelsFolder?: string } | null)?.modelsFolder;
  const modelBasePath = `file://${given ?? path.join(nodeModules, '@vladmandic/human/models')}/`;
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
  return { human, backend: native ? 'tfjs-node' : 'wasm' };
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
