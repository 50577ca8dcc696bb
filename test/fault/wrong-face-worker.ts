import type { FaceTask, FaceTaskResult } from '../../engine/visual/face-worker.ts';

/** Stands in for networks whose files are damaged: it finds nobody anywhere. */
export function analyseFaces({ width, height }: FaceTask): FaceTaskResult {
  const analysis = { faces: 0, others: [], glimpses: [], width, height, exposure: 0.5, sharpness: 0.5 };
  return { analysis, backend: 'wasm', memoryBytes: 0 };
}
