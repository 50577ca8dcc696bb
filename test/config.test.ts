import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Config, environmentSchema, parseConfig } from '../config.ts';
import { HarmoniaError } from '../foundation/errors.ts';

const token = '123456789:AAH-abcdefghijklmnopqrstuvwxyz012345';
const fernetKey = `${'A'.repeat(43)}=`;
const production = {
  NODE_ENV: 'production',
  FERNET_KEY: fernetKey,
  SECRET_KEY: 's'.repeat(32),
  BOT_TOKEN: token,
};

/** The lines of the error with which this environment is refused. */
function refusal(env: Record<string, string>): string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof HarmoniaError && error.code === 'config-invalid') return error.message.split('\n');
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('an empty environment', () => {
  test('means the sandbox, an embedded database and no given keys', () => {
    const config = parseConfig({});
    expect(config.telegram).toEqual({ mode: 'sandbox', port: 8081 });
    expect(config.database).toEqual({ mode: 'embedded', folder: resolve('data/postgres') });
    expect(config.secrets).toEqual({
      fernetKeys: undefined,
      secretKey: undefined,
      passwordPepper: undefined,
      labKeys: undefined,
    });
    expect(config.http).toEqual({ host: '0.0.0.0', port: 8080, proxies: 0 });
    expect(config.study).toMatchObject({
      calibrationFaces: 12,
      weights: { visual: 40, personality: 30, biological: 30 },
      profilesPerPerson: 6,
      reminderDays: [2, 4, 7, 14, 21],
      timeZone: 'UTC',
      looks: [1],
      closeAfterDays: 28,
      codeVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
    });
  });

  test('gives the same settings as one in which every variable is empty', () => {
    const empty = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, ' ']));
    expect(parseConfig(empty)).toEqual(parseConfig({}));
  });
});

test('one number of days until a reminder means two reminders, as in earlier versions', () => {
  const of = (days: string) => parseConfig({ REMINDER_DAYS: days }).study.reminderDays;
  expect(of('3')).toEqual([3, 6]);
  expect(of('1, 5,30')).toEqual([1, 5, 30]);
  expect(parseConfig({ STUDY_TIME_ZONE: 'america/new_york' }).study.timeZone).toBe('America/New_York');
});

