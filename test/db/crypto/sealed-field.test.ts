import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFernet, generateFernetKey } from '../../../db/crypto/fernet.ts';
import { createKeyedDigest } from '../../../db/crypto/keyed-digest.ts';
import { createSealedFields, type FieldBinding } from '../../../db/crypto/sealed-field.ts';

const keys = [generateFernetKey()];
const fields = createSealedFields(createFernet(keys), () => 256);
const binding: FieldBinding = { owner: 'ann', field: 'hla_data.encrypted_alleles', version: 1 };
const refused = expect.objectContaining({ code: 'ciphertext-invalid' });

describe('a sealed field', () => {
  test('opens to any bytes that were sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        expect(fields.open(binding, fields.seal(binding, bytes))).toEqual(Buffer.from(bytes));
      }),
      { seed: 3 },
    );
  });

  test.each([
    ['person', { owner: 'bob' }],
    ['field', { field: 'profiles.visual_embedding' }],
    ['version', { version: 2 }],
    ['person whose name continues it', { owner: 'anne' }],
  ])('is refused for another %s', (_name, other) => {
    const token = fields.seal(binding, Buffer.from('A*01:01'));
    expect(() => fields.open({ ...binding, ...other }, token)).toThrow(refused);
  });

  test('has the same length for contents of different lengths within one block', () => {
    const lengths = [0, 1, 40, 120].map((length) => fields.seal(binding, Buffer.alloc(length, 'a')).length);
    expect(new Set(lengths).size).toBe(1);
  });

  test('is refused when it is a Fernet token without a binding', () => {
    for (const content of ['', 'short', 'x'.repeat(300)]) {
      const token = createFernet(keys).encrypt(Buffer.from(content));
      expect(() => fields.open(binding, token)).toThrow(refused);
    }
  });
});

describe('a keyed digest', () => {
  const digest = createKeyedDigest({ fernetKeys: keys });

  test('has 64 characters, repeats, and depends on key, purpose and content', () => {
    const value = digest.digest('typing', 'A*01:01');
    expect(value).toMatch(/^[0-9a-f]{64}$/);
    expect(digest.digest('typing', 'A*01:01')).toBe(value);
    const others = [
      digest.digest('typing', 'A*01:02'),
      digest.digest('file', 'A*01:01'),
      digest.digest('typin', 'gA*01:01'),
      createKeyedDigest({ fernetKeys: [generateFernetKey()] }).digest('typing', 'A*01:01'),
    ];
    expect(others).not.toContain(value);
  });

  test('still matches after a new first key was added', () => {
    const value = digest.digest('typing', 'A*01:01');
    const rotated = createKeyedDigest({ fernetKeys: [generateFernetKey(), ...keys] });
    expect(rotated.matches('typing', 'A*01:01', value)).toBe(true);
    expect(rotated.matches('typing', 'A*01:02', value)).toBe(false);
    expect(rotated.matches('typing', 'A*01:01', 'abc')).toBe(false);
  });

  test('does not change with the Fernet keys when it has a key of its own', () => {
    const own = (fernetKeys: string[]) => createKeyedDigest({ fernetKeys, digestKey: 'a key of its own' });
    expect(own([generateFernetKey()]).digest('typing', 'x')).toBe(own(keys).digest('typing', 'x'));
  });
});
