import type { DescribedFace, FaceAnalysis } from './face.ts';
import type { SelfieProblem } from './selfie-problem.ts';

export type SelfieVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: SelfieProblem };

/**
 * Chosen where the description of a degraded photo starts to differ from that of the same face on a good photo
 * (docs/visual.md).
 */
const limits = {
  sizeFraction: 0.1,
  outsideFraction: 0.03,
  darkest: 0.12,
  brightest: 0.85,
  burntFraction: 0.3,
  sharpness: 0.17,
  wholePhotoSharpness: 0.2,
  wholePhotoDarkest: 0.12,
  yaw: 35,
  pitch: 30,
  roll: 45,
  /** Another face smaller than this share of the largest is treated as background. */
  background: 0.4,
  glimpseScore: 0.4,
} as const;

/** Whether a photo is accepted as a selfie, and if not, the one reason that the participant is told. */
export function checkSelfie(analysis: FaceAnalysis): SelfieVerdict {
  const reason = analysis.largest ? problemOfFace(analysis, analysis.largest) : problemWithoutFace(analysis);
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

function problemOfFace(analysis: FaceAnalysis, face: DescribedFace): SelfieProblem | undefined {
  if (analysis.others.some((other) => other.sizeFraction >= limits.background * face.sizeFraction)) {
    return 'several-faces';
  }
  if (face.sizeFraction < limits.sizeFraction) return 'too-small';
  if (face.outsideFraction > limits.outsideFraction) return 'face-cut';
  if (face.exposure < limits.darkest) return 'too-dark';
  if (face.exposure > limits.brightest || face.burntFraction > limits.burntFraction) return 'too-bright';
  if (face.sharpness < limits.sharpness) return 'blurred';
  const turned =
    Math.abs(face.yaw) > limits.yaw ||
    Math.abs(face.pitch) > limits.pitch ||
    Math.abs(face.roll) > limits.roll;
  return turned ? 'turned-away' : undefined;
}

function problemWithoutFace(analysis: FaceAnalysis): SelfieProblem {
  if (analysis.turnNeeded !== undefined) return 'turned-away';
  const glimpses = analysis.glimpses.filter(({ score }) => score >= limits.glimpseScore);
  if (glimpses.length > 1) return 'several-faces';
  if (analysis.exposure < limits.wholePhotoDarkest) return 'too-dark';
  const glimpse = glimpses[0];
  if (glimpse && glimpse.sizeFraction < 0.2) return 'too-small';
  // A wall or a sky is as smooth as a blurred face: only what looks a little like a face can be a blurred one.
  if (analysis.glimpses.length > 0 && analysis.sharpness < limits.wholePhotoSharpness) return 'blurred';
  return 'no-face';
}
