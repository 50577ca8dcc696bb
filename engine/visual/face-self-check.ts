import sharp from 'sharp';
import type { FaceTaskResult } from './face-worker.ts';

/** A drawing that the networks find a face on, so that checking them needs no photograph of a person. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480">
<rect width="480" height="480" fill="#b9c4cc"/>
<path d="M60 480 Q80 390 190 375 L290 375 Q400 390 420 480 Z" fill="#394b63"/>
<rect x="195" y="320" width="90" height="80" fill="#d8a684"/>
<ellipse cx="240" cy="225" rx="105" ry="140" fill="#e8b796"/>
<path d="M130 215 Q120 70 240 65 Q360 70 350 215 Q330 130 240 125 Q150 130 130 215 Z" fill="#4a3426"/>
<g fill="#fff"><ellipse cx="198" cy="215" rx="22" ry="11"/><ellipse cx="282" cy="215" rx="22" ry="11"/></g>
<g fill="#38291f"><circle cx="198" cy="215" r="10"/><circle cx="282" cy="215" r="10"/></g>
<g stroke="#4a3426" stroke-width="8" fill="none"><path d="M172 190 Q198 176 224 188"/><path d="M256 188 Q282 176 308 190"/></g>
<path d="M236 220 Q228 265 222 275 Q240 288 258 275" stroke="#c08e6d" stroke-width="6" fill="none"/>
<path d="M198 315 Q240 300 282 315 Q240 345 198 315 Z" fill="#b5524f"/>
</svg>`;

/** Of the drawing's description: the mean and the root mean square, as both WASM and tfjs-node compute them. */
const expected = { mean: 0.13, size: 0.285, tolerance: 0.02 };

/** The drawing as a PNG of 480 x 480 pixels. */
export const plainFace = (): Promise<Buffer> => sharp(Buffer.from(drawing)).png().toBuffer();

/** Analyses the drawing. @throws Error when no face is found or its description has another size than it should */
export async function checkNetworks(
  analyse: (photo: Uint8Array) => Promise<FaceTaskResult>,
): Promise<FaceTaskResult> {
  const result = await analyse(await plainFace());
  const embedding = result.analysis.largest?.embedding;
  if (result.analysis.faces !== 1 || !embedding)
    throw new Error('the face networks found no face on the drawing');
  const mean = embedding.reduce((sum, value) => sum + value, 0) / embedding.length;
  const size = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0) / embedding.length);
  if (
    Math.abs(mean - expected.mean) > expected.tolerance ||
    Math.abs(size - expected.size) > expected.tolerance
  ) {
    throw new Error(`the face networks describe the drawing as ${mean.toFixed(3)}, ${size.toFixed(3)}`);
  }
  return result;
}
