import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FaceTask, FaceTaskResult } from '../../engine/visual/face-worker.ts';

/** How this worker fails, by the width of the photo. With an even width only the first attempt fails. */
export const faults = {
  hang: 200,
  hangAlways: 201,
  throw: 202,
  throwAlways: 203,
  exit: 204,
  grow: 206,
  slow: 207,
  fillHeap: 208,
  wait: 210,
  crashAside: 212,
  throwNothing: 214,
  /** Answers with the number of photos that this thread has had, as the number of faces. */
  count: 216,
};

let photos = 0;

/** Replaces the face networks and fails as the width of the photo says. */
export async function analyseFaces(task: FaceTask): Promise<FaceTaskResult> {
  photos++;
  const marker = path.join(tmpdir(), `harmonia-face-worker-${process.pid}-${task.width}-${task.height}`);
  const first = !existsSync(marker);
  writeFileSync(marker, '');
  const fails = task.width % 2 === 1 || first;
  if (fails && (task.width === faults.hang || task.width === faults.hangAlways)) for (;;);
  if (fails && (task.width === faults.throw || task.width === faults.throwAlways)) throw new Error('thrown');
  if (fails && task.width === faults.exit) process.exit(1);
  if (fails && task.width === faults.fillHeap) fillHeap();
  if (fails && task.width === faults.wait) await new Promise(() => undefined);
  if (fails && task.width === faults.crashAside) {
    setTimeout(() => {
      throw new Error('beside the task');
    }, 1);
    await new Promise(() => undefined);
  }
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a library may do that
  if (fails && task.width === faults.throwNothing) throw undefined;
  if (task.width === faults.slow) await new Promise((resolve) => setTimeout(resolve, 200));
  const result = answer(task, fails && task.width === faults.grow ? 1e12 : 1e6);
  if (task.width !== faults.count) return result;
  return { ...result, analysis: { ...result.analysis, faces: photos } };
}

/** Fills the heap until the thread is ended at its limit. */
function fillHeap(): never {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, at) => at * 1.5));
}

/** The description's mean and size are those that the analyser's check at start expects. */
function answer({ width, height }: FaceTask, memoryBytes: number): FaceTaskResult {
  const deviation = Math.sqrt(0.285 ** 2 - 0.13 ** 2);
  const embedding = Float32Array.from({ length: 1024 }, (_, at) => 0.13 + (at % 2 ? deviation : -deviation));
  const face = {
    box: { x: 0, y: 0, width: 1, height: 1 },
    score: 1,
    sizeFraction: 0.5,
    outsideFraction: 0,
    sharpness: 0.5,
    exposure: 0.5,
    burntFraction: 0,
    yaw: 0,
    pitch: 0,
    roll: 0,
    embedding,
    estimatedAge: 30,
  };
  return {
    analysis: {
      faces: 1,
      largest: face,
      others: [],
      glimpses: [],
      width,
      height,
      exposure: 0.5,
      sharpness: 0.5,
    },
    backend: 'wasm',
    memoryBytes,
  };
}
