import type { ReleaseTexts } from '../src/reference/release-files.ts';
import { syntheticRelease } from './synthetic-release.ts';

/**
 * The invented release in the form of 2026: antigens of four digits in hla_nom and rel_ser_ser, some of them invented too,
 * and a seventh column in rel_dna_ser. A*02:09 carries the antigen that was A203 before.
 */
export function syntheticRelease2026(): ReleaseTexts {
  const release = syntheticRelease();
  const antigens = [
    ...['0203', '0206', '2402', '2403'].map((number) => `A;${number};20260225;;;`),
    ...['0702', '1502', '4403'].map((number) => `B;${number};20260225;;;`),
    'B;4404;20260225;20260301;4403;Not an antigen',
    ...['0103', '0701'].map((number) => `DR;${number};20260225;;;`),
  ];
  return {
    ...release,
    'hla_nom.txt': release['hla_nom.txt'].replace(/^A\*;/m, `${antigens.join('\n')}\nA*;`),
    'rel_ser_ser.txt':
      '# file\n# version: IPD-IMGT/HLA 9.99.0\n# Disclaimer: an example\n' +
      'A;2;;0203/0206\nA;9;23/24;\nA;24;;2402/2403\nB;7;;0702\nB;44;;4403\nB;75;;1502\nCw;3;9/10;\nDR;1;;0103\nDR;7;;0701\n',
    'rel_dna_ser.txt': release['rel_dna_ser.txt']
      .replace('A*;02:09;;;2;', 'A*;02:09;0203;;;')
      .replace(/^([^#\s].*)$/gm, '$1;'),
  };
}
