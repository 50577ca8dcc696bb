import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../config.ts';
import { openSecrets } from '../../app/secrets.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'harmonia-secrets-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const inFolder = (name: string, env: Record<string, string> = {}) =>
  openSecrets(parseConfig({ DATA_DIR: join(root, name), ...env }));

describe('openSecrets', () => {
  test('generates each key once and reads the same ones at the next start', () => {
    const { generated, ...first } = inFolder('fresh');
    const { generated: generatedAgain, ...second } = inFolder('fresh');
    expect(second).toEqual(first);
    expect(generated.map((file) => file.slice(root.length))).toEqual([
      '/fresh/keys/fernet',
      '/fresh/keys/secret',
      '/fresh/keys/lab',
    ]);
    expect(generatedAgain).toEqual([]);
    expect(first.fernetKeys[0]).toMatch(/^[\w-]{43}=$/);
    expect(first.labKeys[0]?.secret).toHaveLength(32);
  });

  test('makes keys and folder readable by their owner only, and leaves no temporary files', () => {
    inFolder('modes');
    const keys = join(root, 'modes/keys');
    expect(readdirSync(keys).toSorted()).toEqual(['fernet', 'lab', 'secret']);
    expect(statSync(keys).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(keys)) expect(statSync(join(keys, file)).mode & 0o777).toBe(0o600);
  });

  test('writes no file for keys that the operator has set', () => {
    const given = inFolder('given', {
      NODE_ENV: 'production',
      BOT_TOKEN: `1:${'x'.repeat(35)}`,
      FERNET_KEY: `${'A'.repeat(43)}=`,
      SECRET_KEY: 'k'.repeat(40),
    });
    expect(given.generated).toEqual([]);
    expect(given.secretKey.toString()).toBe('k'.repeat(40));
    expect(() => statSync(join(root, 'given'))).toThrow('ENOENT');
  });

  test('derives the pepper from the secret key unless it is set', () => {
    const one = inFolder('pepper', { SECRET_KEY: 'a'.repeat(32) });
    const same = inFolder('pepper', { SECRET_KEY: 'a'.repeat(32) });
    const other = inFolder('pepper', { SECRET_KEY: 'b'.repeat(32) });
    const own = inFolder('pepper', { SECRET_KEY: 'a'.repeat(32), PASSWORD_PEPPER: 'p'.repeat(32) });
    expect(one.passwordPepper).toHaveLength(32);
    expect(one.passwordPepper).toEqual(same.passwordPepper);
    expect(one.passwordPepper).not.toEqual(other.passwordPepper);
    expect(one.passwordPepper).not.toEqual(one.secretKey);
    expect(own.passwordPepper.toString()).toBe('p'.repeat(32));
  });

  test('names the folder to which a key could not be written', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => inFolder('file')).toThrow(expect.objectContaining({ code: 'volume-not-writable' }));
    expect(() => inFolder('file')).toThrow(join(root, 'file/keys'));
  });
});
