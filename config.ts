import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StudyChoices } from './engine/protocol/study.ts';
import { HarmoniaError } from './foundation/errors.ts';
import { parseTimeZone } from './foundation/time-zone.ts';
import { type Variable, variables } from './foundation/variables.ts';

/** The settings from the environment, checked once at start. Paths are absolute. */
export interface Config {
  logLevel: (typeof logLevels)[number];
  dataDir: string;
  /** `proxies` is how many of them stand in front of the service, each of which tells the address of its caller. */
  http: { host: string; port: number; proxies: number };
  /** Without it there is no GET /metrics. */
  metricsToken: string | undefined;
  telegram: TelegramConfig;
  database: { mode: 'embedded'; folder: string } | { mode: 'external'; url: string };
  /** The keys that the operator set. `openSecrets` generates the missing ones. */
  secrets: GivenSecrets;
  /** Each may be missing: what that means depends on whether there is an admin. */
  firstAdmin: { email: string | undefined; password: string | undefined };
  faceWorkers: number;
  datasets: DatasetsConfig;
  study: StudyChoices;
}

/** Addresses of photographs for calibration packs. A set that is not in DATA_DIR is downloaded after the start. */
export interface DatasetsConfig {
  london: (RemoteFile & { faces: RemoteFile | undefined }) | undefined;
  scut: RemoteFile | undefined;
  maximumBytes: number;
}

export interface RemoteFile {
  url: string;
  /** Hexadecimal; undefined accepts any content. */
  sha256: string | undefined;
}

export type TelegramConfig =
  | { mode: 'sandbox'; port: number }
  | { mode: 'polling'; token: string; apiRoot: string }
  | { mode: 'webhook'; token: string; apiRoot: string; publicUrl: string; secret: string };

/** A key that is undefined is generated once and kept in DATA_DIR/keys. In production none is generated. */
export interface GivenSecrets {
  /** The first key encrypts, all of them decrypt. */
  fernetKeys: readonly string[] | undefined;
  secretKey: string | undefined;
  /** When undefined, it is derived from the secret key. */
  passwordPepper: string | undefined;
  labKeys: readonly LabKey[] | undefined;
}

/** A secret with which a laboratory signs its deliveries. While a laboratory changes its secret it has two. */
export interface LabKey {
  lab: string;
  secret: Buffer;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const number = (from: number, to: number) => {
  const error = `expected a number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.number({ error }).min(from, error).max(to, error));
};
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` });
const matching = (pattern: RegExp, error: string) => z.string().regex(pattern, error);
const path = z.string().transform((value) => resolve(value));
const fernetKey = matching(
  /^[\w-]{43}=$/,
  'expected a Fernet key: 32 bytes in URL-safe base64, 44 characters',
);
const email = z.email({ error: 'expected an e-mail address' });

const fileUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https address' });
const sha256 = matching(/^[0-9a-fA-F]{64}$/, 'expected a SHA-256: 64 hexadecimal digits');

const publicUrl = z
  .url({ protocol: /^https$/, error: 'expected an https address', abort: true })
  .refine((value) => ['', '80', '88', '8443'].includes(new URL(value).port), {
    error: 'expected port 443, 80, 88 or 8443 (Telegram calls no other)',
  })
  .transform((value) => value.replace(/\/+$/, ''));

const labKeys = z.string().transform((value, context) =>
  value.split(',').map((entry): LabKey => {
    const [, lab, encoded] = /^\s*([a-z0-9-]{1,40}):(?:whsec_)?([A-Za-z0-9+/]+={0,2})\s*$/.exec(entry) ?? [];
    const secret = Buffer.from(encoded ?? '', 'base64');
    if (!lab || secret.length < 24 || secret.length > 64) {
      context.addIssue('expected name:secret, comma-separated, each secret 24 to 64 bytes in base64');
    }
    return { lab: lab ?? '', secret };
  }),
);

