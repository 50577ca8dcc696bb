import { workerData } from 'piscina';
import { workInBackground } from '../../foundation/background-thread.ts';
import type { DescriptionVersion } from './description-version.ts';
import type { Face, FaceAnalysis, Glimpse } from './face.ts';
import { type FoundFace, loadFaceNetworks, rollOf } from './face-networks.ts';
import { measureQuality, type Pixels, turnClockwise } from './face-quality.ts';

/** What the pool sends: a photo already resized to fit 480 x 480, its real size and how to describe it. */
export interface FaceTask {
  readonly description: DescriptionVersion;
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

workInBackground();
const ready = loadFaceNetworks((workerData as { modelsFolder?: string } | null)?.modelsFolder);
// The failure is reported by the first analysis. Unhandled, it would end the thread before that.
ready.catch(() => undefined);

/** The task of the pool: finds and describes the faces of one photo. */
export async function analyseFaces(task: FaceTask): Promise<FaceTaskResult> {
  const networks = await ready;
  const find = (pixels: Pixels): Promise<FoundFace[]> => networks.find(pixels, task.description);
  const found = await find(task.pixels);
  const faces = found
    .filter(isConfirmed)
    .map((face) => ({ face, measured: measureFace(task.pixels, face) }))
    .sort((one, other) => other.measured.sizeFraction - one.measured.sizeFraction);
  const first = faces[0];
  const described = first && (await networks.describe(task.pixels, first.face, task.description));
  const turnNeeded = first ? undefined : await findTurn(find, task.pixels);
  return {
    analysis: {
      faces: faces.length,
      ...(first && described && { largest: { ...first.measured, ...described } }),
      others: faces.slice(1).map(({ measured }) => measured),
      glimpses: glimpsesOf(found, task.pixels),
      ...(turnNeeded && { turnNeeded }),
      ...wholePhoto(task),
    },
    backend: networks.backend,
    memoryBytes: networks.memoryBytes(),
  };
}

const isConfirmed = (face: FoundFace): boolean => face.mesh.length >= 468;

async function findTurn(
  find: (pixels: Pixels) => Promise<FoundFace[]>,
  pixels: Pixels,
): Promise<90 | 180 | 270 | undefined> {
  let turned = pixels;
  for (const degrees of [90, 180, 270] as const) {
    turned = turnClockwise(turned);
    const faces = await find(turned);
    const upright = faces.some(
      (face) => isConfirmed(face) && face.score > 0.8 && Math.abs(rollOf(face.mesh)) < 0.8,
    );
    if (upright) return degrees;
  }
  return undefined;
}

function glimpsesOf(found: readonly FoundFace[], { width, height }: Pixels): Glimpse[] {
  return found
    .filter((face) => !isConfirmed(face))
    .map(({ score, size }) => ({ score, sizeFraction: Math.max(...size) / Math.min(width, height) }));
}

function wholePhoto({
  pixels,
  width,
  height,
}: FaceTask): Pick<FaceAnalysis, 'width' | 'height' | 'exposure' | 'sharpness'> {
  const region = { x: 0, y: 0, width: pixels.width, height: pixels.height };
  const { exposure, sharpness } = measureQuality(pixels, region);
  return { width, height, exposure, sharpness };
}

function measureFace(pixels: Pixels, face: FoundFace): Face {
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
    roll: rollOf(face.mesh) * degrees,
  };
}
