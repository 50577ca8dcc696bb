export type { Locus } from '../../packages/hla/src/locus.ts';
export { loci } from '../../packages/hla/src/locus.ts';
export type { Finding, FindingCode, Reading } from '../../packages/hla/src/finding.ts';
export type { HlaName, OtherGene } from '../../packages/hla/src/name.ts';
export { writeName } from '../../packages/hla/src/name.ts';
export { readName } from '../../packages/hla/src/read-name.ts';
export { normaliseName, normaliseTyping } from '../../packages/hla/src/normalise.ts';
export type { NormalisedText } from '../../packages/hla/src/normalise-text.ts';
export { normaliseText } from '../../packages/hla/src/normalise-text.ts';
export type { ReductionLevel } from '../../packages/hla/src/reduce.ts';
export { reduceName, reductionLevels } from '../../packages/hla/src/reduce.ts';
export { divergenceOf } from '../../packages/hla/src/divergence.ts';
export { createPairScorer } from '../../packages/hla/src/score-pairs.ts';
export type { Genotype, GenotypeList } from '../../packages/hla/src/gl-string.ts';
export { readGlString } from '../../packages/hla/src/gl-string.ts';
export type { AlleleCodes } from '../../packages/hla/src/allele-code.ts';
export { expandCode, parseAlleleCodes } from '../../packages/hla/src/allele-code.ts';
export type { HlaTyping, LocusTyping } from '../../packages/hla/src/typing.ts';
export {
  canonicalText,
  genotypesOf,
  parseTyping,
  sameTyping,
  serialiseTyping,
} from '../../packages/hla/src/typing.ts';
export type { LabFileOptions, LabFileReport } from '../../packages/hla/src/lab-file/read.ts';
export { openLabFile, readLabFile } from '../../packages/hla/src/lab-file/read.ts';
export type { LabFormat, LabProblem, LabRow, OpenLabFile } from '../../packages/hla/src/lab-file/row.ts';
export { writeLabCsv } from '../../packages/hla/src/lab-file/write.ts';
export type { HlaReference } from '../../packages/hla/src/reference/reference.ts';
export type {
  ComparisonOptions,
  ComparisonWarning,
  HlaComparison,
  LocusComparison,
} from '../../packages/hla/src/compare.ts';
export { builtinReference, compareHla, methodVersionOf } from '../../packages/hla/src/compare.ts';
export type { ScoreDistribution } from './percentile.ts';
export { createDistribution, hlaPercentile, referenceDistribution } from './percentile.ts';
export { syntheticTyping } from '../../packages/hla/src/synthetic-typing.ts';
export type { HaplotypePool } from './simulate-pairs.ts';
export { drawPerson, parseHaplotypes, simulateDistribution } from './simulate-pairs.ts';
export { buildTable } from '../../packages/hla/src/reference/build-table.ts';
export { decodeTable, encodeTable, readRelease } from '../../packages/hla/src/reference/read-release.ts';
export { createReleaseReference } from '../../packages/hla/src/reference/release-reference.ts';
export { findReference } from '../../packages/hla/src/reference/find-reference.ts';