const weights = z.string().transform((value, context) => {
  const parts = value
    .split('/')
    .map((part) => (/^\d+(\.\d+)?$/.test(part.trim()) ? Number(part) : Number.NaN));
  const [visual = Number.NaN, personality = Number.NaN, biological = Number.NaN] = parts;
  if (
    parts.length !== 3 ||
    Math.abs(visual + personality + biological - 100) > 1e-9 ||
    Number.isNaN(visual)
  ) {
    context.addIssue('expected three percentages visual/personality/biological that sum to 100');
  }
  return { visual, personality, biological };
});

/** Earlier versions took one number and sent two reminders, so many days apart. */
const reminderDays = z.string().transform((value, context) => {
  const days = value.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  const rising = days.every((day, index) => day > (days[index - 1] ?? 0) && day <= 60);
  if (!rising || days.length > 5)
    context.addIssue('expected up to five rising numbers of days from 1 to 60, such as 2,4,7,14,21');
  return days.length === 1 ? [days[0]!, 2 * days[0]!] : days;
});

const timeZone = z.string().transform((value, context) => {
  const name = parseTimeZone(value);
  if (name === undefined)
    context.addIssue('expected a time zone of the IANA database, such as Europe/Madrid or UTC');
  return name ?? value;
});

const looks = z.string().transform((value, context) => {
  const shares = value
    .split(',')
    .map((part) => (/^\s*(0?\.\d+|1)\s*$/.test(part) ? Number(part) : Number.NaN));
  const rising = shares.every((share, index) => share > (shares[index - 1] ?? 0));
  if (!rising || shares.length > 3 || shares.at(-1) !== 1)
    context.addIssue('expected one to three shares, comma-separated, that rise to 1');
  return shares;
});

/** One entry per name in foundation/variables.ts; .env.example explains the same names. */
export const environmentSchema = z.object({
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  ROLE: z.literal('all', { error: 'expected all: one process runs every part' }).default('all'),
  DATA_DIR: path.prefault('./data'),
  HOST: z.string().default('0.0.0.0'),
  PORT: number(0, 65535).prefault('8080'),
  TRUSTED_PROXIES: number(0, 9).optional(),
  PUBLIC_URL: publicUrl.optional(),
  BOT_TOKEN: matching(
    /^\d+:[\w-]{20,}$/,
    'expected the token that @BotFather gave, digits:letters',
  ).optional(),
  BOT_API_ROOT: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .transform((value) => value.replace(/\/+$/, ''))
    .prefault('https://api.telegram.org'),
  WEBHOOK_SECRET: matching(/^[\w-]{16,256}$/, 'expected 16 to 256 letters, digits, _ or -').optional(),
  SANDBOX: oneOf(['on', 'off', 'auto']).default('auto'),
  SANDBOX_PORT: number(0, 65535).prefault('8081'),
  METRICS_TOKEN: matching(/^[\w-]{16,256}$/, 'expected 16 to 256 letters, digits, _ or -').optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://…' }).optional(),
  FERNET_KEYS: z
    .string()
    .transform((value) => value.split(',').map((key) => key.trim()))
    .pipe(z.array(fernetKey))
    .optional(),
  FERNET_KEY: fernetKey.optional(),
  SECRET_KEY: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= 32, { error: 'expected 32 bytes or more' })
    .optional(),
  PASSWORD_PEPPER: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= 32, { error: 'expected 32 bytes or more' })
    .optional(),
  LAB_KEYS: labKeys.optional(),
  ADMIN_EMAIL: email.optional(),
  ADMIN_PASSWORD: z.string().min(12, 'expected 12 characters or more').optional(),
  STUDY_NAME: z.string().max(60, 'expected 60 characters at most').default('Harmonia'),
  STUDY_CONTACT: email.optional(),
  CALIBRATION_PACK: path.optional(),
  CALIBRATION_FACES: number(10, 14).prefault('12'),
  PERSONALITY_INSTRUMENT: path.optional(),
  PERSONALITY_REFERENCE: path.optional(),
  VISUAL_PRIOR: path.optional(),
  PHASE_WEIGHTS: weights.prefault('40/30/30'),
  PROFILES_PER_PERSON: number(1, 20).prefault('6'),
  REMINDER_DAYS: reminderDays.prefault('2,4,7,14,21'),
  STUDY_TIME_ZONE: timeZone.prefault('UTC'),
  FOLLOW_UP_DAYS: number(1, 60).prefault('10'),
  LEFT_OUT_DAYS: number(1, 365).prefault('30'),
  FOLLOW_UP_BLIND: oneOf(['on', 'off']).default('off'),
  LOOKS: looks.prefault('1'),
  CLOSE_AFTER_DAYS: number(1, 365).prefault('28'),
  CODE_VERSION: matching(/^[\w.+-]{1,80}$/, 'expected up to 80 letters, digits and . _ + -').optional(),
  FACE_WORKERS: number(1, 32).optional(),
  LONDON_DATASET_URL: fileUrl.optional(),
  LONDON_DATASET_SHA256: sha256.optional(),
  LONDON_FACES_URL: fileUrl.optional(),
  LONDON_FACES_SHA256: sha256.optional(),
  SCUT_DATASET_URL: fileUrl.optional(),
  SCUT_DATASET_SHA256: sha256.optional(),
  DATASET_LIMIT_MB: number(1, 1_000_000).prefault('1024'),
} satisfies Record<Variable, z.ZodType>);

