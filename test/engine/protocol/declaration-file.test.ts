import { describe, expect, test } from '@jest/globals';
import { canonicalization } from '../../../engine/protocol/canonical-json.ts';
import {
  checkDeclaration,
  declarationFileName,
  writeDeclaration,
} from '../../../engine/protocol/declaration-file.ts';
import { preregistrationHash } from '../../../engine/protocol/preregistration-hash.ts';

const preregistration = {
  canonicalization,
  included: ['P-1', 'P-2'],
  declaration: { seed: 'x', weight: 0.1 },
};
const hash = preregistrationHash(preregistration);
const text = writeDeclaration(preregistration, hash);

describe('the file of a declaration', () => {
  test('holds what was hashed, so that its hash can be recomputed without a database', () => {
    expect(checkDeclaration(text)).toEqual({ hash, differences: [] });
    expect(checkDeclaration(JSON.stringify(JSON.parse(text)))).toEqual({ hash, differences: [] });
  });

  test('tells which member was altered, removed or added', () => {
    const differences = (changed: string) => checkDeclaration(changed).differences;
    const wrongHash = expect.objectContaining({ difference: 'preregistration-hash', declared: hash });
    expect(differences(text.replace('"x"', '"y"'))).toEqual([
      { difference: 'member', member: 'declaration' },
      wrongHash,
    ]);
    expect(differences(text.replace('"P-2"', '"P-3"'))).toEqual([
      { difference: 'member', member: 'included' },
      wrongHash,
    ]);
    const { included, ...less } = preregistration;
    expect(included).toHaveLength(2);
    expect(differences(JSON.stringify({ ...JSON.parse(text), preregistration: less }))).toHaveLength(2);
    const more = { ...preregistration, later: 1 };
    expect(differences(JSON.stringify({ ...JSON.parse(text), preregistration: more }))).toEqual([
      { difference: 'member', member: 'later' },
      wrongHash,
    ]);
  });

  test.each(['', '{', '[]', '{"hash":"x"}', '"text"', text.replace('RFC8785', 'RFC9999')])(
    'is refused when it is no declaration: %#',
    (other) => {
      expect(() => checkDeclaration(other)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    },
  );

  test('is named after the cohort, without signs that a file name cannot have', () => {
    expect(declarationFileName('Pilot 2/ñ')).toBe('declaration-Pilot-2-ñ.json');
  });
});
