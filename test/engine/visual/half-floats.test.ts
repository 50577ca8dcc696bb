import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHalfFloats, writeHalfFloats } from '../../../engine/visual/half-floats.ts';

// The Node that runs the tests has a Float16Array: the oracle.
const nativeBytes = (values: readonly number[]): Uint8Array =>
  new Uint8Array(Float16Array.from(values).buffer);

describe('floats of 16 bits', () => {
  test('are read from every pattern of bits as Float16Array reads them, and written back the same', () => {
    const bytes = new Uint8Array(Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).buffer);
    const native = Float64Array.from(new Float16Array(bytes.buffer));
    expect(readHalfFloats(bytes)).toEqual(native);
    // A NaN has many patterns and is written as one of them.
    expect(readHalfFloats(writeHalfFloats(native))).toEqual(native);
  });

  test('are rounded as Float16Array rounds', () => {
    const edges = [
      0,
      -0,
      2 ** -25,
      2 ** -24,
      1.5 * 2 ** -24,
      65_504,
      65_519.99,
      65_520,
      -65_520,
      1e300,
      1 + 2 ** -11,
    ];
    expect(writeHalfFloats([...edges, 3 * 2 ** -11 + 1, NaN, Infinity, -Infinity])).toEqual(
      nativeBytes([...edges, 3 * 2 ** -11 + 1, NaN, Infinity, -Infinity]),
    );
    const anyNumber = fc.oneof(
      fc.double({ noNaN: true }),
      fc.double({ min: -70_000, max: 70_000, noNaN: true }),
      fc.double({ min: -1e-4, max: 1e-4, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(anyNumber, { maxLength: 200 }), (values) => {
        expect(writeHalfFloats(values)).toEqual(nativeBytes(values));
      }),
      { seed: 16, numRuns: 500 },
    );
  });

  test('are read from the middle of a larger buffer, without an odd byte at the end', () => {
    const bytes = new Uint8Array([9, 0x00, 0x3c, 0x00, 0xc0, 7]);
    expect([...readHalfFloats(bytes.subarray(1))]).toEqual([1, -2]);
  });
});
