import type { TableDocument } from '@harmonia/hla';

/** A table of a few alleles with invented grooves of eight residues, of release 9.99.0, as versions before 2 of the format had it. */
export function inventedTable(): TableDocument {
  const gene = (alleles: string, former = {}) => ({
    grooveLength: 8,
    grooves: [
      'ARNDCQEG',
      ...alleles
        .split(' ')
        .slice(1)
        .map((_, at) => `0:${at % 8}W${(at + 3) % 8}H`),
    ],
    serology: [';;;'],
    proteins: alleles.split(' ').map((fields, id) => `${fields}|${id}|=|0|`),
    gGroups: [],
    former,
  });
  return {
    format: 'harmonia-hla-table',
    formatVersion: 1,
    release: '9.99.0',
    citation: '',
    licence: '',
    sources: {},
    loci: {
      A: gene('01:01 01:02 02:01 02:06 24:02', { '02:01:08': '02:06' }),
      B: gene('07:02 08:01 15:01 15:10 44:03'),
      DRB1: gene('01:01 03:01 04:01 07:01 15:01 15:02'),
    },
  };
}
