export type {
  TableDocument,
  ReleaseReference,
  ComparedGene,
  GeneTables,
  HlaReference,
  HlaTyping,
  LabFileReport,
  LabProblem,
  LabRow,
  SampleStatus,
} from '@harmonia/hla';
export {
  compareHla,
  allMethodVersions,
  bringUp,
  builtinReference,
  createReleaseReference,
  compareGene,
  createEncodedRow,
  createPairEncoder,
  scoreEncoded,
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
export type { ScoreDistribution } from './percentile.ts';
export { createHlaPercentiles, hlaPercentile, referenceDistribution } from './percentile.ts';
export { parseHaplotypes, simulateDistribution } from './simulate-pairs.ts';
export { findReference } from './find-reference.ts';
export { parseTyping } from './stored-typing.ts';
