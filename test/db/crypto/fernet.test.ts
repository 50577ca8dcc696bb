import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import FernetOracle from 'fernet';
import { createFernet, generateFernetKey } from '../../../db/crypto/fernet.ts';
import { isHarmoniaError } from '../../../foundation/errors.ts';

const key = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const hello =
  'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';
const justAfter = new Date('1985-10-26T01:20:01-07:00');

/** The specification's invalid tokens; each is read with a time to live of 60 s. */
const invalidTokens: [description: string, token: string, now: string][] = [
  [
    'incorrect mac',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==',
    '1985-10-26T01:20:01-07:00',
  ],
  ['too short', 'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==', '1985-10-26T01:20:01-07:00'],
  [
    'invalid base64',
    '%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
    '1985-10-26T01:20:01-07:00',
  ],
  [
    'payload size not multiple of block size',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm',
    '1985-10-26T01:20:01-07:00',
  ],
  [
    'payload padding error',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==',
    '1985-10-26T01:20:01-07:00',
  ],
  [
    'far-future timestamp',
    'gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==',
    '1985-10-26T01:20:01-07:00',
  ],
  [
    'expired',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
    '1985-10-26T01:21:31-07:00',
  ],
  [
    'incorrect IV',
    'gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==',
    '1985-10-26T01:20:01-07:00',
  ],
];

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isHarmoniaError(error, 'ciphertext-invalid')) return error.message;
    throw error;
  }
  return 'accepted';
}

const theOneError = 'a ciphertext could not be read';

describe('Fernet', () => {
  test('makes the token of the specification', () => {
    const iv = Uint8Array.from({ length: 16 }, (_, index) => index);
    const at = new Date('1985-10-26T01:20:00-07:00');
    expect(createFernet([key]).encrypt(Buffer.from('hello'), { at, iv })).toBe(hello);
  });

  test('reads the token of the specification', () => {
    expect(createFernet([key]).decrypt(hello, { ttlSeconds: 60, now: justAfter }).toString()).toBe('hello');
    expect(createFernet([key]).decrypt(hello).toString()).toBe('hello');
  });

  test.each(invalidTokens)('refuses the invalid token of the specification: %s', (_name, token, now) => {
    const age = { ttlSeconds: 60, now: new Date(now) };
    expect(refusal(() => createFernet([key]).decrypt(token, age))).toBe(theOneError);
  });

  test('decrypts to any bytes that were encrypted', () => {
    const fernet = createFernet([generateFernetKey()]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(fernet.decrypt(fernet.encrypt(bytes))).toEqual(Buffer.from(bytes));
      }),
      { seed: 1 },
    );
  });

  test('refuses every flipped bit of the bytes and of the text', () => {
    const fernet = createFernet([key]);
    const bytes = Buffer.from(hello, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const token = changed.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
      expect(refusal(() => fernet.decrypt(token))).toBe(theOneError);
    }
    for (let bit = 0; bit < hello.length * 8; bit++) {
      const changed = Buffer.from(hello, 'latin1');
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusal(() => fernet.decrypt(changed.toString('latin1')))).toBe(theOneError);
    }
  });

  test('refuses every truncation, extension and other spelling', () => {
    const fernet = createFernet([key]);
    for (let length = 0; length < hello.length; length++)
      expect(refusal(() => fernet.decrypt(hello.slice(0, length)))).toBe(theOneError);
    for (const other of [`${hello}=`, `${hello}A`, ` ${hello}`, `${hello}\n`, hello.replace('_', '/')])
      expect(refusal(() => fernet.decrypt(other))).toBe(theOneError);
  });

  test('decrypts with old keys, encrypts with the first, and keeps the timestamp of a rotated token', () => {
    const [older, newer] = [generateFernetKey(), generateFernetKey()];
    const at = new Date('2001-02-03T04:05:06Z');
    const old = createFernet([older]).encrypt(Buffer.from('typing'), { at });
    const both = createFernet([newer, older]);
    expect(both.isCurrent(old)).toBe(false);
    const rotated = both.rotate(old);
    expect(both.isCurrent(rotated)).toBe(true);
    const onlyNew = createFernet([newer]);
    expect(onlyNew.decrypt(rotated, { ttlSeconds: 0, now: at }).toString()).toBe('typing');
    expect(refusal(() => onlyNew.decrypt(old))).toBe(theOneError);
  });

  test('refuses keys that are not 32 bytes', () => {
    for (const keys of [[], [''], [key.slice(0, -1)], [`${key.slice(0, 40)}====`], ['x'.repeat(44)]])
      expect(() => createFernet(keys)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });

  test('exchanges tokens with the npm implementation in both directions', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const secret = generateFernetKey();
        const oracle = new FernetOracle({ secret, ttl: 0 });
        const ours = createFernet([secret]);
        expect(ours.decrypt(new oracle.Token().encode(text)).toString()).toBe(text);
        const token = ours.encrypt(Buffer.from(text));
        expect(new oracle.Token({ token, secret: new oracle.Secret(secret) }).decode()).toBe(text);
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  const python = spawnSync('python3', ['-c', 'import cryptography.fernet'], { timeout: 20_000 });
  const withPython = python.status === 0 ? test : test.skip;

  withPython('exchanges tokens with Python cryptography in both directions (skipped without it)', () => {
    const secret = generateFernetKey();
    const ours = createFernet([secret]);
    const messages = ['', 'a', '0123456789abcdef', 'Привет, ñandú 👋', 'x'.repeat(5000)];
    const program = [
      'import json, sys',
      'from cryptography.fernet import Fernet',
      'given = json.load(sys.stdin)',
      'fernet = Fernet(given["secret"])',
      'json.dump({"read": [fernet.decrypt(t.encode()).decode() for t in given["tokens"]],',
      '  "made": [fernet.encrypt(m.encode()).decode() for m in given["messages"]]}, sys.stdout)',
    ].join('\n');
    const tokens = messages.map((message) => ours.encrypt(Buffer.from(message)));
    const { stdout } = spawnSync('python3', ['-c', program], {
      input: JSON.stringify({ secret, messages, tokens }),
      encoding: 'utf8',
      timeout: 20_000,
    });
    const answer = JSON.parse(stdout) as { read: string[]; made: string[] };
    expect(answer.read).toEqual(messages);
    expect(answer.made.map((token) => ours.decrypt(token).toString())).toEqual(messages);
  });
});
