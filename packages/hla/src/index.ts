export type { HlaErrorCode } from './hla-error.ts';
export { HlaError } from './hla-error.ts';
export type { Finding, FindingCode, Reading } from './finding.ts';
export { findingSentences } from './finding.ts';

// names
export type { Locus, ScoredLocus } from './locus.ts';
export { loci, scoredLoci } from './locus.ts';
export type { ExpressionSuffix, HlaName, OtherGene } from './name.ts';
export { writeName } from './name.ts';
export type { ReleaseAntigens } from './antigen-or-allele.ts';
export { readName } from './read-name.ts';
export type { Nomenclature } from './normalise.ts';
export { normaliseName, normaliseTyping } from './normalise.ts';
export type { NormalisedText } from './normalised-text.ts';
export { normaliseText } from './normalise-text.ts';
export { reduceName } from './reduce.ts';
export type { ReductionLevel } from './reduction-level.ts';
export { reductionLevels } from './reduction-level.ts';
export type { MacTable } from './mac.ts';
export { expandMac, parseMacTable } from './mac.ts';

// typings
export type { Genotype, GenotypeList, GlNames, GlStructure } from './gl-string.ts';
export { readGlString } from './gl-string.ts';
export type { HlaTyping, LocusTyping } from './typing.ts';
export {
  canonicalText,
  createTyping,
  genotypesOf,
  parseTyping,
  sameTyping,
  serialiseTyping,
} from './typing.ts';
export type { RandomSource } from './synthetic-typing.ts';
export { syntheticTyping } from './synthetic-typing.ts';

// lab files
export type { LabFileLimits } from './lab-file/limits.ts';
export type { LabFileOptions, LabFileReport } from './lab-file/read.ts';
export type { SampleStatus } from './lab-file/status.ts';
export { openLabFile, readLabFile } from './lab-file/read.ts';
export type { LabFormat, LabProblem, LabRow, OpenLabFile, ProgramFormat, Severity } from './lab-file/row.ts';
export type { WritableRow, WrittenLabFile } from './lab-file/writable-row.ts';
export type { WrittenForm } from './lab-file/write.ts';
export { writeLabCsv, writeLabFile, writtenForms } from './lab-file/write.ts';

// the reference table
export type { LocusCounts } from './reference/build-locus.ts';
export type { BuiltTable } from './reference/build-table.ts';
export { buildTable } from './reference/build-table.ts';
export { decodeTable, encodeTable, readRelease } from './reference/read-release.ts';
export type { ReleaseFileName, ReleaseTexts } from './reference/release-files.ts';
export type { LocusDocument, TableDocument } from './reference/table-document.ts';
export type { Candidates, GrooveId, HlaReference } from './reference/reference.ts';
export type { ReleaseReference } from './reference/release-reference.ts';
export { createReleaseReference } from './reference/release-reference.ts';
export { findReference, tableFileName } from './reference/find-reference.ts';

// comparison
export { divergenceOf } from './divergence.ts';
export { granthamDistance } from './grantham.ts';
export type { BlankSecond } from './genotype-copy.ts';
export type { ComparisonOptions, ComparisonWarning, HlaComparison, LocusComparison } from './compare.ts';
export {
  allMethodVersions,
  builtinReference,
  compareHla,
  methodVersionOf,
  methodVersionsOf,
} from './compare.ts';
export type { Rereading } from './bring-up.ts';
export { bringUp, rereadTyping } from './bring-up.ts';
export type { ComparedGene, EncodedTyping, GeneTables, PairEncoder } from './pair-tables.ts';
export { compareGene, createEncodedRow, createPairEncoder, scoreEncoded } from './pair-tables.ts';
export type { PairScorer } from './score-pairs.ts';
export { createPairScorer } from './score-pairs.ts';

// the commands, for a program that offers them among its own
export type { HlaCommandSettings } from './commands/settings.ts';
export { registerHlaCommands } from './commands/register.ts';
export { openTable, readTextFile } from './commands/files.ts';
