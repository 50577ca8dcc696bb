import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sex } from '../ports/participants.ts';
import { kernelValues } from './landmarks.ts';
import { dot, multiplyVector } from './linear-algebra.ts';
import { descriptionLength, featureCount, tasteComponents, type VisualPrior } from './prior.ts';

/**
 * phi: [1, consensus for a face of that sex, 48 principal components] of a face's description.
 * @throws HarmoniaError prior-invalid when the description has another length than the prior's
 */
export function faceFeatures(
  prior: Pick<VisualPrior, 'centre' | 'spread' | 'consensus' | 'components' | 'landmarks'>,
  embedding: ArrayLike<number>,
  sex: Sex,
): Float64Array {
  const standard = standardise(prior, embedding);
  const features = new Float64Array(featureCount);
  const { weights, intercept } = prior.consensus[sex];
  features[0] = 1;
  const components = multiplyVector(prior.components, standard);
  const bent = dot(prior.landmarks[sex], kernelValues(prior.landmarks, components));
  features[1] = dot(weights, standard) + bent + intercept;
  features.set(components.subarray(0, tasteComponents), 2);
  return features;
}

/** Square root, centred and scaled: faceres ends in a ReLU, and its long tails mislead a linear model. */
export function standardise(
  prior: Pick<VisualPrior, 'centre' | 'spread'>,
  embedding: ArrayLike<number>,
): Float64Array {
  if (embedding.length !== descriptionLength) {
    throw new HarmoniaError('prior-invalid', `a face description has ${embedding.length} numbers, not 1024`);
  }
  const standard = new Float64Array(descriptionLength);
  for (let at = 0; at < descriptionLength; at++) {
    standard[at] = (Math.sqrt(Math.max(0, embedding[at]!)) - prior.centre[at]!) / prior.spread[at]!;
  }
  return standard;
}