type Environment = z.output<typeof environmentSchema>;

const secretVariables: ReadonlySet<string> = new Set<Variable>([
  'BOT_TOKEN',
  'WEBHOOK_SECRET',
  'METRICS_TOKEN',
  'DATABASE_URL',
  'FERNET_KEYS',
  'FERNET_KEY',
  'SECRET_KEY',
  'PASSWORD_PEPPER',
  'LAB_KEYS',
  'ADMIN_PASSWORD',
  // The address of a file may contain an access token.
  'LONDON_DATASET_URL',
  'LONDON_FACES_URL',
  'SCUT_DATASET_URL',
]);

/** The environment of this process, with a `.env` file beside it when there is one. Set variables win over the file. */
export function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseConfig(process.env);
}

/**
 * Checks every variable and returns the settings. An empty variable counts as unset. Throws `config-invalid` with one
 * line for each wrong variable. Values of secret variables do not appear in these lines.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    variables.map((name) => [name, env[name]]).filter(([, value]) => value?.trim()),
  ) as Record<string, string | undefined>;
  const result = environmentSchema.safeParse(set);
  if (!result.success) {
    const lines = new Map<string, string>();
    for (const {
      path: [name],
      message,
    } of result.error.issues) {
      if (!lines.has(String(name))) lines.set(String(name), message);
    }
    throw new HarmoniaError(
      'config-invalid',
      [...lines].map(([name, message]) => `${name}: ${message}, ${got(name, set[name] ?? '')}`).join('\n'),
    );
  }
  const values = result.data;
  refuseContradictions(values);
  return {
    logLevel: values.LOG_LEVEL,
    dataDir: values.DATA_DIR,
    http: {
      host: values.HOST,
      port: values.PORT,
      // The program speaks no TLS: before a public https address stands a proxy that does.
      proxies: values.TRUSTED_PROXIES ?? (values.PUBLIC_URL ? 1 : 0),
    },
    metricsToken: values.METRICS_TOKEN,
    telegram: telegramConfig(values),
    database: values.DATABASE_URL
      ? { mode: 'external', url: values.DATABASE_URL }
      : { mode: 'embedded', folder: join(values.DATA_DIR, 'postgres') },
    secrets: {
      fernetKeys: values.FERNET_KEYS ?? (values.FERNET_KEY ? [values.FERNET_KEY] : undefined),
      secretKey: values.SECRET_KEY,
      passwordPepper: values.PASSWORD_PEPPER,
      // In production only laboratories in LAB_KEYS may deliver. Elsewhere a key for a development laboratory is made.
      labKeys: values.LAB_KEYS ?? (values.NODE_ENV === 'production' ? [] : undefined),
    },
    firstAdmin: { email: values.ADMIN_EMAIL, password: values.ADMIN_PASSWORD },
    // One core stays free, so that the bot answers while faces are analysed.
    faceWorkers: values.FACE_WORKERS ?? Math.min(4, Math.max(1, availableParallelism() - 1)),
    datasets: datasetsConfig(values),
    study: studyConfig(values),
  };
}

function got(name: string, value: string): string {
  return secretVariables.has(name) ? `got ${value.length} characters` : `got ${JSON.stringify(value)}`;
}

function refuseContradictions(values: Environment): void {
  const production = values.NODE_ENV === 'production';
  const contradictions: [boolean, string][] = [
    [
      production && !values.FERNET_KEYS && !values.FERNET_KEY,
      'FERNET_KEYS: required when NODE_ENV is production',
    ],
    [production && !values.SECRET_KEY, 'SECRET_KEY: required when NODE_ENV is production'],
    [Boolean(values.FERNET_KEYS && values.FERNET_KEY), 'FERNET_KEY: leave it out when FERNET_KEYS is set'],
    ...(['LONDON_DATASET', 'LONDON_FACES', 'SCUT_DATASET'] as const).map((name): [boolean, string] => [
      Boolean(values[`${name}_SHA256`] && !values[`${name}_URL`]),
      `${name}_SHA256: set it together with ${name}_URL`,
    ]),
    [
      Boolean(values.LONDON_FACES_URL && !values.LONDON_DATASET_URL),
      'LONDON_FACES_URL: set it together with LONDON_DATASET_URL',
    ],
    [values.SANDBOX === 'off' && !values.BOT_TOKEN, 'BOT_TOKEN: required when SANDBOX is off'],
    [
      values.SANDBOX === 'auto' && production && !values.BOT_TOKEN,
      'BOT_TOKEN: required when NODE_ENV is production (or set SANDBOX=on to run the sandbox)',
    ],
  ];
  const lines = contradictions.flatMap(([wrong, line]) => (wrong ? [line] : []));
  if (lines.length > 0) throw new HarmoniaError('config-invalid', lines.join('\n'));
}

function telegramConfig(values: Environment): TelegramConfig {
  const { BOT_TOKEN: token, BOT_API_ROOT: apiRoot, PUBLIC_URL: publicAddress } = values;
  if (values.SANDBOX === 'on' || !token) return { mode: 'sandbox', port: values.SANDBOX_PORT };
  if (!publicAddress) return { mode: 'polling', token, apiRoot };
  const secret = values.WEBHOOK_SECRET ?? randomBytes(32).toString('base64url');
  return { mode: 'webhook', token, apiRoot, publicUrl: publicAddress, secret };
}

function datasetsConfig(values: Environment): DatasetsConfig {
  const file = (url: string | undefined, hash: string | undefined): RemoteFile | undefined =>
    url === undefined ? undefined : { url, sha256: hash };
  const london = file(values.LONDON_DATASET_URL, values.LONDON_DATASET_SHA256);
  return {
    london: london && { ...london, faces: file(values.LONDON_FACES_URL, values.LONDON_FACES_SHA256) },
    scut: file(values.SCUT_DATASET_URL, values.SCUT_DATASET_SHA256),
    maximumBytes: values.DATASET_LIMIT_MB * 2 ** 20,
  };
}

const studyConfig = (values: Environment): StudyChoices => ({
  name: values.STUDY_NAME,
  contact: values.STUDY_CONTACT,
  calibrationPack: values.CALIBRATION_PACK,
  personalityInstrument: values.PERSONALITY_INSTRUMENT,
  personalityReference: values.PERSONALITY_REFERENCE,
  visualPrior: values.VISUAL_PRIOR,
  calibrationFaces: values.CALIBRATION_FACES,
  weights: values.PHASE_WEIGHTS,
  profilesPerPerson: values.PROFILES_PER_PERSON,
  reminderDays: values.REMINDER_DAYS,
  timeZone: values.STUDY_TIME_ZONE,
  followUpDays: values.FOLLOW_UP_DAYS,
  leftOutDays: values.LEFT_OUT_DAYS,
  followUpBlind: values.FOLLOW_UP_BLIND === 'on',
  looks: values.LOOKS,
  closeAfterDays: values.CLOSE_AFTER_DAYS,
  codeVersion: values.CODE_VERSION ?? packageVersion(),
});

/** The version in package.json. */
export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
