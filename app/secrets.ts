import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config, LabKey } from '../config.ts';
import { generateFernetKey } from '../db/crypto/fernet.ts';
import { HarmoniaError } from '../foundation/errors.ts';

/** All keys of the program. */
export interface Secrets {
  /** Base64url, 44 characters each. The first key encrypts, all of them decrypt. */
  fernetKeys: readonly string[];
  /** The keys of digests, and the pepper when PASSWORD_PEPPER is unset, are derived from it. */
  secretKey: Buffer;
  passwordPepper: Buffer;
  labKeys: readonly LabKey[];
  /** Key files that this start has written, for a warning in the log: without them the data cannot be decrypted. */
  generated: readonly string[];
}

/** The laboratory whose signing key is generated for development. The sandbox signs its lab file with that key. */
export const developmentLab = 'development';

/**
 * Completes what the operator set: a missing key is generated once and kept under DATA_DIR/keys, readable by the
 * owner alone. In production nothing is generated (`parseConfig` refuses first). Throws `volume-not-writable`.
 */
export function openSecrets(config: Pick<Config, 'dataDir' | 'secrets'>): Secrets {
  const { secrets } = config;
  const generated: string[] = [];
  const kept = (name: string, make: () => string): string =>
    keptKey(join(config.dataDir, 'keys'), name, make, generated);

  const fernetKeys = secrets.fernetKeys ?? [kept('fernet', generateFernetKey)];
  const secretKey = Buffer.from(secrets.secretKey ?? kept('secret', () => randomBytes(32).toString('hex')));
  return {
    fernetKeys,
    secretKey,
    passwordPepper: secrets.passwordPepper
      ? Buffer.from(secrets.passwordPepper)
      : Buffer.from(hkdfSync('sha256', secretKey, '', 'harmonia password pepper', 32)),
    labKeys: secrets.labKeys ?? [
      {
        lab: developmentLab,
        secret: Buffer.from(
          kept('lab', () => randomBytes(32).toString('base64')),
          'base64',
        ),
      },
    ],
    generated,
  };
}

function keptKey(folder: string, name: string, make: () => string, generated: string[]): string {
  const file = join(folder, name);
  try {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    // Only the folder of keys is closed to other users: the embedded PostgreSQL in DATA_DIR may run as another user.
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `.${name}-${randomBytes(6).toString('hex')}`);
    writeFileSync(draft, make(), { mode: 0o600, flag: 'wx', flush: true });
    try {
      // link() fails when the file exists, so it replaces no key. Two programs that start at once read the same file.
      linkSync(draft, file);
      generated.push(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new HarmoniaError(
      'volume-not-writable',
      `DATA_DIR: cannot keep a key in ${folder}: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
