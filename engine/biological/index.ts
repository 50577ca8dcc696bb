export type { HlaReference, HlaTyping, LabFileReport, LabProblem, LabRow } from '@harmonia/hla';
export {
  compareHla,
  allMethodVersions,
  bringUp,
  methodVersionOf,
  methodVersionsOf,
  rereadTyping,
  readLabFile,
  scoredLoci,
  sameTyping,
  serialiseTyping,
  syntheticTyping,
  writeLabCsv,
} from '@harmonia/hla';
export { comparesNamesOnly } from './names-only.ts';
export { hlaPercentile, referenceDistribution } from './percentile.ts';
export { parseHaplotypes, simulateDistribution } from './simulate-pairs.ts';
export { findReference } from './find-reference.ts';
export { parseTyping } from './stored-typing.ts';
