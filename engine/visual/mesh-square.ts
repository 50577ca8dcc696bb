import type { FaceSquare } from './face-crop.ts';

/** Points of the face mesh: column, row and depth in pixels. */
export type Mesh = readonly (readonly [number, number, number])[];

/** Points of the mesh (MediaPipe's numbers) at the same place on the right and the left half of a face. */
const pairs = [
  [33, 263],
  [133, 362],
  [61, 291],
  [234, 454],
  [127, 356],
  [70, 300],
  [105, 334],
  [172, 397],
  [58, 288],
  [93, 323],
] as const;

/**
 * Where Human's own square lies against the mesh on average, and how large it is: 4.27 times the size of the mesh on the
 * London portraits, whose faces fill two fifths of the picture, and 4.79 times on the SCUT sample, whose faces fill seven
 * tenths. It stays at 4.2, London's smallest, for faces that are smaller on the picture. The size of the mesh is the root
 * mean square distance of its points from their centre.
 */
const above = 0.05;
const sideOf = (size: number, pictureSide: number): number =>
  size * Math.max(4.2, 3.65 + (5.46 * size) / pictureSide);

/**
 * The square that is described: around the mesh, turned with the head. It is taken from means over all points, because
 * single points, and the detector's box even more, move by a pixel or two of 480 when the picture around the face changes.
 * @param pictureSide pixels of the square picture on which the mesh was found
 */
export function squareAround(mesh: Mesh, pictureSide: number): FaceSquare {
  const centreX = mesh.reduce((sum, [x]) => sum + x, 0) / mesh.length;
  const centreY = mesh.reduce((sum, [, y]) => sum + y, 0) / mesh.length;
  const squares = mesh.reduce((sum, [x, y]) => sum + (x - centreX) ** 2 + (y - centreY) ** 2, 0);
  const size = Math.sqrt(squares / mesh.length);
  const angle = tiltOf(mesh);
  return {
    centreX: centreX + above * size * Math.sin(angle),
    centreY: centreY - above * size * Math.cos(angle),
    side: sideOf(size, pictureSide),
    angle,
  };
}

/** Radians clockwise by which the line through both halves of the face is turned, -pi..pi. */
function tiltOf(mesh: Mesh): number {
  let [right, down] = [0, 0];
  for (const [one, other] of pairs) {
    right += mesh[other]![0] - mesh[one]![0];
    down += mesh[other]![1] - mesh[one]![1];
  }
  return Math.atan2(down, right);
}
