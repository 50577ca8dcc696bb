/**
 * Floats of 16 bits (IEEE 754 binary16), little-endian, as priors and face sets are stored. Node 22 has no
 * Float16Array.
 */
const bytesPerNumber = 2;
const infinity = 0x7c00;

/** The number that each pattern of 16 bits stands for. The positive ones come first and grow with the pattern. */
const numbers = Float64Array.from({ length: 2 ** 16 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
});

/** The pattern of the nearest number; of two that are equally near, the even pattern. */
function bitsOf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  let below = 0;
  let above = infinity;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (numbers[middle]! <= size) below = middle;
    else above = middle;
  }
  // The number after the largest finite one would be 2 ** 16, and rounds to infinity.
  const next = above === infinity ? 2 ** 16 : numbers[above]!;
  const down = size - numbers[below]!;
  const up = next - size;
  return sign | (down < up || (down === up && below % 2 === 0) ? below : above);
}

/** The numbers of `bytes`, two bytes each; an odd byte at the end is left out. */
export function readHalfFloats(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(Math.floor(bytes.length / bytesPerNumber));
  for (let at = 0; at < values.length; at++) values[at] = numbers[view.getUint16(at * bytesPerNumber, true)]!;
  return values;
}

/** The bytes of the numbers, each rounded to the nearest float of 16 bits. */
export function writeHalfFloats(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * bytesPerNumber));
  for (let at = 0; at < values.length; at++) view.setUint16(at * bytesPerNumber, bitsOf(values[at]!), true);
  return new Uint8Array(view.buffer);
}
