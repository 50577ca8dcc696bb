/**
 * What the reader does with the elements of HML 0.9.4 to 1.0.2: `read`, `passed` for those that hold no typing, `primary`
 * for results without an assignment, `unread` for a typing in a form that is not read. Any other element is unread.
 */
const elements: Readonly<Record<'read' | 'passed' | 'primary', ReadonlySet<string>>> = {
  read: new Set([
    'hml',
    'sample',
    'typing',
    'allele-assignment',
    // The name of an allele assignment until 0.9.7.
    'interpretation',
    'haploid',
    'glstring',
    'genotype-list',
    'diploid-combination',
    'locus-block',
    'allele-list',
    'allele',
    'property',
  ]),
  passed: new Set([
    'hmlid',
    'reporting-center',
    'collection-method',
    'typing-test-names',
    'typing-test-name',
    'typing-method',
    'reference-database',
    'reference-sequence',
  ]),
  primary: new Set([
    'sso',
    'ssp',
    'sbt-sanger',
    'sbt-ngs',
    'amplification',
    'sub-amplification',
    'gssp',
    'raw-reads',
    'ngs-raw-reads',
    'consensus-sequence',
    'consensus-sequence-block',
    'targeted-region',
    'sequence',
    'iupac-bases',
    'simple-bases',
    'sequence-quality',
    'variant',
    'variant-effect',
  ]),
};

export type ElementUse = 'read' | 'passed' | 'primary' | 'unread';

/** What the reader does with an element, by its local name in lower case. */
export function useOfElement(name: string): ElementUse {
  if (elements.read.has(name)) return 'read';
  if (elements.passed.has(name)) return 'passed';
  return elements.primary.has(name) ? 'primary' : 'unread';
}
