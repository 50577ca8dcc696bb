/** Makes a GL string of the elements of a genotype list, in which versions before 1.0 wrote ambiguous typings. */
export interface GenotypeListWriter {
  /** Adds an allele, unless the laboratory says that it is not there or was not tested. */
  addAllele(name: string, present: string): void;
  /** Ends an element of the list; the GL string when the list itself ends, empty when it held no allele. */
  close(element: string): string | undefined;
}

/** An empty list. Alternatives, phase, copies and genotypes become slash, tilde, plus and bar. */
export function createGenotypeListWriter(): GenotypeListWriter {
  let alleles: string[] = [];
  let lists: string[] = [];
  let blocks: string[] = [];
  let combinations: string[] = [];
  const take = (parts: string[], delimiter: string, into: string[]): [] => {
    if (parts.length > 0) into.push(parts.join(delimiter));
    return [];
  };
  return {
    addAllele(name, present) {
      if (name.trim() !== '' && !/^[NU]$/i.test(present)) alleles.push(name.trim());
    },
    close(element) {
      if (element === 'allele-list') alleles = take(alleles, '/', lists);
      else if (element === 'locus-block') lists = take(lists, '~', blocks);
      else if (element === 'diploid-combination') blocks = take(blocks, '+', combinations);
      else if (element === 'genotype-list') {
        const text = joinGenes(combinations);
        combinations = [];
        return text;
      }
      return undefined;
    },
  };
}

/** Combinations of one gene are alternatives; those of another gene stand beside them. */
function joinGenes(combinations: readonly string[]): string {
  const genes = Map.groupBy(combinations, (text) => /[A-Z]+\d*(?=\*)/i.exec(text)?.[0].toUpperCase() ?? '');
  return [...genes.values()].map((list) => list.join('|')).join('^');
}
