/**
 * True for a scoring method that had no release of IPD-IMGT/HLA at hand and compared the names of alleles only: two
 * names count as equal or different, and how different the molecules are is not known.
 */
export const comparesNamesOnly = (methodVersion: string): boolean => methodVersion.startsWith('hla-names-');
