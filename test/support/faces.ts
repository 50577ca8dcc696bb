import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { createRandom } from '../../foundation/random.ts';
import type { DescribedFace, Face, FaceAnalysis } from '../../engine/visual/face.ts';
import type { FaceAnalyser } from '../../engine/visual/face-analysis.ts';

const goodFace: Face = {
  box: { x: 0.3, y: 0.2, width: 0.4, height: 0.5 },
  score: 1,
  sizeFraction: 0.5,
  outsideFraction: 0,
  sharpness: 0.5,
  exposure: 0.5,
  burntFraction: 0,
  yaw: 0,
  pitch: 0,
  roll: 0,
};

/** What the stand-in sees on a picture of that width; any other width is a good selfie. */
const problems: Readonly<Record<number, Partial<FaceAnalysis> & { face?: Partial<Face> }>> = {
  301: { faces: 0 },
  302: { others: [goodFace] },
  303: { face: { sizeFraction: 0.02 } },
  304: { face: { sharpness: 0.01 } },
  305: { face: { exposure: 0.02 } },
  306: { face: { exposure: 0.98 } },
  307: { face: { yaw: 70 } },
  308: { face: { outsideFraction: 0.5 } },
};

/** The width of a picture with a given problem. */
export const pictureWidths = {
  'no-face': 301,
  'several-faces': 302,
  'too-small': 303,
  blurred: 304,
  'too-dark': 305,
  'too-bright': 306,
  'turned-away': 307,
  'face-cut': 308,
} as const;

/** A picture that the stand-in takes for a good selfie, or for one with a problem. */
export const picture = (width = 400, seed = 1): Promise<Buffer> =>
  sharp({
    create: {
      width,
      height: 500,
      channels: 3,
      background: { r: (seed * 37) % 256, g: (seed * 91) % 256, b: 120 },
    },
  })
    .jpeg()
    .toBuffer();

/** The mean of each channel; sharp's own statistics count much more, and take three times as long. */
function meansOf(pixels: Buffer, channels: number): number[] {
  const sums = new Array<number>(channels).fill(0);
  for (let at = 0; at < pixels.length; at += channels)
    for (let channel = 0; channel < channels; channel++) sums[channel]! += pixels[at + channel]!;
  return sums.map((sum) => (sum * channels) / pixels.length);
}

interface Look {
  width: number;
  height: number;
  /** Of each channel, in quarters, joined by spaces. */
  colour: string;
}

/** What was seen on a picture, under its SHA-256: every study describes the faces of the same pack. */
const looks = new Map<string, Promise<Look>>();

function lookAt(photo: Uint8Array): Promise<Look> {
  const key = createHash('sha256').update(photo).digest('hex');
  const known = looks.get(key) ?? decode(photo);
  looks.set(key, known);
  return known;
}

async function decode(photo: Uint8Array): Promise<Look> {
  const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    width,
    height,
    colour: meansOf(data, info.channels)
      .map((mean) => Math.round(mean / 4))
      .join(' '),
  };
}

/**
 * Stands in for the networks where faces are not what a test is about: what it sees is written into the picture's
 * width, and a description follows from the picture's colour.
 */
export function createStandInAnalyser(): FaceAnalyser {
  return {
    backend: 'wasm',
    async analyse(photo, description) {
      const { width, height, colour } = await lookAt(photo);
      const random = createRandom(description === 1 ? `${colour} version 1` : colour);
      const { face, ...problem } = problems[width] ?? {};
      const largest: DescribedFace = {
        ...goodFace,
        ...face,
        embedding: Float32Array.from({ length: 1024 }, () => random.next() ** 2),
        estimatedAge: 30,
      };
      const analysis = {
        faces: 1,
        others: [],
        glimpses: [],
        width,
        height,
        exposure: 0.5,
        sharpness: 0.5,
        ...problem,
      };
      return problem.faces === 0 ? analysis : { ...analysis, largest };
    },
    check: async () => undefined,
    close: async () => undefined,
  };
}
