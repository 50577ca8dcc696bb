/** One face found on a photo. Lengths and places are fractions of the photo's width and height. */
export interface Face {
  /** Around the face as the detector frames it, with margin; may reach beyond the photo. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Confidence of the face mesh, 0..1. */
  readonly score: number;
  /** Longer side of the face itself (mesh, without margin) over the shorter side of the photo. */
  readonly sizeFraction: number;
  /** Share of the mesh's points that fall outside the photo, 0..1. */
  readonly outsideFraction: number;
  /** Relative strength of edges in the face: about 0.3 and more when sharp, under 0.05 when blurred. */
  readonly sharpness: number;
  /** Mean luma of the face, 0 (black) .. 1 (white). */
  readonly exposure: number;
  /** Share of the face's pixels that are burnt out (luma above 0.98). */
  readonly burntFraction: number;
  /** Degrees; zero when the face looks straight into the camera, upright. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** The largest face of a photo, with the description network's answer. */
export interface DescribedFace extends Face {
  /** 1024 numbers of Human's faceres network. */
  readonly embedding: Float32Array;
  /** Internal: keeps minors out of packs. Never shown to a participant. */
  readonly estimatedAge: number;
}

/** A place that the detector took for a face and the mesh did not confirm. */
export interface Glimpse {
  /** Confidence of the detector, 0..1. */
  readonly score: number;
  readonly sizeFraction: number;
}

/** What was found on a photo. The faces besides the largest are in `others`. */
export interface FaceAnalysis {
  readonly faces: number;
  readonly largest?: DescribedFace;
  readonly others: readonly Face[];
  /** Used only to find the reason why no face was found; never described. */
  readonly glimpses: readonly Glimpse[];
  /** Degrees clockwise by which the photo must be turned for a face to appear; only looked for when none did. */
  readonly turnNeeded?: 90 | 180 | 270;
  /** Pixels of the photo after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Of the whole photo, as for a face. */
  readonly exposure: number;
  readonly sharpness: number;
}
