import { parentPort, workerData } from 'node:worker_threads';
import libheif from 'libheif-js/wasm-bundle.js';
import { workInBackground } from '../../foundation/background-thread.ts';

/** A HEIC file, and how many pixels its picture may have. */
export interface HeicTask {
  readonly heic: Uint8Array;
  readonly maximumPixels: number;
}

/** The upright picture, four bytes a pixel in the file's own colours, or why there is none. */
export type HeicResult =
  | { problem?: undefined; rgba: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }
  | { problem: 'too-many-pixels' | 'undecodable' };

workInBackground();
const result = await decode(workerData as HeicTask);
parentPort!.postMessage(result, result.problem === undefined ? [result.rgba.buffer] : []);

async function decode({ heic, maximumPixels }: HeicTask): Promise<HeicResult> {
  // Parses the boxes only; the sizes are known before a pixel is decoded.
  const images = new libheif.HeifDecoder().decode(heic);
  const image = images.find((candidate) => candidate.is_primary()) ?? images[0];
  if (!image) return { problem: 'undecodable' };
  const width = image.get_width();
  const height = image.get_height();
  if (width * height > maximumPixels) return { problem: 'too-many-pixels' };
  const rgba = new Uint8ClampedArray(width * height * 4);
  const shown = await new Promise((resolve) => image.display({ data: rgba, width, height }, resolve));
  return shown ? { rgba, width, height } : { problem: 'undecodable' };
}
