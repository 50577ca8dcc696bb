import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sex } from '../ports/participants.ts';
import { kernelValues } from './inducing-points.ts';
import { dot, multiplyVector } from './linear-algebra.ts';
import { descriptionLength, featureCount, tasteComponents, type VisualPrior } from './prior.ts';

/**
 * phi: [1, consensus for a face of that sex, 48 principal components] of a face's description.
 * @throws HarmoniaError prior-invalid when the description has another length than the prior's
 */
export function faceFeatures(
  prior: Pick<VisualPrior, 'mean' | 'deviation' | 'consensus' | 'components' | 'kernel'>,
  embedding: ArrayLike<number>,
  sex: Sex,
): Float64Array {
  const standard = standardise(prior, embedding);
  const features = new Float64Array(featureCount);
  const { weights, intercept } = prior.consensus[sex];
  features[0] = 1;
  const components = multiplyVector(prior.components, standard);
  const kernelPart = dot(prior.kernel[sex], kernelValues(prior.kernel, components));
  features[1] = dot(weights, standard) + kernelPart + intercept;
  features.set(components.subarray(0, tasteComponents), 2);
  return features;
}

/**
 * Square roots, minus their mean, divided by their standard deviation. The network ends in a rectifier (ReLU); without the
 * root, its few large numbers would dominate a linear rule.
 */
export function standardise(
  prior: Pick<VisualPrior, 'mean' | 'deviation'>,
  embedding: ArrayLike<number>,
): Float64Array {
  if (embedding.length !== descriptionLength) {
    throw new HarmoniaError('prior-invalid', `a face description has ${embedding.length} numbers, not 1024`);
  }
  const standard = new Float64Array(descriptionLength);
  for (let at = 0; at < descriptionLength; at++) {
    standard[at] = (Math.sqrt(Math.max(0, embedding[at]!)) - prior.mean[at]!) / prior.deviation[at]!;
  }
  return standard;
}
