import type { Locus, ScoredLocus } from './locus.ts';
import { isScored } from './locus.ts';

/**
 * Two-field names that are common in some population. Only names, no frequencies.
 * Averages over a low-resolution typing give the weight to them, and synthetic typings are drawn from them.
 */
const commonAlleles: Record<ScoredLocus, string> = {
  A:
    '01:01 02:01 02:02 02:03 02:05 02:06 02:07 02:11 02:17 03:01 03:02 11:01 11:02 23:01 24:02 24:03 24:07 25:01 ' +
    '26:01 26:02 26:03 29:01 29:02 30:01 30:02 30:04 31:01 32:01 33:01 33:03 34:01 34:02 36:01 66:01 66:02 ' +
    '68:01 68:02 69:01 74:01 74:03 80:01',
  B:
    '07:02 07:04 07:05 08:01 13:01 13:02 14:01 14:02 15:01 15:02 15:03 15:07 15:10 15:11 15:16 15:17 15:18 15:25 ' +
    '18:01 18:03 27:02 27:04 27:05 27:06 27:07 35:01 35:02 35:03 35:05 35:08 35:12 37:01 38:01 38:02 39:01 39:05 ' +
    '39:06 39:10 40:01 40:02 40:06 41:01 41:02 42:01 42:02 44:02 44:03 44:04 44:05 45:01 46:01 47:01 48:01 49:01 ' +
    '50:01 51:01 51:02 51:08 52:01 53:01 54:01 55:01 55:02 56:01 56:03 57:01 57:02 57:03 58:01 58:02 59:01 67:01 ' +
    '73:01 78:01 81:01 82:01',
  DRB1:
    '01:01 01:02 01:03 03:01 03:02 04:01 04:02 04:03 04:04 04:05 04:06 04:07 04:08 04:10 04:11 07:01 08:01 08:02 ' +
    '08:03 08:04 09:01 10:01 11:01 11:02 11:03 11:04 12:01 12:02 13:01 13:02 13:03 13:04 13:05 14:01 14:02 14:04 ' +
    '14:05 14:06 15:01 15:02 15:03 16:01 16:02',
};

const lists: Record<ScoredLocus, readonly string[]> = {
  A: commonAlleles.A.split(' '),
  B: commonAlleles.B.split(' '),
  DRB1: commonAlleles.DRB1.split(' '),
};

/** Common two-field names of a scored gene, without the gene: `02:01`. None for other genes. */
export const commonFields = (locus: Locus): readonly string[] => (isScored(locus) ? lists[locus] : []);
