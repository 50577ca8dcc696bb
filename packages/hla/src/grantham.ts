/** The residues in the order of Grantham's table. */
export const residues = 'ARNDCQEGHILKMFPSTWYV';

/** Upper triangle of the amino-acid difference table (Grantham 1974, Science 185:862–864, table 2). */
const upperTriangle: Readonly<Record<string, readonly number[]>> = {
  A: [112, 111, 126, 195, 91, 107, 60, 86, 94, 96, 106, 84, 113, 27, 99, 58, 148, 112, 64],
  R: [86, 96, 180, 43, 54, 125, 29, 97, 102, 26, 91, 97, 103, 110, 71, 101, 77, 96],
  N: [23, 139, 46, 42, 80, 68, 149, 153, 94, 142, 158, 91, 46, 65, 174, 143, 133],
  D: [154, 61, 45, 94, 81, 168, 172, 101, 160, 177, 108, 65, 85, 181, 160, 152],
  C: [154, 170, 159, 174, 198, 198, 202, 196, 205, 169, 112, 149, 215, 194, 192],
  Q: [29, 87, 24, 109, 113, 53, 101, 116, 76, 68, 42, 130, 99, 96],
  E: [98, 40, 134, 138, 56, 126, 140, 93, 80, 65, 152, 122, 121],
  G: [98, 135, 138, 127, 127, 153, 42, 56, 59, 184, 147, 109],
  H: [94, 99, 32, 87, 100, 77, 89, 47, 115, 83, 84],
  I: [5, 102, 10, 21, 95, 142, 89, 61, 33, 29],
  L: [107, 15, 22, 98, 145, 92, 61, 36, 32],
  K: [95, 102, 103, 121, 78, 110, 85, 97],
  M: [28, 87, 135, 81, 67, 36, 21],
  F: [114, 155, 103, 40, 22, 50],
  P: [74, 38, 147, 110, 68],
  S: [58, 177, 144, 124],
  T: [128, 92, 69],
  W: [37, 88],
  Y: [55],
};

const size = 32;

/** Row length of `granthamTable`: residue codes are below it. */
export const granthamStride = size;

/** Code of a residue that is not known or not there. */
export const noResidue = residues.length;

/** Distances of residue codes (their index in `residues`), flattened: `granthamTable[a * granthamStride + b]`. */
export const granthamTable: Uint8Array = buildTable();

function buildTable(): Uint8Array {
  const table = new Uint8Array(size * size);
  for (const [letter, row] of Object.entries(upperTriangle)) {
    const a = residues.indexOf(letter);
    for (const [step, distance] of row.entries()) {
      const b = a + 1 + step;
      table[a * size + b] = distance;
      table[b * size + a] = distance;
    }
  }
  return table;
}

/** Code of a one-letter residue; `noResidue` for anything else. */
export function residueCode(letter: string): number {
  const code = residues.indexOf(letter);
  return letter.length === 1 && code >= 0 ? code : noResidue;
}

/** Grantham distance of two residues by letter, 0 (same) to 215 (cysteine, tryptophan). */
export function granthamDistance(one: string, other: string): number {
  return granthamTable[residueCode(one) * size + residueCode(other)] ?? 0;
}