describe('how Telegram is reached', () => {
  const telegram = (env: Record<string, string>): Config['telegram'] => parseConfig(env).telegram;

  test('a token alone means long polling', () => {
    expect(telegram({ BOT_TOKEN: token })).toEqual({
      mode: 'polling',
      token,
      apiRoot: 'https://api.telegram.org',
    });
  });

  test('a token and a public address mean a webhook with a fresh secret', () => {
    const env = {
      BOT_TOKEN: token,
      PUBLIC_URL: 'https://study.example/',
      BOT_API_ROOT: 'http://127.0.0.1:8082/',
    };
    const [one, other] = [telegram(env), telegram(env)];
    expect(one).toMatchObject({
      mode: 'webhook',
      publicUrl: 'https://study.example',
      apiRoot: 'http://127.0.0.1:8082',
    });
    if (one.mode !== 'webhook' || other.mode !== 'webhook') throw new Error('not a webhook');
    expect(one.secret).toMatch(/^[\w-]{43}$/);
    expect(one.secret).not.toBe(other.secret);
    expect(telegram({ ...env, WEBHOOK_SECRET: 'a-secret-of-mine' })).toMatchObject({
      secret: 'a-secret-of-mine',
    });
  });

  test.each(['https://study.example:8443', 'https://study.example:88', 'https://study.example:443'])(
    'the public address %s is accepted: Telegram calls its port',
    (address) => {
      expect(telegram({ BOT_TOKEN: token, PUBLIC_URL: address }).mode).toBe('webhook');
    },
  );

  test.each(['http://study.example', 'https://study.example:8080', 'study.example'])(
    'the public address %s is refused: Telegram does not call it',
    (address) => {
      expect(refusal({ PUBLIC_URL: address })).toEqual([
        expect.stringMatching(/^PUBLIC_URL: expected .*, got "/),
      ]);
    },
  );

  test('with a token or in production the sandbox runs only when SANDBOX is on', () => {
    expect(telegram({ BOT_TOKEN: token }).mode).toBe('polling');
    expect(telegram({ BOT_TOKEN: token, SANDBOX: 'on', SANDBOX_PORT: '9000' })).toEqual({
      mode: 'sandbox',
      port: 9000,
    });
    const { BOT_TOKEN: _, ...withoutToken } = production;
    expect(refusal(withoutToken)[0]).toMatch(/^BOT_TOKEN: required when NODE_ENV is production/);
    expect(telegram({ ...withoutToken, SANDBOX: 'on' }).mode).toBe('sandbox');
    expect(refusal({ SANDBOX: 'off' })).toEqual(['BOT_TOKEN: required when SANDBOX is off']);
  });
});

describe('keys', () => {
  test('production uses the given keys and has no laboratory by default', () => {
    expect(parseConfig(production).secrets).toEqual({
      fernetKeys: [fernetKey],
      secretKey: 's'.repeat(32),
      passwordPepper: undefined,
      labKeys: [],
    });
  });

  test('production without keys is refused with one line for each missing key', () => {
    expect(refusal({ NODE_ENV: 'production', BOT_TOKEN: token })).toEqual([
      'FERNET_KEYS: required when NODE_ENV is production',
      'SECRET_KEY: required when NODE_ENV is production',
    ]);
  });

  test('several Fernet keys keep their order', () => {
    const other = `${'B'.repeat(43)}=`;
    expect(parseConfig({ FERNET_KEYS: `${other}, ${fernetKey}` }).secrets.fernetKeys).toEqual([
      other,
      fernetKey,
    ]);
    expect(refusal({ FERNET_KEYS: other, FERNET_KEY: fernetKey })).toEqual([
      'FERNET_KEY: leave it out when FERNET_KEYS is set',
    ]);
  });

  test('a laboratory may have two secrets, with or without whsec_', () => {
    const first = Buffer.alloc(24, 1);
    const second = Buffer.alloc(32, 2);
    const value = `north:whsec_${first.toString('base64')}, north:${second.toString('base64')}`;
    expect(parseConfig({ LAB_KEYS: value }).secrets.labKeys).toEqual([
      { lab: 'north', secret: first },
      { lab: 'north', secret: second },
    ]);
    expect(refusal({ LAB_KEYS: 'north:c2hvcnQ=' })).toHaveLength(1);
  });
});

describe('a wrong variable', () => {
  test('is named in one line with what was expected', () => {
    expect(refusal({ PORT: 'abc' })).toEqual(['PORT: expected a number from 0 to 65535, got "abc"']);
  });

  test('does not hide another wrong variable', () => {
    expect(
      refusal({ PORT: '65536', CALIBRATION_FACES: '9', ROLE: 'worker' }).map((line) => line.split(':')[0]),
    ).toEqual(['ROLE', 'PORT', 'CALIBRATION_FACES']);
  });

  test.each([
    ['PHASE_WEIGHTS', '40/30/40'],
    ['PHASE_WEIGHTS', '40/60'],
    ['PHASE_WEIGHTS', '-10/80/30'],
    ['DATABASE_URL', 'mysql://host/name'],
    ['LOG_LEVEL', 'loud'],
    ['STUDY_CONTACT', 'no address'],
    ['SECRET_KEY', 'short'],
    ['FACE_WORKERS', '0'],
    ['REMINDER_DAYS', '1.5'],
    ['REMINDER_DAYS', '2,4,4'],
    ['REMINDER_DAYS', '1,2,3,4,5,6'],
    ['REMINDER_DAYS', '0'],
    ['STUDY_TIME_ZONE', 'Europe/Atlantis'],
    ['FOLLOW_UP_DAYS', '0'],
    ['LEFT_OUT_DAYS', '0'],
    ['FOLLOW_UP_BLIND', 'yes'],
    ['LOOKS', '0.5'],
    ['LOOKS', '0.5,0.4,1'],
    ['LOOKS', '0.2,0.4,0.6,1'],
    ['LOOKS', '50%,1'],
    ['CLOSE_AFTER_DAYS', '0'],
    ['CODE_VERSION', 'a b'],
  ])('%s=%s is refused', (name, value) => {
    expect(refusal({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: expected `))]);
  });

  test('is named without its value when it is a secret', () => {
    const secrets = [
      'BOT_TOKEN',
      'WEBHOOK_SECRET',
      'DATABASE_URL',
      'FERNET_KEYS',
      'FERNET_KEY',
      'SECRET_KEY',
      'PASSWORD_PEPPER',
      'LAB_KEYS',
      'ADMIN_PASSWORD',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...secrets), fc.stringMatching(/^[!-~]{6,11}$/), (name, value) => {
        const lines = refusal({ [name]: value }).join('\n');
        expect(lines).toContain(`${name}: expected`);
        expect(lines.replaceAll(name, '')).not.toContain(value);
      }),
      { seed: 7 },
    );
  });
});

describe('data sets', () => {
  const hash = 'a'.repeat(64);

  test('are not downloaded by default', () => {
    expect(parseConfig({}).datasets).toEqual({ london: undefined, scut: undefined, maximumBytes: 2 ** 30 });
  });

  test('are configured by addresses, hashes and a limit', () => {
    const { datasets } = parseConfig({
      LONDON_DATASET_URL: 'https://files.example/neutral_front.zip',
      LONDON_FACES_URL: 'https://files.example/info.csv',
      LONDON_FACES_SHA256: hash,
      SCUT_DATASET_URL: 'http://127.0.0.1/scut.zip',
      DATASET_LIMIT_MB: '10',
    });
    expect(datasets).toEqual({
      london: {
        url: 'https://files.example/neutral_front.zip',
        sha256: undefined,
        faces: { url: 'https://files.example/info.csv', sha256: hash },
      },
      scut: { url: 'http://127.0.0.1/scut.zip', sha256: undefined },
      maximumBytes: 10 * 2 ** 20,
    });
  });

  test.each([
    [
      { SCUT_DATASET_URL: 'ftp://files/secret-token' },
      'SCUT_DATASET_URL: expected an http or https address, got 24 characters',
    ],
    [
      { SCUT_DATASET_URL: 'http://a/', SCUT_DATASET_SHA256: 'abc' },
      'SCUT_DATASET_SHA256: expected a SHA-256: 64 hexadecimal digits, got "abc"',
    ],
    [{ LONDON_DATASET_SHA256: hash }, 'LONDON_DATASET_SHA256: set it together with LONDON_DATASET_URL'],
    [{ LONDON_FACES_URL: 'http://a/' }, 'LONDON_FACES_URL: set it together with LONDON_DATASET_URL'],
  ])('%j is refused', (env, line) => {
    expect(refusal(env as Record<string, string>)).toEqual([line]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8');

  test('lists the variables that the program reads, and no others', () => {
    expect(Object.keys(parseEnv(text)).toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });

  test('gives the same settings as an empty environment', () => {
    expect(parseConfig(parseEnv(text) as Record<string, string>)).toEqual(parseConfig({}));
  });
});
